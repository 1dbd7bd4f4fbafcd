"""`broadsheet text`: full texts fetched, printed and removed from the shell."""

import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from broadsheet.articles.as_markdown import body_as_markdown
from broadsheet.articles.markdown import escape
from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.cli.columns import cell
from broadsheet.cli.commands import DONE, PROBLEMS_FOUND, CommandError, Given, one_of, reported
from broadsheet.cli.libraries import is_file, is_path, news_folder, path_of, up_to_date
from broadsheet.cli.progress_line import ProgressLine
from broadsheet.cli.queries import rows_found
from broadsheet.config.reading import read_settings
from broadsheet.config.settings import Settings
from broadsheet.kept_texts import keep_texts_within, wanted_for
from broadsheet.library.index.index import Index
from broadsheet.library.index.rows import Row
from broadsheet.library.library import Library
from broadsheet.marks.model import MarksError
from broadsheet.marks.store import Marks
from broadsheet.pages import reasons
from broadsheet.pages.batch import fetch_texts, first_host
from broadsheet.pages.reasons import Missing
from broadsheet.pages.store import Page, PageStore
from broadsheet.pages.wanted import Wanted, is_installed
from broadsheet.paths import marks_path
from broadsheet.text.counting import counted
from broadsheet.text.file_names import shown_path

_FORGOTTEN_AFTER = 30 * 24 * 3600
_MEGABYTE = 1024**2


def text(given: Given, out: TextIO, err: TextIO) -> int:
    """Fetch, print or remove the texts of the articles that a query finds."""
    settings, _ = read_settings()
    words = [*given.words]
    path = [words.pop(0)] if words and is_path(words[0]) else []
    doing = one_of(given.options, "--print", "--prune")
    if doing == "--prune" and not words:
        return _keep_within(settings, out)
    root = _library_of(path, settings)
    up_to_date(root, wait=False)
    library, prints = Library(root), doing == "--print"
    if doing == "--prune":
        return _remove(rows_found(library, words, err, "nothing was removed"), out)
    found = rows_found(library, words, err)
    if not is_installed():
        if not prints:
            raise CommandError(reasons.NOT_INSTALLED.rstrip("."))
        print(f"broadsheet: {reasons.NOT_INSTALLED}", file=err)
    with library.open_index() as index:
        run = _Run(found, _Reader(library, index), out, err, prints=prints)
        run.fetch(settings.feeds.private_hosts)
    run.keep_within(settings.text.limit)
    if not prints:
        print(run.summary(), file=out)
    return PROBLEMS_FOUND if run.failed else DONE


def _library_of(path: Sequence[str], settings: Settings) -> Path:
    if path and is_file(path[0]):
        return path_of(path[0]).absolute()
    return news_folder(path, settings)


def _keep_within(settings: Settings, out: TextIO) -> int:
    store = PageStore()
    with reported(MarksError, what="texts"), Marks(marks_path()) as marks:
        store.tidy(time.time() - _FORGOTTEN_AFTER)
        gone = keep_texts_within(settings.text.limit, marks, store)
    count, size = len(store.stamps()), store.size() / _MEGABYTE
    removed = f"Removed {counted(gone, 'text')}. " if gone else ""
    limit = f"{settings.text.limit:,} MB"
    print(f"{removed}{counted(count, 'text')} kept, {size:,.1f} of {limit}.", file=out)
    return DONE


def _remove(found: Sequence[Row], out: TextIO) -> int:
    store = PageStore()
    free = [row.mark for row in found if not (row.is_starred or row.is_later)]
    held = sum(store.has(row.mark) for row in found) - sum(map(store.has, free))
    with reported(MarksError, what="texts"):
        gone = store.remove(free)
    if held:
        print(f"{counted(held, 'text')} of articles starred or kept for later: left", file=out)
    print(f"Removed {counted(gone, 'text')}.", file=out)
    return DONE


