"""Parts of a series take one place on the front page."""

from pathlib import Path

import pytest

from broadsheet.library.library import Library
from broadsheet.library.stories.series import part_of, series_of
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.text.folding import fold
from tests.library.stories.events import write_report


@pytest.mark.parametrize(
    ("titles", "series"),
    [
        (("Portals tutorial #2: a list", "Portals tutorial #1: a table", "Portals"), [[1, 0]]),
        (("Gallery filtering (part two)", "Part 1 - Gallery filtering with dates"), [[1, 0]]),
        (("Part 1 – Pruning of roses", "Part 2 – Frozen pumpkin soups"), []),
        (("Part 1 of a Gallery filtering", "Part 1 of a Gallery filtering, again"), []),
        (("Eine Reise durch Peru 1", "Eine Reise durch Peru 2: Cusco"), [[0, 1]]),
        (("Police arrest 3 in raid", "Police arrest 5 after concert"), []),
        (("5 soups for winter", "7 soups for winter"), []),
    ],
)
def test_parts_are_told_by_their_numbers(titles: tuple[str, ...], series: list[list[int]]) -> None:
    parts = [(place, part) for place, title in enumerate(titles) if (part := part_of(fold(title)))]
    assert series_of(parts) == series


def test_a_series_of_a_day_takes_one_place(news: Path) -> None:
    for number, subject, hour in ((2, "pests", 9), (1, "soil", 10), (3, "prizes at a show", 11)):
        title = f"Growing roses, part {number}: {subject}"
        write_report(
            *(news, f"{number}.md", "Gardener", title, 50), date=f"2023-05-18T{hour}:00:00Z"
        )
    write_report(
        *(news, "4.md", "Chef", "Soups in winter, part 2", 40), date="2023-05-18T11:00:00Z"
    )
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        first, other = index.stories.front_page()
        rows = index.rows([first.id, other.id])
        assert [rows[first.id].path, rows[other.id].path] == ["1.md", "4.md"]
    assert first.reason().endswith("for 1 h; the first of 3 parts")
