"""The examples of docs/query-language.md. Run as a program, it fills in what they find."""

import os
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from broadsheet.demo import write_demo
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.searcher import Searcher
from broadsheet.library.sync.sync import bring_up_to_date

PAGE = Path(__file__).parents[1] / "docs" / "query-language.md"
ARTICLES = 500
DEPENDS_ON_THE_DAY = "—"

_ROW = re.compile(
    r"^\| `(?P<query>[^`]+)` \| (?P<meaning>[^|]+) \|(?P<finds>[^|]*)\|(?P<first>[^|]*)\|$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A row of the page; `finds` and `first` as they are written there."""

    query: str
    meaning: str
    finds: str
    first: str

    def __str__(self) -> str:
        return f"| `{self.query}` | {self.meaning} | {self.finds} | {self.first} |"


def examples(page: str) -> list[Example]:
    """Return the examples of the text of the page."""
    return [_example(match) for match in _ROW.finditer(page)]


def filled(page: str, library: Library) -> str:
    """Return the text of the page with what its examples find in `library`."""
    searcher = Searcher(library)
    with library.open_index() as index:

        def fill(match: re.Match[str]) -> str:
            example = _example(match)
            if example.finds == DEPENDS_ON_THE_DAY:
                return str(example)
            ids = searcher.view(parse(example.query)).ids
            first = index.rows(ids[:1])[ids[0]].title if ids else ""
            finds = f"{len(ids):,}"
            return str(replace(example, finds=finds, first=first.replace("|", "¦")))

        page = _ROW.sub(fill, page)
    searcher.close()
    return page


def _example(match: re.Match[str]) -> Example:
    return Example(*(cell.strip() for cell in match.groups()))


def demo_library(folder: Path) -> Library:
    """Write the library that the page tells of into `folder`, and index it."""
    write_demo(ARTICLES, folder)
    bring_up_to_date(folder)
    return Library(folder)


if __name__ == "__main__":
    with TemporaryDirectory() as home:
        os.environ.update(XDG_CACHE_HOME=home, XDG_DATA_HOME=home, TZ="UTC")
        time.tzset()
        PAGE.write_text(filled(PAGE.read_text("utf-8"), demo_library(Path(home, "demo"))), "utf-8")
