"""The main screen: a switchboard between the sidebar, the table and the detail pane."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.getters import query_one
from textual.worker import Worker, WorkerState

from broadsheet.config import Settings
from broadsheet.library.library import Library, View
from broadsheet.library.query.parse import Query, SortKey, facet_query, parse
from broadsheet.library.sync.progress import Progress
from broadsheet.log import note_error
from broadsheet.marks.store import Marks
from broadsheet.text.folding import name_key
from broadsheet.tui import keys, messages, sentences, startup
from broadsheet.tui.actions.folder_process import FolderProcess
from broadsheet.tui.actions.marking import Marking
from broadsheet.tui.actions.opening import Opener
from broadsheet.tui.actions.saved_views import SavedViews
from broadsheet.tui.actions.views import CurrentView
from broadsheet.tui.screens.article import ReadingScreen
from broadsheet.tui.screens.help import HelpScreen
from broadsheet.tui.screens.source import problems_screen
from broadsheet.tui.widgets.article_table import ArticleTable, TableHead
from broadsheet.tui.widgets.detail_pane import DetailPane
from broadsheet.tui.widgets.key_bar import KeyBar
from broadsheet.tui.widgets.search_bar import SearchBar
from broadsheet.tui.widgets.sidebar import Sidebar, SidebarRow, facet_entries, topic_tree
from broadsheet.tui.widgets.title_bar import TitleBar

_FIRST_LINES = 200
"""So many articles are shown before all of a large library are there: more than any screen has."""


_MARKS_EVERY = 0.5
"""Seconds between two looks at whether another reader marked something: one row of SQLite."""


class MainScreen(ReadingScreen):
    """Three panes over one library: follows the folder, shows views, searches."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.FINDING, *keys.PROGRAM]

    title_bar = query_one("#title-bar", TitleBar)
    search = query_one("#search", SearchBar)
    sidebar = query_one("#sidebar", Sidebar)

    def __init__(
        self, library: Library, settings: Settings, sort: tuple[SortKey, ...], marks: Marks
    ) -> None:
        opener = Opener(self, settings.browser)
        marking = Marking(self, library, marks)
        super().__init__(library, opener, marking, settings.read_after)
        self._current = CurrentView(self, library, sort)
        self._views = SavedViews(self, library, settings.views, marking)
        self._sync = FolderProcess(self, library.root)
        self._wanted: int | None = None
        self._before_search: int | None = None
        self._is_first_run = False
        self._new = 0
        self._wants_news = False
        self._marks_generation = self._index.marks_generation()

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
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the last index at once, then look at the folder; at once where there is none."""
        self.title_bar.library = self._library.name
        self._is_first_run = self._index.count() == 0
        self._refill_names()
        if self._show_first():
            self.call_after_refresh(self._request_view)
        else:
            self._request_view()
        self.table.focus()
        if self._is_first_run:
            self._sync.look()
        else:
            self.call_after_refresh(self._sync.look)
        self.call_after_refresh(self._marking.look_after)
        self.call_after_refresh(startup.after_start)
        self.set_interval(_MARKS_EVERY, self._look_for_marks)

    def _show_first(self) -> bool:
        """Show the beginning of a large view; False where all of it is shown as fast."""
        first = self._current.first(_FIRST_LINES)
        if not first.is_whole:
            self._show_view(first)
            # Who goes to the last line now means that of all there is.
            self.table.await_view()
        return not first.is_whole

    async def on_unmount(self) -> None:
        """Put the last marks on the disk, and let go of the index."""
        await self._sync.close()
        self._marking.close()
        self._current.close()
        self._index.close()

    # The folder

    def action_refresh_library(self) -> None:
        """Look at the folder again."""
        self._wants_news = True
        self._show_news()
        self._sync.look()

    @on(messages.SyncProgressed)
    def _follow_sync(self, message: messages.SyncProgressed) -> None:
        progress = message.progress
        self.title_bar.progress = progress
        if not self._index.is_current():
            self._reopen_index()
        is_done = progress.phase == "done"
        if is_done and progress.changed_anything:
            self._take_in(progress)
        elif progress.read and self._may_grow() and not self._current.is_computing:
            self._refill_names()
            if not (self._is_filling_up() and self._show_first()):
                self._request_view()
        if is_done:
            self._is_first_run = self._wants_news = False
            self._views.count()

    def _is_filling_up(self) -> bool:
        """Whether a first run fills a table of which nobody looks further down yet.

        To gather all of it at each step would slow the reading.
        """
        return self._is_first_run and self._current.is_newest_first and self._looked_at() is None

    def _take_in(self, progress: Progress) -> None:
        """Show what changed; what is new too, unless that moved what the person looks at."""
        self._refill_names()
        self.table.forget_rows()
        if not self._is_first_run:
            self.notify(sentences.what_changed(progress), markup=False)
        # Once something waits to be shown, nothing that follows may bring it in by itself.
        if (progress.added or self._new) and not self._may_grow():
            self._new += progress.added
            self.title_bar.news = sentences.news(self._new)
        else:
            self._request_view()
        self._read_current()

    def _may_grow(self) -> bool:
        """Whether what is new may be shown at once: it moves nothing that the person looks at."""
        at_top = self.pane != "detail" and self.table.cursor == 0
        return at_top or self._is_first_run or self._wants_news

    def _show_news(self) -> None:
        """Show what came in while the person looked at something else."""
        if self._new:
            self._new = 0
            self.title_bar.news = ""
            self._request_view()

    @on(messages.SyncFailed)
    def _sync_failed(self, message: messages.SyncFailed) -> None:
        self.title_bar.progress = None
        self.notify(message.reason, title="The folder", severity="error", timeout=12, markup=False)
        self._say_if_empty()

    def _reopen_index(self) -> None:
        """Leave an index that was deleted or rebuilt meanwhile for the one in its place."""
        self._index.close()
        self._index = self._library.open_index()
        self._current.reopen()

    def _refill_names(self) -> None:
        self.title_bar.total = self._index.count()
        self.table.highest = self._index.highest()
        self._refill_sidebar()

    @on(messages.ViewsChanged)
    def _views_changed(self, message: messages.ViewsChanged) -> None:
        self._views.changed(message)
        self._refill_sidebar()
        self._views.count()

    def _refill_sidebar(self) -> None:
        index, total = self._index, self.title_bar.total
        groups = {
            "VIEWS": self._views.entries(),
            "TOPICS": topic_tree(index.facets("topic")),
            "PROVIDERS": facet_entries(index.facets("provider")),
            "TYPES": facet_entries(index.facets("type")),
        }
        self.sidebar.fill(SidebarRow("all", "All articles", total, index.unread()), groups)
        self._mark_chosen()

    @on(messages.ViewsCounted)
    def _views_counted(self, message: messages.ViewsCounted) -> None:
        self._views.counted(message)
        self._refill_sidebar()

    # The view

    def _request_view(self, keep: int | None = None) -> None:
        """Show the view of the present query and order; `keep` is the article to stay on."""
        if keep is not None:
            self._wanted = keep
        self.table.await_view()
        view = self._current.request(self.title_bar.total)
        if view is not None:
            self._show_view(view)

    def _looked_at(self) -> int | None:
        """Return the article to stay on: none while a first run fills an untouched table."""
        untouched = not self.table.was_moved and self.pane == "table"
        if self._is_first_run and untouched:
            return None
        return self.present_article()

    @on(messages.ViewReady)
    def _view_ready(self, message: messages.ViewReady) -> None:
        if self._current.is_newest(message):
            self._show_view(message.view)

    def _show_view(self, view: View) -> None:
        is_same = view.query == self._current.shown.query
        self._current.shown = view
        self._new, self.title_bar.news = 0, ""
        self.title_bar.view = sentences.view_name(view.query)
        self.title_bar.shown = len(view.ids) if view.is_whole else self.title_bar.total
        self.title_bar.sort = view.sort
        self.query_one(TableHead).show_sort(view.sort)
        self._mark_chosen()
        # Only a new search may move the cursor, to what fits better; a refresh never does.
        best = len(view.ids) if self._wanted is None and is_same else view.best
        keep = self._looked_at() if self._wanted is None else self._wanted
        self._wanted = None
        self.table.show(view.ids, view.query.words, keep, best, stay=is_same)
        self._say_if_empty()

    def _mark_chosen(self) -> None:
        query = self._current.shown.query
        self.sidebar.mark(_chosen_facets(query) | self._views.showing(query))

    def _say_if_empty(self) -> None:
        if self.table.count == 0:
            is_reading = self._sync.is_looking and self.title_bar.total == 0
            self.table.say(
                sentences.empty(self._library.root, self.title_bar.total, is_reading=is_reading)
            )
            self.detail.clear()

    def _show_query(self, query: Query, keep: int | None = None) -> None:
        self._current.query = query
        self._request_view(keep)

    @on(messages.FacetChosen)
    def _facet_chosen(self, message: messages.FacetChosen) -> None:
        query = Query()
        if message.kind != "all":
            query = facet_query(message.kind, message.name)
        self._choose(query)

    @on(messages.ViewChosen)
    def _view_chosen(self, message: messages.ViewChosen) -> None:
        self._choose(parse(self._views.query_of(message.name)))

    def _choose(self, query: Query) -> None:
        """Show what the sidebar asks for, and write it into the search bar, to be edited there."""
        self._current.sort = ()
        self._before_search = None
        self.search.set_text(str(query))
        self.search.display = False
        self._show_query(query)
        self.focus_pane("table")

    @on(messages.ViewEdited)
    def _view_edited(self, message: messages.ViewEdited) -> None:
        self._views.edit(message.name, message.change)

    @on(messages.ViewSaveAsked)
    def _view_save_asked(self, message: messages.ViewSaveAsked) -> None:
        self._views.ask_to_save(message.query)

    @on(messages.SortChosen)
    def _sort_chosen(self, message: messages.SortChosen) -> None:
        self.action_sort(message.field)

    def action_sort(self, field: str) -> None:
        """Sort by `field`, best first; where that is the order already, turn it round."""
        self._current.sort = self._current.turned(field)
        self._request_view()

    # Searching

    def action_search(self) -> None:
        """Open the search bar."""
        if not self.search.display:
            self._before_search = self.table.article_id
        self.search.know(self._index.names())
        self.search.display = True
        self.enter_pane("table")
        # At once, not when the app comes to it: the next key may be here already.
        self.set_focus(self.search.input)

    @on(messages.SearchChanged)
    def _search_changed(self, message: messages.SearchChanged) -> None:
        self._current.sort = ()
        self._show_query(parse(message.text), self._before_search)

    @on(messages.SearchLeft)
    def _search_left(self) -> None:
        self.search.display = bool(self.search.value)
        self.focus_pane("table")

    @on(messages.SearchCleared)
    def action_clear_search(self) -> None:
        """Leave the search, back to the article one was on before."""
        if self.search.display or self._current.query != Query():
            self.search.set_text("")
            self.search.display = False
            self._current.sort = ()
            before, self._before_search = self._before_search, None
            self._show_query(Query(), before)
        self.focus_pane("table")

    def show_everything(self, keep: int) -> None:
        """Show the whole library, the cursor on the article `keep`."""
        self._before_search = None
        self.search.set_text("")
        self.search.display = False
        self._show_query(Query(), keep)

    # The marks

    def _look_for_marks(self) -> None:
        """Take in what was marked, here or in another reader."""
        generation = self._index.marks_generation()
        if generation != self._marks_generation:
            self._marks_generation = generation
            self.table.forget_rows()
            self._read_current()
            self._refill_sidebar()
            self._views.count()

    @on(messages.MarksChanged)
    def _marks_changed(self, message: messages.MarksChanged) -> None:
        self._look_for_marks()
        if message.sentence:
            self.notify(message.sentence, markup=False, timeout=4)

    @on(messages.MarksFailed)
    def _marks_failed(self, message: messages.MarksFailed) -> None:
        self.notify(message.reason, title=message.title, severity="error", markup=False, timeout=15)

    # The program

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say it where something beside the screen failed that should not."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            sentence = note_error(event.worker.error)
            self.notify(sentence, severity="error", markup=False, timeout=30)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way back only where there is one; let a / be typed in the search bar."""
        if action == "search":
            return self.focused is not self.search.input
        return action != "back" or bool(self._trail) or self.pane != "table"

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


def _chosen_facets(query: Query) -> frozenset[tuple[str, str]]:
    return frozenset(
        (kind, name_key(name))
        for kind in ("topic", "provider", "type")
        for name in query.facet(kind)
    )
