"""The dialogue: it asks for a command, says what it did, and asks again."""

import os
import sqlite3
from array import array
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import ClassVar, TextIO

from broadsheet.adoption import known_as
from broadsheet.articles.model import Article, Link, Related
from broadsheet.articles.read import read_article
from broadsheet.config.settings import Settings, SettingsError
from broadsheet.history import History, ViewUndone, marks_undone
from broadsheet.library.files.folder import FolderGoneError
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.index.rows import Row
from broadsheet.library.library import Library, resolve_related
from broadsheet.library.query.fields import QueryError, parse_sort
from broadsheet.library.query.names import check_names
from broadsheet.library.query.parse import Query, parse
from broadsheet.library.query.terms import SortKey
from broadsheet.library.searcher import Searcher
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.library.view import View
from broadsheet.links import BrowserError, SafeLink, check_url, find_browser, open_link
from broadsheet.marks.model import MarkKind, MarksError, Step
from broadsheet.marks.store import Marks
from broadsheet.pages.store import PageStore
from broadsheet.plain import stories, wording
from broadsheet.plain.commands import HELP, Command
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_message

_PAGE = 10

_FAULTS = (
    *(MarksError, SettingsError, FolderGoneError, IndexUnavailableError),
    *(sqlite3.Error, OSError),
)
"""What goes wrong with a command and does not end the dialogue."""

_NO_ARTICLE = "Type the number of an article first."


