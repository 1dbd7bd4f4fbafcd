"""Words in the lines of a page: found without case and accents, across the ends of lines."""

import pytest

from broadsheet.tui.page.blocks import Block, Code, Look, Span
from broadsheet.tui.page.found import LineSearch
from broadsheet.tui.page.layout import lay_out

_BAR = (Span("▎ ", Look.MARKER),)
_BLOCKS = (
    Block(
        (Span("The night "), Span("trains", Look.LINK, "x"), Span(" of the Élysée run well-known"))
    ),
    Block((Span("A night train’s Straße (C++) is “long”"),), _BAR, _BAR),
    Code(("night_trains = 1",)),
    Block((Span("人工知能の研究が進む"),)),
    Block((Span("서울특별시청앞광장에서"),)),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("NIGHT TRAIN", ["night train", "night train"]),
        ("elysee", ["Élysée"]),
        ("well-known", ["well-known"]),
        ("strasse (c++)", ["Straße (C++)"]),
        ("train's", ["train’s"]),
        ('"long"', ["“long”"]),
        ("night", ["night", "night", "night"]),
        ("night_", ["night_"]),
        ("知能の研究", ["知能の研究"]),
        ("특별시청", ["특별시청"]),
        ("known a", []),
        (".*", []),
        ("  ", []),
        ("", []),
    ],
)
@pytest.mark.parametrize("width", [80, 23, 12, 10])
def test_words_are_found_at_any_width(typed: str, found: list[str], width: int) -> None:
    lines = lay_out(_BLOCKS, width)
    search = LineSearch(lines)
    assert search.find(typed) == len(found)
    seen = [""] * len(found)
    for number, line in enumerate(lines):
        text = "".join(span.text for span in line.spans)
        for piece in search.pieces(number):
            seen[piece.match] += text[piece.start : piece.end] + " "
    assert ["".join(one.split()) for one in seen] == ["".join(one.split()) for one in found]


def test_finding_begins_at_what_is_in_sight() -> None:
    search = LineSearch(lay_out(_BLOCKS, 80))
    search.find("night")
    assert [search.line_of(match) for match in range(3)] == [0, 2, 4]
    assert [search.first_from(line) for line in (-3, 0, 1, 3, 5, 99)] == [0, 0, 1, 2, 3, 3]
