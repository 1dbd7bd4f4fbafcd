"""`parse_yaml` says what YAML means; whatever `parse_plain` reads must be the same."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.articles.frontmatter import read_front_matter
from broadsheet.articles.plain_yaml import parse_plain
from broadsheet.articles.problem_report import ProblemReport
from broadsheet.articles.yaml_reader import MAX_DEPTH, MAX_VALUES, parse_yaml
from tests.hostile import HOSTILE_STRINGS, HOSTILE_URLS

SEEDS = Path(__file__).parents[2] / "seeds"

Fields = st.SearchStrategy[dict[str, object]]

ARTICLE = """\
category: news
title: "Phones: an 'AI' age"
excerpt: "He said \\"no\\".\\nThen\\tleft \\\\o/"
publishedDateTime: 2023-05-18T16:00:00Z
originalUrl: https://about.example/news/?a=1&b=#c

quality: 59
heat:   -1
published: false
price: ~
length:

provider:
  name: O'Neill & Söhne No#1
  images:
  - url: '/it''s.png'
    width: 50.5

topics:
  - AI Hardware
  - "404"
  -   ''
related:
    - title: "C"
      provider:
        name: IBM

      quality: 90
    - title: D
actions: []
"""

WORDS = st.sampled_from(
    [
        *("AI Hardware", "it's", "R&D", "#1", "C#", 'a "b"', "é", "😀", "\xa0", "x", ""),
        *("https://x.example/?a=b&c#d", "a: b", "a:b", "a:", "a # b", "- a", "-a", "two\nlines\n"),
        *(
            "2023-05-18T16:00:00Z",
            "007",
            "-1",
            "+.5e3",
            "1_0",
            "true",
            "No",
            "null",
            "=",
            "~",
            "[]",
        ),
    ]
)
HOSTILE = st.sampled_from([*(hostile.text for hostile in HOSTILE_STRINGS), *HOSTILE_URLS])
ODD = st.text() | st.text("ab \n:-#'\"\\[]{},&*!|>%@`?~.019\t\x07\x85\u2028\ufeff") | HOSTILE
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS | WORDS
NAMES = st.sampled_from(["title", "a", "b-c", "_d", "E5", "null", "url", "name"])


def values(names: st.SearchStrategy[str], scalars: st.SearchStrategy[object]) -> Fields:
    inner = st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
        max_leaves=8,
    )
    return st.dictionaries(names, inner, max_size=5)


def dumped(fields: Fields) -> st.SearchStrategy[str]:
    return st.builds(
        yaml.safe_dump,
        fields,
        default_flow_style=st.sampled_from([False, False, False, None]),
        default_style=st.sampled_from([None, None, None, '"', "'"]),
        width=st.sampled_from([20, 10_000, 10_000]),
        indent=st.integers(1, 6),
        allow_unicode=st.sampled_from([True, True, False]),
        sort_keys=st.just(False),
    )


USUAL = dumped(values(NAMES, SCALARS))
UNUSUAL = dumped(values(NAMES | ODD, SCALARS | ODD))
LINES = st.sampled_from(
    [
        *ARTICLE.splitlines() * 3,
        *(
            "# note",
            "---",
            "...",
            "  ",
            "  more",
            "-",
            "- - a",
            "? a",
            "a :",
            '"a": b',
            "a:",
            " a:",
        ),
        *(
            "a: x # y",
            "a: |",
            "a: >-",
            "a: [",
            "a: [b]",
            "a: &b c",
            "a: *b",
            "a: !c d",
            "- &b",
            "{",
        ),
        *(
            "a:\tb",
            "\ta: b",
            'a: "b',
            'a: "b"c',
            "a: 'b",
            "a: 'b' ",
            "a: b ",
            "a: b:",
            "a: -",
            "%a",
        ),
    ]
)


@st.composite
def jumbled(draw: st.DrawFn) -> str:
    """Draw lines of front matter in any order, some of them shifted."""
    lines = draw(st.lists(LINES, max_size=6, unique=True))
    shifts = st.sampled_from([*[0] * 12, 1, 2, 4, -1, -2, -9])
    return "\n".join(["first:", *(_shifted(line, draw(shifts)) for line in lines)])


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Draw front matter with a few pieces of it changed for others."""
    text = draw(st.just(ARTICLE) | USUAL)
    for _ in range(draw(st.integers(1, 3))):
        begin = draw(st.integers(0, len(text)))
        end = begin + draw(st.sampled_from([0, 0, 1, 1, 2, 5, 40]))
        text = text[:begin] + draw(st.sampled_from(PIECES) | WORDS | ODD) + text[end:]
    return text


PIECES = (
    *("", " ", "  ", "\n", "\n\n", "\n ", "\n- ", ": ", ":", " #", "'", '"', "\\", "- ", "-", "? "),
    *("[", "]", "{", "}", ",", "&a ", "*a", "!!str ", "|", ">", "\t", "\r", "---", "\n...\n", "~"),
)


