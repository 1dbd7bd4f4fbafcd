from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.tui.widgets.line_map import GAP, HEADING, LineMap, Section


def drawn(lines: LineMap) -> list[tuple[int, int]]:
    return [(item, offset) for item, offset in map(lines.at, range(lines.lines))]


def test_items_of_one_line_are_lines() -> None:
    assert drawn(LineMap(3)) == [(0, 0), (1, 0), (2, 0)]
    assert drawn(LineMap(0)) == []


def test_sections_have_a_heading_and_a_height_of_their_own() -> None:
    lines = LineMap(4, 1, (Section(1), Section(2, height=2)))
    assert drawn(lines) == [
        *((0, 0), (1, HEADING), (1, 0)),
        *((2, HEADING), (2, 0), (2, 1), (3, 0), (3, 1)),
    ]
    assert [lines.has_heading(item) for item in range(4)] == [False, True, True, False]


def test_an_empty_section_has_no_heading() -> None:
    assert drawn(LineMap(2, 1, (Section(0), Section(0), Section(2)))) == [
        *((0, HEADING), (0, 0), (1, 0)),
    ]
    assert drawn(LineMap(0, 2, (Section(0), Section(0)))) == []


@given(st.data(), st.integers(0, 20), st.integers(1, 3))
def test_each_line_of_an_item_leads_back_to_it(
    data: st.DataObject, count: int, height: int
) -> None:
    starts = sorted(data.draw(st.lists(st.integers(0, count), max_size=3)))
    sizes = st.integers(1, 3)
    sections = tuple(Section(start, data.draw(sizes), gap=data.draw(sizes) - 1) for start in starts)
    lines = LineMap(count, height, sections)
    places = drawn(lines)
    for item in range(count):
        first = lines.line_of(item)
        own = [(item, offset) for offset in range(lines.height_of(item))]
        assert places[first : first + len(own)] == own
    own = [place for place in places if place[1] not in (HEADING, GAP)]
    assert own == sorted(own)
    assert all(one != other for one, other in pairwise(places) if one[1] != GAP)
    assert all(one[0] == other[0] for one, other in pairwise(places) if other[1] == GAP)
