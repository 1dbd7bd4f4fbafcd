"""Bars, sparklines, columns and dots."""

import pytest

from broadsheet.charts.drawing import bar, columns, scatter, sparkline


@pytest.mark.parametrize(
    ("value", "drawn"), [(0, ""), (1, "▏"), (50, "█████"), (54, "█████▍"), (100, "██████████")]
)
def test_a_bar_is_as_long_as_its_value(value: int, drawn: str) -> None:
    assert bar(value, 100, 10) == drawn


def test_the_smallest_value_is_seen() -> None:
    assert bar(1, 1_000_000, 10) == "▏"
    assert sparkline([1_000, 1, 0]) == "▇▁ "
    assert columns([1_000, 1, 0], 2) == ["█  ", "█▁ "]


def test_columns_are_as_high_as_their_values() -> None:
    assert columns([2, 3, 4], 2) == [" ▄█", "███"]


def test_each_point_is_a_dot_and_one_is_marked() -> None:
    assert scatter({(0, 0): 1, (3, 7): 2}, 2, 2) == [" ⠈", "⡀ "]
    assert scatter({(0, 0): 1, (3, 7): 2}, 2, 2, (0, 0)) == [" ⠈", "◆ "]
    assert scatter({(5, 5): 1}, 1, 1) == ["⠁"]
    assert scatter({}, 2, 2) == []