class PlainReader:
    """Reads a library in lines. `ask` returns what the user types; EOFError ends the dialogue."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        marks: Marks,
        ask: Callable[[], str],
        output: TextIO,
    ) -> None:
        self._library = library
        self._settings = settings
        self._marks = marks
        self._history = History(marks)
        self._ask = ask
        self._output = output
        self._query = Query()
        self._sort: tuple[SortKey, ...] = ()
        self._found = View(Query(), ())
        self._start = 0
        self._row: Row | None = None
        self._text: list[str] = []
        self._links: list[Link] = []
        self._related: list[tuple[Related, int | None]] = []
        self._story: list[int] = []

    def run(self) -> None:
        """Answer commands until the user leaves."""
        self._say(f"Broadsheet, {self._library.name}. Type ? for help.")
        try:
            self._sort = parse_sort(self._settings.sort)
        except QueryError as error:
            self._say(f"The order in the settings is not used: {clean_message(str(error))}")
        self._find(Query())
        while True:
            try:
                command = Command.of(self._ask())
            except EOFError:
                return
            except KeyboardInterrupt:
                self._say("", "Type q to quit.")
                continue
            if command.name == "q" and not command.rest:
                return
            try:
                self._do(command)
            except _FAULTS as error:
                said = clean_message(str(error))
                self._say(f"{said[:1].upper()}{said[1:]}")

    def _do(self, command: Command) -> None:
        if command.name == "/":
            self._find(self._parsed(command.rest))
        elif command.name == "#":
            self._say_found(command.rest)
        elif command.rest and command.number is None:
            self._say(f"There is no command {command.typed}. Type ? for help.")
        elif command.article is not None:
            self._read_number(command.article)
        elif command.name in self._ACTIONS:
            self._ACTIONS[command.name](self, command.number)
        else:
            self._say(f"There is no command {command.name}. Type ? for help.")

    def _say(self, *lines: str) -> None:
        self._output.writelines(f"{line}\n" for line in lines)
        self._output.flush()

    # The list

    def _parsed(self, text: str) -> Query:
        with self._library.open_index() as index:
            query = check_names(parse(text), index.names())
        self._say(*(clean_message(note.sentence) for note in query.notes))
        return query

    def _find(self, query: Query) -> None:
        self._query, self._start = query, 0
        self._refill()
        self._say_page()

    def _refill(self) -> None:
        sort = () if self._query.words or self._query.sort else self._sort
        folds = self._settings.stories.fold
        with closing(Searcher(self._library, mutes=True, folds=folds)) as searcher:
            self._found = searcher.view(self._query, sort)

    @property
    def _ids(self) -> "array[int]":
        return self._found.ids

    def _say_page(self, _number: int | None = None) -> None:
        ids = self._ids[self._start : self._start + _PAGE]
        rows = self._rows(ids)
        with self._library.open_index() as index:
            why = stories.reasons(index, self._found)
        lines = [
            line
            for number, article_id in enumerate(ids, self._start + 1)
            if article_id in rows
            for text in (wording.line_of(number, rows[article_id]), why.get(article_id, ""))
            if text
            for line in wording.wrapped(text)
        ]
        found = self._found
        page = self._start + 1, self._start + len(ids), len(found.ids), str(self._query)
        self._say(*lines, wording.page_line(*page, behind=len(found.behind), muted=found.muted))

    def _rows(self, ids: "array[int]") -> dict[int, Row]:
        with self._library.open_index() as index:
            index.stories.tell_as_in(self._query)
            return index.told_rows(ids)

    def _next(self, _number: int | None = None) -> None:
        if self._start + _PAGE >= len(self._ids):
            self._say("These were the last articles.")
        else:
            self._start += _PAGE
            self._say_page()

    def _previous(self, _number: int | None = None) -> None:
        if self._start == 0:
            self._say("These are the first articles.")
        else:
            self._start -= _PAGE
            self._say_page()

    def _view(self, number: int | None) -> None:
        views = self._settings.views
        if number is None:
            lines = [f"View {n}: {view.name}" for n, view in enumerate(views, 1)]
            self._say(*(lines or ["There are no saved views."]))
        elif 1 <= number <= len(views):
            self._find(self._parsed(views[number - 1].query))
        else:
            self._say(f"There is no view {number}.")

    def _look_again(self, _number: int | None = None) -> None:
        done = bring_up_to_date(self._library.root, wait=False)
        self._refill()
        self._start = min(self._start, max(0, len(self._ids) - 1) // _PAGE * _PAGE)
        self._say(
            wording.changed(
                done.added - done.not_shown, done.changed - done.never_shown, done.removed
            )
        )

    # One article

    def _read_number(self, number: int) -> None:
        if not 1 <= number <= len(self._ids):
            self._say(f"There is no article {number} in this list.")
            return
        self._read(self._ids[number - 1])

    def _read_next(self, _number: int | None = None) -> None:
        self._read_beside(1)

    def _read_previous(self, _number: int | None = None) -> None:
        self._read_beside(-1)

    def _read_beside(self, step: int) -> None:
        # From another source of a story, the list goes on from its lead.
        read = [] if self._row is None else [self._row.id, *self._story]
        listed = next((one for one in read if one in self._ids), None)
        if listed is None:
            self._say(_NO_ARTICLE)
            return
        at = self._ids.index(listed) + step
        if 0 <= at < len(self._ids):
            self._start = at // _PAGE * _PAGE
            self._read(self._ids[at])
        else:
            self._say("This was the last article." if step > 0 else "This is the first article.")

    def _read(self, article_id: int) -> None:
        with self._library.open_index() as index:
            row = index.rows([article_id]).get(article_id)
            if row is None:
                self._say("This article is gone. Type R to look at the folder again.")
                return
            article = read_article(self._library.base, row.path, index.traits(), with_fields=False)
            if not isinstance(article, Article):
                self._say(row.title, f"Its file cannot be read: {article.reason}")
                return
            related = [(item, resolve_related(index, item)) for item in article.related]
            self._story = index.stories.story_of(article_id)
        self._row, self._links, self._related = row, wording.links_of(article), related
        self._text = wording.article_lines(row, article)
        self._say(*self._text)
        self._say(*stories.others_said(len(self._story) - 1))
        if related:
            self._say(f"It has {counted(len(related), 'related item')}: type r.")
        if self._settings.read_after is not None:
            self._mark_read(row)

    def _open(self, number: int | None) -> None:
        if not self._links:
            self._say_links()
            return
        number = 1 if number is None else number
        if not 1 <= number <= len(self._links):
            self._say(f"There is no link {number}.")
            return
        url = self._links[number - 1].url
        safe = check_url(url)
        browser = find_browser(os.environ, self._settings.browser)
        if browser is None or not isinstance(safe, SafeLink):
            self._say(f"There is no browser here. The address is {url}")
            return
        try:
            open_link(safe, browser)
        except BrowserError as error:
            self._say(f"{clean_message(str(error))} The address is {url}")
        else:
            self._say(f"Opened {safe.shown_host}.")

    def _full_text(self, _number: int | None = None) -> None:
        page = PageStore().get(self._row.mark) if self._row is not None else None
        if self._row is None:
            self._say(_NO_ARTICLE)
        elif page is None:
            self._say("Its full text is not here: “broadsheet text” fetches full texts.")
        else:
            self._text = wording.text_lines(page.markdown)
            self._say(*self._text)

    def _say_found(self, words: str) -> None:
        found = [_NO_ARTICLE] if self._row is None else wording.found_lines(self._text, words)
        self._say(*found)

    def _say_links(self, _number: int | None = None) -> None:
        self._say(*([_NO_ARTICLE] if self._row is None else wording.link_lines(self._links)))

    def _go_to_related(self, number: int | None) -> None:
        if self._row is None:
            self._say(_NO_ARTICLE)
        elif number is None:
            titles = [(item.title, here is not None) for item, here in self._related]
            self._say(*(wording.related_lines(titles) or ["This article has no related items."]))
        elif not 1 <= number <= len(self._related):
            self._say(f"There is no related item {number}.")
        else:
            item, here = self._related[number - 1]
            if here is not None:
                self._read(here)
            else:
                self._say(f"It is not in the library. Its address is {item.url or 'unknown'}")

    def _go_to_source(self, number: int | None) -> None:
        others = [one for one in self._story if self._row is not None and one != self._row.id]
        if self._row is None:
            self._say(_NO_ARTICLE)
        elif number is None:
            rows = self._rows(array("q", others))
            self._say(*stories.other_lines(rows[one] for one in others if one in rows))
        elif not 1 <= number <= len(others):
            self._say(f"There is no source {number}.")
        else:
            self._read(others[number - 1])

    # Marks

    def _mark_read(self, row: Row) -> None:
        """Mark an article as read, with what counts as read with it."""
        everything = self._settings.stories.read == "all"
        with self._library.open_index() as index:
            along = index.rows(index.stories.read_along(row.id, everything=everything))
        rows = [row, *along.values()]
        keys = [(one.mark, known_as(self._library.base, one)) for one in rows if not one.is_read]
        if known := [(mark, key) for mark, key in keys if key]:
            self._marks.mark("read", True, known)

    def _toggle(self, kind: MarkKind) -> None:
        row = self._current()
        if row is None:
            self._say(_NO_ARTICLE)
            return
        flags = {"read": row.is_read, "starred": row.is_starred, "later": row.is_later}
        self._mark(kind, value=not flags[kind])
        row = self._current()
        if row is not None:
            gone = wording.NO_LONGER.get(kind, "") if flags[kind] else ""
            self._say(f"{gone}Now {', '.join(wording.marks(row))}: {row.title}")

    def _mark(self, kind: MarkKind, *, value: bool) -> None:
        assert self._row is not None  # noqa: S101 - callers read an article first
        key = known_as(self._library.base, self._row)
        if key:
            self._marks.mark(kind, value, [(self._row.mark, key)])

    def _current(self) -> Row | None:
        """Return the article that was read last, with the marks it has now."""
        if self._row is not None:
            self._row = self._rows(array("q", [self._row.id])).get(self._row.id)
        return self._row

    def _undo(self, _number: int | None = None) -> None:
        with self._library.open_index() as index:
            step = self._history.undo(index.has_any)
            if isinstance(step, Step):
                self._say(marks_undone(step, index))
                return
        if step is None:
            self._say("There is nothing to undo.")
        else:
            if isinstance(step, ViewUndone):
                self._settings = replace(self._settings, views=step.views)
            self._say(step.sentence)

    def _help(self, _number: int | None = None) -> None:
        self._say(HELP.rstrip())

    _ACTIONS: ClassVar[dict[str, Callable[["PlainReader", int | None], None]]] = {
        "": _next,
        "n": _next,
        "p": _previous,
        "j": _read_next,
        "k": _read_previous,
        "a": _say_page,
        "v": _view,
        "R": _look_again,
        "f": _full_text,
        "o": _open,
        "l": _say_links,
        "r": _go_to_related,
        "t": _go_to_source,
        "s": lambda self, _: self._toggle("starred"),
        "b": lambda self, _: self._toggle("later"),
        "m": lambda self, _: self._toggle("read"),
        "u": _undo,
        "?": _help,
        "h": _help,
    }
