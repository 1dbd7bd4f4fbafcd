"""docs/query-language.md says what is so; `python -m tests.query_table` fills in its tables."""

import re
import time
from pathlib import Path

import pytest

from broadsheet.config.settings import DEFAULT_VIEWS
from broadsheet.library.query.fields import FIELDS
from broadsheet.library.query.parse import Query, parse
from broadsheet.library.query.terms import FLAGS, SORT_FIELDS, FacetTerm, Flag, Measure, Term
from broadsheet.tui.screens.help import QUERY_EXAMPLES
from tests.query_table import PAGE, demo_library, examples, filled

TEXT = PAGE.read_text("utf-8")
EXAMPLES = examples(TEXT)
UNDERSTOOD = [example.query for example in EXAMPLES if not example.meaning.startswith("*")]


def test_every_example_finds_what_the_page_says(tmp_path: Path) -> None:
    time.tzset()  # the dates of the page are those of UTC, which every test has in its environment
    assert filled(TEXT, demo_library(tmp_path / "demo")) == TEXT


@pytest.mark.parametrize("query", UNDERSTOOD)
def test_every_example_is_understood_whole(query: str) -> None:
    assert parse(query).notes == ()


@pytest.mark.parametrize(
    ("query", "meaning"),
    [(example.query, example.meaning) for example in EXAMPLES if example.meaning.startswith("*")],
)
def test_what_is_not_understood_is_said_as_on_the_page(query: str, meaning: str) -> None:
    [note] = parse(query).notes
    said = re.match(r"\*(.*)\*", meaning)
    assert said is not None
    assert note.sentence.startswith(said[1])


@pytest.mark.parametrize("construct", [*(f"{field}:" for field in FIELDS), *FLAGS])
def test_every_field_has_an_example(construct: str) -> None:
    assert any(construct in query for query in UNDERSTOOD)


@pytest.mark.parametrize("field", SORT_FIELDS)
def test_every_sort_key_has_an_example(field: str) -> None:
    assert field in {key.field for query in UNDERSTOOD for key in parse(query).sort}


def test_the_views_from_the_start_are_those_of_the_page() -> None:
    rows = re.findall(r"^\| ([^|`]+) \| `([^`]+)` \|$", TEXT, re.MULTILINE)
    assert rows == [(view.name, view.query) for view in DEFAULT_VIEWS]


README = re.findall(
    r"^\| ((?:`[^`]+` ?)+) \|",
    (PAGE.parents[1] / "README.md").read_text("utf-8").partition("## Searching")[2],
    re.MULTILINE,
)
SHORT_FORMS = [query.replace("`", "") for query in README] + [query for query, _ in QUERY_EXAMPLES]


def constructs(query: Query) -> set[tuple[str, ...]]:
    """What a query is built of: fields with the kind of their value, flags, sort keys."""
    found = {(type(term).__name__, *kind_of(term)) for term in query.terms}
    return found | {("sort", key.field) for key in query.sort}


def kind_of(term: Term) -> tuple[str, ...]:
    match term:
        case FacetTerm(field):
            return (field,)
        case Measure(field, test):
            return (field, type(test).__name__)
        case Flag(name):
            return (name,)
    return ()


def test_the_readme_and_the_help_screen_have_short_forms() -> None:
    assert len(README) > 10
    assert len(QUERY_EXAMPLES) > 10


@pytest.mark.parametrize("query", SHORT_FORMS)
def test_what_the_readme_and_the_help_screen_show_is_understood_and_on_the_page(
    query: str,
) -> None:
    assert parse(query).notes == ()
    on_the_page = set[tuple[str, ...]]().union(*(constructs(parse(known)) for known in UNDERSTOOD))
    assert constructs(parse(query)) <= on_the_page


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_in_the_readme_or_needs_no_place_there(field: str) -> None:
    said_by_others = {"older": "newer"}
    assert any(f"{said_by_others.get(field, field)}:" in query for query in README)
