"""The main screen: a switchboard between the sidebar, the table and the detail pane."""

import sqlite3
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.events import DescendantFocus
from textual.getters import query_one
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Footer
from textual.worker import get_current_worker

from reader.articles.model import Link
from reader.articles.text import clean_line, name_key
from reader.library.database import IndexUnavailableError
from reader.library.index import Row
from reader.library.library import DEFAULT_SORT, Library, Searcher, View
from reader.library.query import Query, SortKey, facet_query, parse
from reader.tui import keys, messages, sentences
from reader.tui.opening import Opener
from reader.tui.reading import Reading, make_reading
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.links import LinksScreen
from reader.tui.screens.text import problems_screen, source_screen
from reader.tui.sync_process import SyncProcess
from reader.tui.widgets.article_table import ArticleTable, TableHead
from reader.tui.widgets.detail_pane import DetailPane
from reader.tui.widgets.line_list import LineList
from reader.tui.widgets.search_bar import SearchBar
from reader.tui.widgets.sidebar import Sidebar
from reader.tui.widgets.title_bar import TitleBar

_SETTLE = 0.06
"""Seconds that the cursor must rest on an article before its file is read."""

_AT_ONCE = 20_000
"""Up to so many articles a view is computed before the next key is heard: in a few milliseconds."""

_PANES = ("sidebar", "table", "detail")


