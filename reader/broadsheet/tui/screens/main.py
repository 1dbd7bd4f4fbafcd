"""The main screen: a switchboard between its parts, the widgets and the keys."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from broadsheet.articles.model import Link
from broadsheet.config.settings import Settings
from broadsheet.library.library import Library
from broadsheet.library.query.parse import SortKey
from broadsheet.log import note_error
from broadsheet.marks.store import Marks
from broadsheet.tui import keys, messages, startup
from broadsheet.tui.actions.charting import Charting
from broadsheet.tui.actions.marking import Marking
from broadsheet.tui.actions.muting import Muting
from broadsheet.tui.actions.opening import Opener
from broadsheet.tui.actions.programs import Programs
from broadsheet.tui.actions.saved_views import SavedViews
from broadsheet.tui.actions.saying_why import say_why
from broadsheet.tui.parts.article_list import ArticleList
from broadsheet.tui.parts.feeds import Feeds
from broadsheet.tui.parts.folder import Folder
from broadsheet.tui.parts.full_texts import FullTexts
from broadsheet.tui.parts.live_index import LiveIndex
from broadsheet.tui.parts.navigation import Navigation
from broadsheet.tui.parts.open_article import OpenArticle
from broadsheet.tui.parts.panes import BREAKPOINTS, Panes
from broadsheet.tui.parts.searching import Searching
from broadsheet.tui.parts.sidebar_contents import SidebarContents
from broadsheet.tui.parts.snippets import Snippets
from broadsheet.tui.screens.help import HelpScreen
from broadsheet.tui.screens.names import NamesScreen
from broadsheet.tui.screens.settings import SettingsScreen
from broadsheet.tui.screens.source import problems_screen
from broadsheet.tui.widgets.article_table import ArticleTable, TableHead
from broadsheet.tui.widgets.detail_pane import DetailPane
from broadsheet.tui.widgets.key_bar import KeyBar
from broadsheet.tui.widgets.search_bar import SearchBar
from broadsheet.tui.widgets.sidebar import Sidebar
from broadsheet.tui.widgets.title_bar import TitleBar

_MARKS_EVERY = 0.5
"""Seconds between two looks at whether another reader marked something: one row of SQLite."""

_CATCH_UP_AFTER = 20.0
"""Seconds after the start until texts that are wanted for later are fetched."""

_ALSO_WHILE_TYPING = {"command_palette", "quit"}
"""Actions of keys that mean the same in the search bar; the others are typed, or its own there."""


class MainScreen(Screen[None]):
    """Three panes over one library."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.PANES,
        *keys.READING,
        *keys.MARKING,
        *keys.FINDING,
        *keys.FETCHING,
        *keys.PROGRAMS,
        *keys.PROGRAM,
    ]
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    # Textual would focus the search bar, and what is typed during the start would land there.
    AUTO_FOCUS = "#table"

    # The widget that has the focus shows it; Textual would draw the entire screen again.
    focused: reactive[Widget | None] = reactive(None, repaint=False)

    def __init__(
        self, library: Library, settings: Settings, sort: tuple[SortKey, ...], marks: Marks
    ) -> None:
        super().__init__()
        self.library = library
        self.index = LiveIndex(library)
        self.title_bar = TitleBar(id="title-bar")
        self.search = SearchBar()
        self.sidebar = Sidebar(id="sidebar")
        self._head = TableHead(settings.table)
        self.table = ArticleTable(lambda ids: self.index.now.rows(ids), settings.table, id="table")
        self.detail = DetailPane(id="detail")
        self._list_box = Vertical(self._head, self.table, id="list")
        self._list_box.border_title = "Articles"
        boxes = {"sidebar": self.sidebar, "table": self._list_box, "detail": self.detail}

        self._shared = Container(self._list_box, self.detail, id="reading")
        self.panes = Panes(self, boxes, self._shared, (self.title_bar, self.search))
        self._opener = Opener(self, settings.browser)
        self._marking = Marking(self, library, marks)
        self._muting = Muting(self, self._marking)
        self.texts = FullTexts(self, library, marks, settings.text)
        self.list = ArticleList(
            self,
            library,
            self.index,
            self.table,
            (self.title_bar, self._head),
            sort,
            folds_stories=settings.stories.fold,
        )
        self.article = OpenArticle(
            self,
            library,
            self.index,
            (self.table, self.detail),
            self._opener,
            lambda article_id: self._marking.mark_read([article_id], undoable=False),
            settings.read_after,
            self.texts,
        )
        self._snippets = Snippets(self, library, self.table)
        self._charting = Charting(self, library)
        self._programs = Programs(self, library, settings.programs, self.article.opened)
        self.searching = Searching(self.search, self.table, self.list, self.index)
        self._views = SavedViews(self, library, settings.views, self._marking)
        self._contents = SidebarContents(self.index, self.sidebar, self._views, self.panes.layout)
        self.folder = Folder(
            self, library.root, self.index, self.list, self.panes, (self.title_bar, self.table)
        )
        self.feeds = Feeds(self, library.root, settings.feeds, self.title_bar)
        self._navigation = Navigation(
            self,
            (self.sidebar, self.table, self.detail),
            self.panes,
            self.list,
            self.searching,
            self._views,
            self._opener,
            self.feeds.manage,
        )
        self.title_bar.library = library.name
        self._connect_keys()

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        yield self.title_bar
        yield self.search
        with Container(id="panes"):
            yield self.sidebar
            yield self._shared
        yield KeyBar()

    def _connect_keys(self) -> None:
        """Let the keys that concern one part only call it."""
        self.action_choose = self._navigation.choose
        self.action_back = self._navigation.back
        self.action_sort = self._navigation.sort
        self.action_next_pane = lambda: self.panes.step(1)
        self.action_previous_pane = lambda: self.panes.step(-1)
        self.action_next_unread = lambda: self.list.go_to_unread(1)
        self.action_previous_unread = lambda: self.list.go_to_unread(-1)
        self.action_toggle_sidebar = self.panes.toggle_sidebar
        self.action_shrink_pane = lambda: self.panes.resize(-1)
        self.action_enlarge_pane = lambda: self.panes.resize(1)
        self.action_reset_pane = self.panes.reset_size
        self.action_rearrange = self.panes.rearrange
        self.action_reading_mode = self.panes.toggle_reading
        self.action_open = self.article.open
        self.action_why = lambda: say_why(self, self.index.now, self.table.article_id)
        self.action_mute = lambda: self._muting.ask(self.index.now, self.table.article_id)
        self.action_links = self.article.show_links
        self.action_copy_url = self.article.copy_url
        self.action_full_text = self.article.toggle_full_text
        self.action_source = self.article.show_source
        self.action_run_program = self._programs.run
        self.action_toggle_read = lambda: self._marking.toggle("read", self.table.article_id)
        self.action_toggle_starred = lambda: self._marking.toggle("starred", self.table.article_id)
        self.action_mark_all_read = lambda: self._marking.ask_to_mark_all_read(self.list.found)
        self.action_charts = lambda: self._charting.show(
            self.list.query, self.list.found, self.index.row(self.table.article_id)
        )
        self.action_subscribe = self.feeds.subscribe
        self.action_feeds = self.feeds.manage
        self.action_command_palette = lambda: self.app.action_command_palette()
        self.action_quit = lambda: self.app.exit()
        self.action_undo = self._marking.undo
        self.action_help = lambda: self.app.push_screen(HelpScreen())
        self.action_settings = lambda: self.app.push_screen(SettingsScreen())
        self.action_problems = lambda: self.app.push_screen(
            problems_screen(self.library.base, self.index.now.problems())
        )

    # The program

    def on_mount(self) -> None:
        """Show the last index at once, then look at the folder."""
        self.list.refill()
        self._contents.refill()
        self.list.start()
        self.set_focus(self.table)
        self.folder.start()
        if self.feeds.start():
            self._contents.show_feeds(0)
        self.call_after_refresh(self._marking.look_after)
        self.call_after_refresh(startup.after_start)
        self.set_timer(_CATCH_UP_AFTER, self.texts.catch_up)
        self.set_interval(_MARKS_EVERY, self._look_for_marks)

    async def on_unmount(self) -> None:
        """Put the last marks on the disk, and let go of the index."""
        await self.feeds.close()
        await self.texts.close()
        await self.folder.close()
        self.article.close()
        self._marking.close()
        self.list.close()
        self.index.close()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Report a fault of something that ran in a thread."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            sentence = note_error(event.worker.error)
            self.notify(sentence, severity="error", markup=False, timeout=30)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way back only if there is one, and none where keys are typed."""
        if self.focused is self.search.input:
            return action in _ALSO_WHILE_TYPING
        return action != "back" or self._navigation.can_go_back

    # The panes

    def on_resize(self) -> None:
        """Show as many panes as there is room for."""
        self.panes.make_room()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow a focus that the mouse gave."""
        self.panes.follow(event.widget)

    @on(messages.PaneChanged)
    def _pane_changed(self, message: messages.PaneChanged) -> None:
        if message.pane == "detail":
            self.article.enter()
        else:
            self.article.leave()

    @on(messages.FacetChosen)
    @on(messages.ViewChosen)
    @on(messages.RelatedChosen)
    @on(messages.LinkChosen)
    @on(messages.FeedsChosen)
    @on(messages.QueryChosen)
    def _chosen(self, message: Message) -> None:
        self._navigation.follow(message)

    @on(messages.GroupFolded)
    def _group_folded(self, message: messages.GroupFolded) -> None:
        self._contents.fold(message.heading)
        self.panes.keep_layout()

    @on(messages.NamesWanted)
    def _names_wanted(self, message: messages.NamesWanted) -> None:
        def chosen(name: str | None) -> None:
            if name is not None:
                self._navigation.follow(messages.FacetChosen(message.kind, name))
                self.panes.focus("table")

        self.app.push_screen(NamesScreen(message.kind, self._contents.names(message.kind)), chosen)

    # The list

    @on(messages.ViewShown)
    def _view_shown(self, message: messages.ViewShown) -> None:
        self._contents.mark(message.view.query)
        self._say_if_empty()

    def _say_if_empty(self) -> None:
        if self.table.count == 0:
            self.table.say(self.folder.sentence_if_empty())
            self.article.clear()

    @on(messages.RulesChanged)
    def _rules_changed(self) -> None:
        self.list.refresh()
        self._views.count()

    @on(messages.StoryToggled)
    def _story_toggled(self) -> None:
        if not self.list.toggle_story():
            self.table.action_page_down()

    @on(messages.SortChosen)
    def _sort_chosen(self, message: messages.SortChosen) -> None:
        self._navigation.sort(message.field)

    # Searching

    def action_search(self) -> None:
        """Open the search bar."""
        self.searching.open()
        self.panes.enter("table")

    @on(messages.TypedBehind)
    def _typed_behind(self, message: messages.TypedBehind) -> None:
        # Of the app, as the driver's keys are: those of a screen do not get past it.
        self.app.post_message(events.Key(message.key, message.character).set_sender(self.app))

    @on(messages.SearchChanged)
    def _search_changed(self, message: messages.SearchChanged) -> None:
        self.searching.follow(message.text)

    @on(messages.SearchLeft)
    def _search_left(self) -> None:
        self.searching.leave()
        self.panes.focus("table")

    @on(messages.SearchCleared)
    def action_clear_search(self) -> None:
        """Leave the search, back to the article that it began from; or leave the reading mode."""
        if self.panes.is_reading:
            self.panes.stop_reading()
            return
        self.searching.clear()
        self.panes.focus("table")

    # The article

    @on(messages.ArticleHighlighted)
    def _article_highlighted(self) -> None:
        if self.list.highlight() is not None:
            self.article.settle()

    @on(messages.ArticleChosen)
    def _article_chosen(self) -> None:
        self.panes.focus("detail")

    @on(messages.ArticleOpened)
    def _article_opened(self, message: messages.ArticleOpened) -> None:
        self.article.show(message.reading)

    @on(messages.TextChanged)
    def _text_changed(self, message: messages.TextChanged) -> None:
        self.article.text_changed(message.key)

    def action_toggle_later(self) -> None:
        """Keep the article for later, with its full text; or no longer."""
        row = self.index.row(self.table.article_id)
        self._marking.toggle("later", self.table.article_id)
        if row is not None and not row.is_later:
            self.texts.fetch_unasked(row)

    # The folder

    def action_refresh_library(self) -> None:
        """Look at the folder again, and fetch feeds that are due."""
        self.folder.look()
        self.feeds.fetch()

    @on(messages.SyncProgressed)
    def _sync_progressed(self, message: messages.SyncProgressed) -> None:
        self.folder.follow(message.progress)
        if message.progress.phase == "done":
            self._marking.adopt()
            self._views.count()
            self._say_if_empty()

    @on(messages.LibraryChanged)
    def _library_changed(self, message: messages.LibraryChanged) -> None:
        self._contents.refill()
        if message.is_done:
            self.article.refresh()

    @on(messages.SyncFailed)
    def _sync_failed(self, message: messages.SyncFailed) -> None:
        self.folder.failed()
        self.notify(message.reason, title="The folder", severity="error", timeout=12, markup=False)
        self._say_if_empty()

    # The feeds

    @on(messages.FeedsFetched)
    def _feeds_fetched(self, message: messages.FeedsFetched) -> None:
        self._contents.show_feeds(message.failing)
        self.texts.tidy()

    @on(messages.FeedSiteChosen)
    def _feed_site_chosen(self, message: messages.FeedSiteChosen) -> None:
        self._opener.open(Link("feed", message.url))

    # The saved views

    @on(messages.ViewEdited)
    def _view_edited(self, message: messages.ViewEdited) -> None:
        self._views.edit(message.name, message.change)

    @on(messages.ViewSaveAsked)
    def _view_save_asked(self, message: messages.ViewSaveAsked) -> None:
        self._views.ask_to_save(message.query)

    @on(messages.ViewsChanged)
    def _views_changed(self, message: messages.ViewsChanged) -> None:
        self._views.changed(message)
        self._contents.refill()
        self._views.count()

    @on(messages.ViewsCounted)
    def _views_counted(self, message: messages.ViewsCounted) -> None:
        self._views.counted(message)
        self._contents.refill()

    # The marks

    def _look_for_marks(self) -> None:
        if self.index.marks_changed():
            self.table.forget_rows()
            self.article.refresh()
            self._contents.refill()
            self._views.count()

    @on(messages.MarksChanged)
    def _marks_changed(self, message: messages.MarksChanged) -> None:
        self._look_for_marks()
        if message.sentence:
            self.notify(message.sentence, markup=False, timeout=4)

    @on(messages.MarksFailed)
    def _marks_failed(self, message: messages.MarksFailed) -> None:
        self.notify(message.reason, title=message.title, severity="error", markup=False, timeout=15)
