"""docs/articles.md says what the table of names says, and what it promises is so."""

import re
from pathlib import Path

import pytest

from broadsheet.articles import reasons
from broadsheet.articles.dates import read_date
from broadsheet.articles.fields import NAMES, OWN
from broadsheet.library.files.file_links import SUFFIXES
from tests.articles.makes import MAKES

PAGE_FOLDER = Path(__file__).parents[2] / "docs"
PAGE = (PAGE_FOLDER / "articles.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def code(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def test_each_program_of_the_readme_has_a_make_that_is_read() -> None:
    readme = PAGE_FOLDER.with_name("README.md").read_text("utf-8")
    table = readme.partition("\n| Made by |")[2].partition("\n\n")[0].splitlines()[2:]
    programs = [name for row in table for name in row.strip("| ").split(" |")[0].split(", ")]
    assert len(programs) > 15
    assert [name for name in programs if not any(name in make for make in MAKES)] == []


def test_the_page_has_every_name_of_the_table_in_its_order() -> None:
    assert {field: code(names) for field, names in rows("Names of fields")} == dict(NAMES)


def test_the_page_names_the_fields_that_have_one_name() -> None:
    assert (
        code(PAGE.partition("\n`webUrl`")[1] + PAGE.partition("\n`webUrl`")[2])[: len(OWN)] == OWN
    )


@pytest.mark.parametrize("date", [date for cells in rows("Dates") for date in code(cells[0])])
def test_every_date_of_the_page_is_read(date: str) -> None:
    assert read_date(date) is not None


def test_every_reason_of_the_page_is_given_and_the_other_way_round() -> None:
    given = {value for name, value in vars(reasons).items() if name.isupper()}

    assert {cells[0] for cells in rows("What is not an article")} == given


def test_the_page_names_every_kind_of_file() -> None:
    assert code(PAGE.splitlines()[2])[: len(SUFFIXES)] == SUFFIXES