class MainScreen(Screen[None]):
    """Three panes over one library."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.READING,
        *keys.FINDING,
        *keys.PANES,
        *keys.PROGRAM,
    ]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]

    title_bar = query_one("#title-bar", TitleBar)
    search = query_one("#search", SearchBar)
    sidebar = query_one("#sidebar", Sidebar)
    table = query_one("#table", ArticleTable)
    detail = query_one("#detail", DetailPane)

    def __init__(self, library: Library, sort: tuple[SortKey, ...], opener: Opener) -> None:
        super().__init__()
        self._library = library
        self._index = library.open_index()
        self._searcher = Searcher(library)
        self._opener = opener
        self._query = Query()
        self._default_sort = sort or DEFAULT_SORT
        self._sort: tuple[SortKey, ...] = ()
        self._view = View(self._query, self._default_sort)
        self._view_number = 0
        self._wanted: int | None = None
        self._before_search: int | None = None
        self._trail: list[int] = []
        self._reading_timer: Timer | None = None
        self._sync = SyncProcess(self, library.root)
        self._is_first_run = False

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        yield TitleBar(id="title-bar")
        yield SearchBar()
        with Container(id="panes"):
            yield Sidebar(id="sidebar")
            with Container(id="reading"):
                with Vertical(id="list"):
                    yield TableHead()
                    yield ArticleTable(lambda ids: self._index.rows(ids), id="table")
                yield DetailPane(id="detail")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the last index at once, then look at the folder."""
        self.title_bar.library = self._library.name
        self._is_first_run = self._index.count() == 0
        self._refill_names()
        self._show_view(self._searcher.view(self._query, self._default_sort))
        self.table.focus()
        self.call_after_refresh(self.action_refresh_library)

    def on_unmount(self) -> None:
        """Let go of the index."""
        self._searcher.interrupt()
        self._searcher.close()
        self._index.close()

    # The folder

    def action_refresh_library(self) -> None:
        """Look at the folder again."""
        if self._sync.start():
            self.run_worker(self._sync.run(), name="sync", group="sync", exit_on_error=False)

    @on(messages.SyncProgressed)
    def _follow_sync(self, message: messages.SyncProgressed) -> None:
        progress = message.progress
        self.title_bar.progress = progress
        if not self._index.is_current():
            self._reopen_index()
        if progress.phase == "done" and progress.changed_anything and not self._is_first_run:
            self.notify(sentences.what_changed(progress), markup=False)
        if progress.read or progress.phase == "done":
            self._refill_names()
            self.table.forget_rows()
            self._request_view()
        if progress.phase == "done":
            self._is_first_run = False
            self._read_current()

    @on(messages.SyncFailed)
    def _sync_failed(self, message: messages.SyncFailed) -> None:
        self.title_bar.progress = None
        self.notify(message.reason, title="The folder", severity="error", timeout=12, markup=False)
        self._say_if_empty()

    def _reopen_index(self) -> None:
        """Leave an index that was deleted or rebuilt meanwhile for the one in its place."""
        self._index.close()
        self._searcher.interrupt()
        self._searcher.close()
        self._index = self._library.open_index()
        self._searcher = Searcher(self._library)

    def _refill_names(self) -> None:
        index = self._index
        self.title_bar.total = index.count()
        self.table.highest = index.highest()
        others = {"PROVIDERS": index.facets("provider"), "TYPES": index.facets("type")}
        self.sidebar.fill(self.title_bar.total, index.facets("topic"), others)

    # The view

    def _request_view(self, keep: int | None = None) -> None:
        """Compute the view of the present query and sort; `keep` is the article to stay on."""
        self._view_number += 1
        if keep is not None:
            self._wanted = keep
        self._searcher.interrupt()
        if not self._query.words and self.title_bar.total <= _AT_ONCE:
            self._show_view(self._searcher.view(self._query, self._order(self._query)))
        else:
            self._compute_view(self._query, self._order(self._query), self._view_number)

    def _order(self, query: Query) -> tuple[SortKey, ...]:
        """Return the order asked for: by key, in the query, or else the one of the settings."""
        return self._sort or query.sort or (() if query.words else self._default_sort)

    def _looked_at(self) -> int | None:
        """Return the article to stay on: none while a first run fills an untouched table."""
        untouched = not self.table.was_moved and self._pane() == "table"
        if self._is_first_run and untouched:
            return None
        return self.table.article_id

    @work(thread=True, exclusive=True, group="view", exit_on_error=False)
    def _compute_view(self, query: Query, sort: tuple[SortKey, ...], number: int) -> None:
        worker = get_current_worker()
        try:
            view = self._searcher.view(query, sort, lambda: worker.is_cancelled)
        except sqlite3.Error as error:
            if not worker.is_cancelled and "interrupted" not in str(error):
                self.post_message(messages.SyncFailed(sentences.index_failed(error)))
            return
        if not worker.is_cancelled:
            self.post_message(messages.ViewReady(view, number))

    @on(messages.ViewReady)
    def _view_ready(self, message: messages.ViewReady) -> None:
        if message.number == self._view_number:
            self._show_view(message.view)

    def _show_view(self, view: View) -> None:
        is_same = view.query == self._view.query
        self._view = view
        self.title_bar.view = sentences.view_name(view.query)
        self.title_bar.shown = len(view.ids)
        self.title_bar.sort = view.sort
        self.title_bar.note = view.query.notes[0].sentence if view.query.notes else ""
        self.query_one(TableHead).show_sort(view.sort)
        self.sidebar.mark(_chosen_facets(view.query))
        # Only a new search may move the cursor, to what fits better; a refresh never does.
        best = len(view.ids) if self._wanted is None and is_same else view.best
        keep = self._looked_at() if self._wanted is None else self._wanted
        self._wanted = None
        self.table.show(view.ids, view.query.words, keep, best, stay=is_same)
        self._say_if_empty()

    def _say_if_empty(self) -> None:
        if self.table.count == 0:
            is_reading = self._sync.is_running and self.title_bar.total == 0
            self.table.say(
                sentences.empty(self._library.root, self.title_bar.total, is_reading=is_reading)
            )
            self.detail.clear()

    def _show_query(self, query: Query, keep: int | None = None) -> None:
        self._query = query
        self._request_view(keep)

    @on(messages.FacetChosen)
    def _facet_chosen(self, message: messages.FacetChosen) -> None:
        query = Query()
        if message.kind != "all":
            query = facet_query(message.kind, message.name)
        self._sort = ()
        self._before_search = None
        self.search.set_text(str(query))
        self.search.display = False
        self._show_query(query)
        self._focus_pane("table")

    @on(messages.SortChosen)
    def _sort_chosen(self, message: messages.SortChosen) -> None:
        self.action_sort(message.field)

    def action_sort(self, field: str) -> None:
        """Sort by `field`, best first; where that is the order already, turn it round."""
        current = next(iter(self._sort or self._view.sort), None)
        best_first = field not in ("title", "provider")
        descending = not current.descending if current and current.field == field else best_first
        self._sort = (SortKey(sentences.sort_field(field), descending),)
        self._request_view()

    # Searching

    def action_search(self) -> None:
        """Open the search bar."""
        if not self.search.display:
            self._before_search = self.table.article_id
        self.search.display = True
        self._enter("table")
        # At once, not when the app comes to it: the next key may be here already.
        self.set_focus(self.search)

    @on(messages.SearchChanged)
    def _search_changed(self, message: messages.SearchChanged) -> None:
        self._sort = ()
        self._show_query(parse(message.text), self._before_search)

    @on(messages.SearchLeft)
    def _search_left(self) -> None:
        self.search.display = bool(self.search.value)
        self._focus_pane("table")

    @on(messages.SearchCleared)
    def action_clear_search(self) -> None:
        """Leave the search, back to the article one was on before."""
        if self.search.display or self._query != Query():
            self.search.set_text("")
            self.search.display = False
            self._sort = ()
            before, self._before_search = self._before_search, None
            self._show_query(Query(), before)
        self._focus_pane("table")

    # Reading

    @on(messages.ArticleHighlighted)
    def _article_highlighted(self, message: messages.ArticleHighlighted) -> None:
        row = self._row(self.table.article_id)
        if row is None:
            return
        self.detail.announce(row)
        if self._reading_timer is not None:
            self._reading_timer.stop()
        self._reading_timer = self.set_timer(_SETTLE, self._read_current)

    def _row(self, article_id: int | None) -> Row | None:
        return None if article_id is None else self._index.rows([article_id]).get(article_id)

    def _read_current(self) -> None:
        row = self._row(self.table.article_id)
        if row is not None:
            self._read(row)

    @work(thread=True, exclusive=True, group="read", exit_on_error=False)
    def _read(self, row: Row) -> None:
        worker = get_current_worker()
        try:
            with self._library.open_index() as index:
                reading = make_reading(self._library, index, row)
        except (IndexUnavailableError, sqlite3.Error) as error:
            reading = Reading(row, None, clean_line(str(error)))
        if not worker.is_cancelled:
            self.post_message(messages.ReadingReady(reading))

    @on(messages.ReadingReady)
    def _reading_ready(self, message: messages.ReadingReady) -> None:
        if message.reading.row.id == self.table.article_id:
            self.detail.show(message.reading)

    @on(messages.ArticleChosen)
    def _article_chosen(self, message: messages.ArticleChosen) -> None:
        self._focus_pane("detail")

    def action_choose(self) -> None:
        """Show, read or follow what the cursor is on."""
        focused = self.focused
        if isinstance(focused, LineList | DetailPane):
            focused.choose_current()

    @on(messages.RelatedChosen)
    def _related_chosen(self, message: messages.RelatedChosen) -> None:
        if message.article_id is None:
            self._opener.open(Link("related", message.related.url))
            return
        if self.table.article_id is not None:
            self._trail.append(self.table.article_id)
            self.refresh_bindings()
        self._go_to(message.article_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way back only where there is one; let a / be typed in the search bar."""
        if action == "search":
            return self.focused is not self.search
        return action != "back" or bool(self._trail) or self._pane() != "table"

    def action_back(self) -> None:
        """Return to the article one came from."""
        if self._trail:
            self._go_to(self._trail.pop())
            self.refresh_bindings()
        else:
            self._focus_pane("table")

    def _go_to(self, article_id: int) -> None:
        """Show an article, the table following: in the whole library where the view has it not."""
        if not self.table.go_to(article_id):
            self._before_search = None
            self.search.set_text("")
            self.search.display = False
            self._show_query(Query(), article_id)

    # Links

    def action_open(self) -> None:
        """Open the original, or the item that is selected in the detail pane."""
        if self._pane() == "detail" and self.detail.open_current():
            return
        row = self._row(self.table.article_id)
        if row is not None:
            self._opener.open(Link("original", row.url))

    @on(messages.LinkChosen)
    def _link_chosen(self, message: messages.LinkChosen) -> None:
        self._opener.open(message.link)

    def action_copy_url(self) -> None:
        """Copy the address of the article, or of the selected item."""
        row = self._row(self.table.article_id)
        url = self.detail.selected_url if self._pane() == "detail" else ""
        if url or row is not None:
            self._opener.copy(Link("original", url or (row.url if row else "")))

    def action_links(self) -> None:
        """List the links of the article."""
        row = self._row(self.table.article_id)
        if row is None:
            return
        reading = self.detail.reading
        if reading is None or reading.row.id != row.id:
            reading = make_reading(self._library, self._index, row)
            self.detail.show(reading)
        if reading.links:
            self.app.push_screen(LinksScreen(reading.row.title, reading.links, self._opener))

    def action_source(self) -> None:
        """Show the file itself."""
        row = self._row(self.table.article_id)
        if row is not None:
            self.app.push_screen(source_screen(self._library.base, row.path))

    def action_problems(self) -> None:
        """List what could not be read whole."""
        self.app.push_screen(problems_screen(self._index.problems()))

    def action_help(self) -> None:
        """Show the keys and the query language."""
        self.app.push_screen(HelpScreen())

    def action_command_palette(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    async def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    # Panes

    def _pane(self) -> str:
        return next((name for name in _PANES if self.has_class(f"-on-{name}")), "table")

    def _enter(self, pane: str) -> None:
        for name in _PANES:
            self.set_class(name == pane, f"-on-{name}")

    def _focus_pane(self, pane: str) -> None:
        """Give a pane the focus, making room for it where the screen is narrow."""
        self._enter(pane)
        target: Widget = self.query_one(f"#{pane}")
        if target.focusable:
            self.set_focus(target)
        else:
            self.call_after_refresh(target.focus)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Follow a focus that the mouse gave."""
        if event.widget.id in _PANES:
            self._enter(event.widget.id)

    def action_next_pane(self) -> None:
        """To the next pane."""
        self._focus_pane(_PANES[(_PANES.index(self._pane()) + 1) % len(_PANES)])

    def action_previous_pane(self) -> None:
        """To the pane before."""
        self._focus_pane(_PANES[_PANES.index(self._pane()) - 1])


def _chosen_facets(query: Query) -> frozenset[tuple[str, str]]:
    return frozenset(
        (kind, name_key(name))
        for kind in ("topic", "provider", "type")
        for name in query.facet(kind)
    )