def _shifted(line: str, by: int) -> str:
    return " " * by + line if by >= 0 else line[min(-by, len(line) - len(line.lstrip())) :]


def read_alike(text: str) -> bool:
    plain = parse_plain(text)
    return plain is None or repr(plain) == repr(parse_yaml(text))


@given(USUAL | UNUSUAL)
def test_front_matter_that_a_program_wrote_is_read_as_yaml_or_not_at_all(text: str) -> None:
    assert read_alike(text)


@given(jumbled())
def test_lines_in_any_order_are_read_as_yaml_or_not_at_all(text: str) -> None:
    assert read_alike(text)


@given(damaged())
def test_damaged_front_matter_is_read_as_yaml_or_not_at_all(text: str) -> None:
    assert read_alike(text)


# An empty line above keeps a file off the short way.
@given(
    USUAL | UNUSUAL | jumbled() | damaged(),
    st.sampled_from(["---\n", "---\n", "\n---\n", "--- \n", "...\n", "---", ""]),
    st.sampled_from(["", "Body.\n", "\nBody\n---\nand more", "---\n", "a: b\n---\n"]),
)
def test_a_file_reads_the_same_below_an_empty_line(text: str, closing: str, body: str) -> None:
    file = f"---\n{text}{closing}{body}".encode("utf-8", "replace")

    assert front_matter(file, lines_above=0) == front_matter(b"\n" + file, lines_above=1)


def front_matter(file: bytes, lines_above: int) -> tuple[object, ...]:
    """Return all that is read of `file`, with its lines counted from below those above."""
    report = ProblemReport("a.md")
    front = read_front_matter(file, report)
    noted = [(p.reason, p.line and p.line - lines_above, p.field) for p in report.problems()]
    begin = front.first_line - lines_above if front.fields else 0
    return front.kind, repr(front.fields), front.body, front.source, begin, noted


@pytest.mark.parametrize("written", [f"{mark}{{}}{mark}" for mark in ("", '"', "'")])
@pytest.mark.parametrize("line", ["a: {}", "a: {}\nb: 1", "a:\n  - {}", "{}: 1", "a: x{}y"])
def test_nothing_hostile_is_read_otherwise_than_as_yaml(line: str, written: str) -> None:
    for text in (*(hostile.text for hostile in HOSTILE_STRINGS), *HOSTILE_URLS):
        assert read_alike(line.format(written.format(text)))


def test_every_character_is_read_as_yaml_reads_it_or_not_at_all() -> None:
    for begin in range(0, 0x110000, 64):
        characters = "".join(map(chr, range(begin, begin + 64)))
        for text in (f"a: x{characters}y", f'a: "{characters}"', f"a: '{characters}'"):
            if parse_plain(text) is not None:
                assert parse_plain(text) == parse_yaml(text)
    for code in range(0x3000):
        for text in (
            f"a: {chr(code)}x",
            f'a: "{chr(code)}"',
            f'a: "\\{chr(code)}"',
            f"a{chr(code)}: x",
        ):
            assert read_alike(text)


def test_an_article_is_read_whole() -> None:
    assert parse_plain(ARTICLE) == {
        "category": "news",
        "title": "Phones: an 'AI' age",
        "excerpt": 'He said "no".\nThen\tleft \\o/',
        "publishedDateTime": "2023-05-18T16:00:00Z",
        "originalUrl": "https://about.example/news/?a=1&b=#c",
        "quality": 59,
        "heat": -1,
        "published": False,
        "price": None,
        "length": None,
        "provider": {
            "name": "O'Neill & Söhne No#1",
            "images": [{"url": "/it's.png", "width": 50.5}],
        },
        "topics": ["AI Hardware", "404", ""],
        "related": [{"title": "C", "provider": {"name": "IBM"}, "quality": 90}, {"title": "D"}],
        "actions": [],
    }


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name)
def test_the_seeds_are_read(seed: Path) -> None:
    front = seed.read_text("utf-8").split("---\n")[1]

    assert parse_plain(front) == parse_yaml(front)


@pytest.mark.parametrize(
    "text",
    [
        "a: x\na: y",
        "a: x\n  y",
        "a: x\n  b: y",
        'a: "x\n  y"',
        "a: |\n  x",
        "a: [x]",
        "a: {b: c}",
        "a: &x y\nb: *x",
        "a: !!str 1",
        "a: x # y",
        "# x\na: y",
        "a:\n  -\n    x",
        "a: x\n---\nb: y",
        "? a\n: x",
        "a:\tx",
        " a: x",
        "- a",
        "a:\n    b: x\n  c: y",
        "a: b: c",
        "a: x:",
        'a: "x" y',
        'a: "\\x41"',
        "a: x\x07",
        "\n".join(f"{' ' * n}a:" for n in range(MAX_DEPTH)),
        "a:\n" + "- x\n" * MAX_VALUES,
    ],
)
def test_anything_else_is_left_to_the_one_who_knows(text: str) -> None:
    assert parse_plain(text) is None