class _Reader:
    """Reads the files of articles."""

    def __init__(self, library: Library, index: Index) -> None:
        self._base = library.base
        self._traits = index.traits()

    def wanted(self, row: Row) -> Wanted:
        """Return what there is to fetch for an article."""
        return wanted_for(self._base, row, self._traits)

    def markdown(self, row: Row, page: Page | None) -> str:
        """Return an article for printing: with its full text, or with what its file has."""
        article = self._article(row) if page is None else None
        text = page.markdown if page else ""
        if article is not None:
            text = body_as_markdown(article) or escape(article.excerpt)
        about = " · ".join(filter(None, [escape(row.provider), row.url]))
        title = f"# {escape(cell(row.title))}"
        return "\n\n".join(filter(None, [title, about, text.strip("\n")])) + "\n"

    def _article(self, row: Row) -> Article | None:
        article = read_article(self._base, row.path, self._traits, with_fields=False)
        return article if isinstance(article, Article) else None


class _Run:
    """One run over the articles that were found: tells what happens, and prints in their order."""

    def __init__(
        self, rows: Sequence[Row], reader: _Reader, out: TextIO, err: TextIO, *, prints: bool
    ) -> None:
        self._reader = reader
        self._out, self._err = out, err
        self._progress = ProgressLine(err)
        self._store = PageStore()
        self._to_print = deque(rows if prints else ())
        self._is_first = True
        by_key = {row.mark: row for row in rows if row.url}
        self._without_address = len({row.mark for row in rows if not row.url})
        self._there = sum(map(self._store.has, by_key))
        self._missing = {
            key: row
            for key, row in by_key.items()
            if is_installed() and self._store.is_worth_trying(key)
        }
        self._tried = len(by_key) - self._there - len(self._missing)
        self._waiting = {*self._missing}
        self._fetched = 0
        self._unreachable: dict[str, int] = {}
        self.failed = 0
        """How many articles have no text."""

    def fetch(self, private_hosts: Sequence[str]) -> None:
        """Fetch what is missing; print each article as soon as its turn comes."""
        self._print_ready()
        wanted = [self._reader.wanted(row) for row in self._missing.values()]
        fetch_texts(wanted, self._store, private_hosts, self._report)
        self._progress.clear()
        for host, others in self._unreachable.items():
            if others:
                print(f"{host}: {counted(others, 'more text')} not tried", file=self._err)

    def keep_within(self, megabytes: int) -> None:
        """Remove what is above the limit."""
        with reported(MarksError, what="texts"), Marks(marks_path()) as marks:
            gone = keep_texts_within(megabytes, marks, self._store)
        if gone:
            print(f"broadsheet: removed {counted(gone, 'text')} above the limit", file=self._err)

    def summary(self) -> str:
        """Return what was done."""
        parts = [f"{counted(self._fetched, 'text')} fetched"]
        for number, what in (
            (self._there, "already there"),
            (self.failed, "without a text"),
            (self._without_address, "without a web address"),
            (self._tried, "without a text within the last day: not tried again"),
        ):
            if number:
                parts.append(f"{number:,} {what}")
        return ", ".join(parts)

    def _report(self, wanted: Wanted, missing: Missing | None) -> None:
        self._waiting.discard(wanted.key)
        if missing is None:
            self._fetched += 1
        else:
            self.failed += 1
            self._progress.clear()
            self._tell(wanted, missing)
        self._print_ready()
        done, total = self._fetched + self.failed, len(self._missing)
        self._progress.show(f"fetched {done:,} of {total:,} texts")

    def _tell(self, wanted: Wanted, missing: Missing) -> None:
        host = first_host(wanted)
        if missing.kind == "offline" and host in self._unreachable:
            self._unreachable[host] += 1  # one line says it for all
            return
        if missing.kind == "offline":
            self._unreachable[host] = 0
        path = shown_path(self._missing[wanted.key].path)
        print(f"{path}: {missing.sentence}", file=self._err)

    def _print_ready(self) -> None:
        while self._to_print and self._to_print[0].mark not in self._waiting:
            row = self._to_print.popleft()
            self._progress.clear()
            markdown = self._reader.markdown(row, self._store.get(row.mark))
            self._out.write(markdown if self._is_first else f"\n---\n\n{markdown}")
            self._out.flush()
            self._is_first = False
