import time

import pytest

from broadsheet.plain.spoken import spoken_paragraphs


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("# A *heading* #\nand a\nline", ["A heading", "and a line"]),
        ("Under\n=====\n\n***\n\nmore", ["Under", "more"]),
        (
            "- one\n- **two** and\n  more\n\n1. first\n2) second",
            ["one", "two and more", "1. first", "2) second"],
        ),
        ("> said\n> she\n\n> > twice", ["said she", "twice"]),
        ("See [the `docs`](https://a.example/x_y) ![pixel](p.png)", ["See the docs"]),
        ("| a | b |\n| --- | :-: |\n| 1 | *2* |", ["a, b", "1, 2"]),
        (
            "```py\nx = 1 * 2\n\n# no heading\n```\nafter",
            ["x = 1 * 2", "", "# no heading", "after"],
        ),
        ("2 \\* 3 snake_case_name 5 * 6", ["2 * 3 snake_case_name 5 * 6"]),
        ("a line\\\nbreak", ["a line break"]),
        ("", []),
    ],
)
def test_signs_of_markdown_are_not_read_aloud(markdown: str, said: list[str]) -> None:
    assert list(spoken_paragraphs(markdown)) == said


def test_a_text_made_of_signs_takes_no_long_time() -> None:
    began = time.process_time()
    for hostile in ("*a " * 10_000, "*a " * 30 + "b " * 500, "[" * 500 + "(" * 500, "![" * 500):
        assert list(spoken_paragraphs(f"{hostile}\n\n" * (40_000 // len(hostile))))
    assert time.process_time() - began < 1
