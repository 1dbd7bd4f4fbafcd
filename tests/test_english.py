"""Texts that people read do without the words that made them sound translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.cli.commands import COMMANDS, READ, Command
from broadsheet.cli.help import help_of

ROOT = Path(__file__).parents[1]
CODE = ROOT / "reader" / "broadsheet"
PAGES = sorted(
    path
    for pattern in (
        "*.md",
        "benchmarks/*.md",
        "docs/*.md",
        "docs/*.1",
        ".github/**/*.*",
        "Makefile",
        "pyproject.toml",
    )
    for path in ROOT.glob(pattern)
)

RETIRED = re.compile(
    r"\b(blanks?|whole|so many|anew|mend(s|ed|ing)?|(?<!there )is none(?! of)|has it not"
    r"|as it stands|is meant|whoever|beside it|of equal ones"
    r"|one \w+ an? (article|core|file|folder|library|line|object))\b",
    re.IGNORECASE,
)
ALLOWED = re.compile(r"\bblank lines?\b|\bwhole numbers?\b|\bblank_issues_enabled\b", re.IGNORECASE)


def retired(text: str) -> list[str]:
    """Return the retired words in `text`, with a little of what is around each."""
    text = ALLOWED.sub("", " ".join(text.split()))
    return [text[max(0, m.start() - 30) : m.end() + 30] for m in RETIRED.finditer(text)]


def shown_strings(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of string literals that may be shown: no docstrings, keys, patterns."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                if not text.isidentifier() and "(?" not in text:
                    yield node.lineno, text


def test_the_words_are_found_and_the_exceptions_are_not() -> None:
    assert retired("Fill the\nblank and mend it") == ["Fill the blank and mend it"] * 2
    assert [
        *shown_strings('"""whole"""\nx: int\n"""whole"""\nprint(f"a {x} whole")\nd["whole"]')
    ] == [
        (4, "a "),
        (4, " whole"),
    ]
    assert not retired("A blank line, and a whole number; the wholesale amendment.")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_are_in_plain_english(page: Path) -> None:
    assert retired(page.read_text("utf-8")) == []


@pytest.mark.parametrize("command", [READ, *COMMANDS], ids=lambda command: command.name or "read")
def test_help_is_in_plain_english(command: Command) -> None:
    assert retired(help_of(command)) == []


def test_what_the_program_says_is_in_plain_english() -> None:
    found = [
        f"{path.relative_to(CODE)}:{line}: {words}"
        for path in sorted(CODE.rglob("*.py"))
        for line, text in shown_strings(path.read_text("utf-8"))
        for words in retired(text)
    ]
    assert found == []
