"""The terminal's answers are taken out of what is typed, however they are cut."""

import pytest

from broadsheet.tui.terminal_answers import TerminalAnswers, is_dark, is_dark_by_environment

STREAM = (
    "j\x1b]11;rgb:1616/1818/1b1b\x1b\\k\x1b[?62;4;22cl\x1b[6;20;10t\x1bP>|kitty(0.26.5)\x1b\\\x1b[A"
)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 100])
def test_answers_in_pieces_between_keys_leave_all_keys_and_only_those(size: int) -> None:
    answers = TerminalAnswers()
    typed, found = "", []
    for at in range(0, len(STREAM), size):
        text, some = answers.take(STREAM[at : at + size])
        typed += text
        found += some
    assert typed + answers.release() == "jkl\x1b[A"
    assert [tuple(one) for one in found] == [
        ("background", "rgb:1616/1818/1b1b"),
        ("attributes", "62;4;22"),
        ("cell", "20;10"),
        ("version", "kitty(0.26.5)"),
    ]


def test_esc_is_given_back_if_nothing_follows_and_at_once_if_no_answer_is_due() -> None:
    answers = TerminalAnswers()
    assert answers.take("\x1b") == ("", [])
    assert answers.release() == "\x1b"
    assert answers.take("\x1b", is_waiting=False) == ("\x1b", [])


@pytest.mark.parametrize(
    ("colour", "dark"),
    [
        ("rgb:1616/1818/1b1b", True),
        ("rgb:ff/ff/ff", False),
        ("rgba:fdfd/f6f6/e3e3/ffff", False),
        ("rgb:0/0/0", True),
        ("rgb:", None),
        ("rgb://", None),
    ],
)
def test_a_background_is_dark_or_light_or_unknown(colour: str, dark: bool | None) -> None:
    assert is_dark(colour) is dark


@pytest.mark.parametrize(
    ("value", "dark"),
    [("15;0", True), ("0;15", False), ("0;default;15", False), ("12;7", False), ("15;8", True),
     ("", None), ("15;default", None), ("1;99999", None)],
)  # fmt: skip
def test_colorfgbg_says_what_the_background_is(value: str, dark: bool | None) -> None:
    assert is_dark_by_environment(value) is dark
