"""The full texts that `broadsheet add` and `fetch` bring in after the entries of feeds."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from broadsheet.cli.progress_line import ProgressLine
from broadsheet.config.settings import Settings
from broadsheet.feeds.fetch import FetchResult
from broadsheet.feeds.full_texts import fetch_full_texts
from broadsheet.kept_texts import keep_texts_within
from broadsheet.marks.model import MarksError
from broadsheet.marks.store import Marks
from broadsheet.pages.reasons import Missing
from broadsheet.pages.store import PageStore
from broadsheet.pages.wanted import Wanted
from broadsheet.paths import marks_path
from broadsheet.text.counting import counted


def fetch_texts_of_feeds(
    library: Path,
    results: Sequence[FetchResult],
    settings: Settings,
    out: TextIO | None,
    err: TextIO,
) -> None:
    """Fetch the full texts of feeds that are marked so; a page without one is no failure."""
    fetched = 0

    def report(_: Wanted, missing: Missing | None) -> None:
        nonlocal fetched
        fetched += missing is None
        line.show(f"fetched {fetched:,} full texts")

    with ProgressLine(err, is_quiet=out is None) as line:
        if not fetch_full_texts(library, results, settings, report):
            return
    with suppress(MarksError, OSError), Marks(marks_path()) as marks:
        keep_texts_within(settings.text.limit, marks, PageStore())
    if out is not None:
        print(f"{counted(fetched, 'full text')} fetched", file=out)
