import pytest

from broadsheet.library.texts.snippets import Snippet
from broadsheet.library.view import Beyond
from broadsheet.tui.widgets.found_lines import heading, snippet_pieces


def drawn(text: str, match: str, width: int) -> str:
    start = text.index(match)
    pieces = snippet_pieces(Snippet(text, ((start, start + len(match)),)), width)
    assert [part for part, style in pieces if style == "line--match"] == [match]
    return "".join(part for part, _ in pieces)[:width]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A short trains line.", "    A short trains line."),
        (
            "Here the trains come first, and then much more text.",
            "    Here the trains come first, an",
        ),
        ("Long before them all there was talk of trains.", "    …all there was talk of trains."),
        (
            "Long before them all there was talk of trains, and long after them, too.",
            "    …talk of trains, and long afte",
        ),
        ("x" * 40 + "trains", "    …" + "x" * 23 + "trains"),
    ],
)
def test_a_sentence_is_cut_so_that_its_match_is_in_sight(text: str, shown: str) -> None:
    assert drawn(text, "trains", 30 + 4).rstrip() == shown


def test_wide_letters_take_their_room() -> None:
    assert "\u8eca" in drawn("\u77e5" * 60 + "\u8eca", "\u8eca", 30)


def test_a_heading_fills_the_line() -> None:
    [(text, _)] = heading(Beyond("texts", 3), 1234, 40)
    assert text == "── in the text: 1,234 ".ljust(40, "─")
