"""The main screen: a switchboard between the widgets, the keys and the parts."""

from asyncio import sleep
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.geometry import Region
from textual.reactive import reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from broadsheet.config.settings import Settings
from broadsheet.library.library import Library
from broadsheet.library.query.terms import SortKey
from broadsheet.log import note_error
from broadsheet.marks.store import Marks
from broadsheet.tui import keys, messages, startup
from broadsheet.tui.actions.layout_file import read_layout
from broadsheet.tui.driver import TerminalDriver
from broadsheet.tui.parts.answers import Answers
from broadsheet.tui.parts.key_actions import key_actions
from broadsheet.tui.parts.live_index import LiveIndex
from broadsheet.tui.parts.panes import BREAKPOINTS, Panes
from broadsheet.tui.parts.parts import Parts, Widgets
from broadsheet.tui.rest import Rest
from broadsheet.tui.screens.idle_keys import HearsAllKeys
from broadsheet.tui.widgets.article_table import ArticleTable
from broadsheet.tui.widgets.detail_pane import DetailPane
from broadsheet.tui.widgets.draggable_frames import DraggableFrames
from broadsheet.tui.widgets.key_bar import KeyBar
from broadsheet.tui.widgets.plain_lines import PlainContainer, plain_lines
from broadsheet.tui.widgets.search_bar import SearchBar
from broadsheet.tui.widgets.sidebar import Sidebar
from broadsheet.tui.widgets.table_columns import Columns
from broadsheet.tui.widgets.table_head import TableHead
from broadsheet.tui.widgets.title_bar import TitleBar

_LOOK_EVERY = 0.5
"""Seconds between two looks at whether another reader marked something, which is a row of SQLite,
and whether the settings were changed in an editor."""

_CATCH_UP_AFTER = 20.0
"""Seconds after the start until texts that are wanted for later are fetched."""

_ALSO_WHILE_TYPING = {"command_palette", "quit"}
"""Actions of keys that mean the same where one types; the others are typed, or the bar's own."""


class MainScreen(HearsAllKeys, Screen[None]):
    """Three panes over one library."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.PANES,
        *keys.READING,
        *keys.MARKING,
        *keys.FINDING,
        *keys.FETCHING,
        *keys.VIEWS,
        *keys.PROGRAMS,
        *keys.PROGRAM,
    ]
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    # Textual would focus the search bar, and what is typed during the start would land there.
    AUTO_FOCUS = "#table"

    # The widget that has the focus shows it; Textual would draw the entire screen again.
    focused: reactive[Widget | None] = reactive(None, repaint=False)

    def __init__(
        self,
        library: Library,
        settings: Settings,
        sort: tuple[SortKey, ...],
        marks: Marks,
        *,
        is_still: bool = False,
    ) -> None:
        super().__init__()
        self._is_still = is_still
        self._was_shown = False
        self.library = library
        self.index = LiveIndex(library)
        self.title_bar = TitleBar(id="title-bar")
        self.title_bar.library = library.name
        self.title_bar.look_at_clock()
        self.search = SearchBar()
        self.sidebar = Sidebar(id="sidebar")
        layout = read_layout()
        columns = Columns(settings.table.columns, layout.columns)
        self._head = TableHead(columns)
        self.table = ArticleTable(
            lambda ids: self.index.now.told_rows(ids), columns, settings.table.lines, id="table"
        )
        self.detail = DetailPane(id="detail")
        list_box = Vertical(self._head, self.table, id="list")
        boxes = {"sidebar": self.sidebar, "table": list_box, "detail": self.detail}
        self._shared = PlainContainer(list_box, self.detail, id="reading")
        self.panes = Panes(self, boxes, self._shared, (self.title_bar, self.search), layout)
        self._frames = DraggableFrames(id="panes")
        self._frames.frame_at, self._frames.drag_to = self.panes.frame_at, self.panes.drag_to
        self._frames.dragged = self.panes.keep_layout
        self.parts = Parts(
            self,
            Widgets(self.title_bar, self.search, self.sidebar, self._head, self.table, self.detail),
            self.panes,
            self.index,
            settings,
            sort,
            marks,
        )
        self._answers = Answers(self, self.parts)
        self._rest = Rest(self.parts.give_back)
        for name, action in key_actions(self, self.parts).items():
            setattr(self, f"action_{name}", action)
            if name == "find_text":
                self.detail.action_find_text = action

    def compose(self) -> ComposeResult:
        """Lay out the panes, as the first frame shows them: Textual would style all of it again."""
        self.add_class(self.panes.breakpoint, update=False)
        self.panes.make_room()
        yield self.title_bar
        yield self.search
        with self._frames:
            yield self.sidebar
            yield self._shared
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the last index at once, then look at the folder."""
        parts = self.parts
        parts.list.refill()
        parts.contents.know_feeds(parts.feeds.listed_last())
        parts.contents.refill()
        parts.list.start()
        self.set_focus(self.table)
        if self._is_still:
            return
        parts.feeds.start()
        self.call_after_refresh(parts.feeds.look)
        parts.folder.start()
        self.call_after_refresh(self._hear_keys)
        self.call_after_refresh(parts.marking.look_after)
        self.call_after_refresh(lambda: parts.not_shown.count())
        self.call_after_refresh(startup.after_start)
        self.set_timer(_CATCH_UP_AFTER, parts.texts.catch_up)
        self.set_interval(_LOOK_EVERY, self._look_for_changes)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw one line, and show it in all others."""
        return plain_lines(super().render_lines, crop)

    def _hear_keys(self) -> None:
        """Do what was typed before there was anything to do it to."""
        driver = self.app._driver
        if isinstance(driver, TerminalDriver):
            driver.deliver_early()

    def _look_for_changes(self) -> None:
        self.title_bar.look_at_clock()
        self._answers.look_for_marks()
        self.parts.settings_file.look()

    async def on_unmount(self) -> None:
        """Put the last marks on the disk, and let go of the index."""
        self._rest.close()
        await self.parts.close()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Report a fault of something that ran in a thread."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            sentence = note_error(event.worker.error)
            self.notify(sentence, severity="error", markup=False, timeout=30)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow no action whose key is typed, and no search of headlines while one reads alone."""
        if action == "search" and (self.panes.is_reading or self.parts.is_finding):
            return False
        return not isinstance(self.focused, Input) or action in _ALSO_WHILE_TYPING

    def offers(self, action: str) -> bool:
        """Return whether an action has anything to do: a way back only if there is one."""
        if action == "toggle_sidebar":
            return self.panes.current == "sidebar" or not self.panes.shows_sidebar
        return action != "back" or self.parts.navigation.can_go_back

    async def on_idle(self) -> None:
        """Let the widgets say what else a key changed, so that one frame shows all of it."""
        await sleep(0)

    def on_resize(self) -> None:
        """Show as many panes as there is room for."""
        self.panes.make_room()
        self.parts.pictures.make_room()

    def on_screen_suspend(self) -> None:
        """Draw no picture through a window."""
        self.parts.pictures.draw_again()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Draw the picture again that a window stood over."""
        if self._was_shown:
            self.parts.pictures.draw_again()
        else:  # everything was styled a moment ago
            event.refresh_styles = False
        self._was_shown = True

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow a focus that the mouse gave."""
        self.panes.follow(event.widget)

    @on(messages.ToScreen)
    def _told(self, message: messages.ToScreen) -> None:
        self._rest.put_off()
        self._answers.to(message)
