"""The app: themes, styles and the palette around the main screen."""

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, ClassVar

from rich.color import ColorSystem
from rich.text import Text
from textual import events, on
from textual.actions import parse
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.scrollbar import ScrollBar
from textual.worker import WorkerFailed

from broadsheet.config.settings import Settings
from broadsheet.damage import is_damage
from broadsheet.library.library import Library
from broadsheet.library.query.fields import QueryError, parse_sort
from broadsheet.log import note_error
from broadsheet.marks.store import Marks
from broadsheet.paths import bundled
from broadsheet.text.door import clean_line, clean_message, clean_typed
from broadsheet.tui import keys, sentences
from broadsheet.tui.actions.saving import save_newest
from broadsheet.tui.auto_theme import AUTO, Background, auto_theme
from broadsheet.tui.cells import count_as_terminals_do
from broadsheet.tui.contrast import Legible, with_visible_cursor
from broadsheet.tui.driver import TerminalDriver
from broadsheet.tui.messages import LibraryChosen
from broadsheet.tui.own_themes import own_themes
from broadsheet.tui.screens.main import MainScreen
from broadsheet.tui.style_sheet import StyleSheet
from broadsheet.tui.themes import DARK, LIGHT
from broadsheet.tui.widgets.key_bar import KeyBar, notifications_of
from broadsheet.tui.widgets.slim_scroll_bar import SlimScrollBar

if TYPE_CHECKING:
    from broadsheet.tui.screens.palette import Command

_LONGEST_PASTE = 1_000
"""In characters; no input takes more."""

_AT_LEAST = 1.5
"""Seconds for which a sentence stands, whatever is typed."""

_OWN_VIEWS = {
    "All articles": "",
    "Starred articles": "is:starred",
    "Articles kept for later": "is:later",
}

_COLOR_SYSTEMS = {"truecolor": ColorSystem.TRUECOLOR, "256": ColorSystem.EIGHT_BIT}


class BroadsheetApp(App[None]):
    """The reader, opened on one library."""

    TITLE = "Broadsheet"
    BINDINGS: ClassVar[list[BindingType]] = []
    COMMAND_PALETTE_BINDING = "ctrl+p"
    CSS_PATH = sorted(bundled("styles").glob("*.tcss"))

    def __init__(
        self, library: Library, settings: Settings, marks: Marks, warnings: tuple[str, ...] = ()
    ) -> None:
        count_as_terminals_do()
        ScrollBar.renderer = SlimScrollBar
        self._warnings = list(warnings)
        self._legible = Legible()
        self._keeps_theme = False
        self._kept_theme = ""
        self._has_theme = False
        super().__init__()
        # Textual would show them over the article and the list; the key bar shows them.
        self._disable_notifications = True
        self._library = library
        self._settings = settings
        self._marks = marks
        self.next_library: Path | None = None
        """The library to open after this one, if another was chosen."""
        for theme in list(self.available_themes.values()):
            if theme.ansi:  # its colours are the terminal's, of which nobody knows the contrast
                self.unregister_theme(theme.name)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        themes, faults = own_themes()
        self._warnings += faults
        for theme in themes:
            self.register_theme(theme)
        self.register_theme(auto_theme())
        self._background = Background(self)
        self.index_failure: sqlite3.Error | None = None
        """The error that ended the app, if the index was damaged while it was open."""
        self._styled_for: object = None
        self._start_with_theme()

    def _start_with_theme(self) -> None:
        """Use the theme of the settings before anything is styled."""
        wanted = self._settings.theme
        if wanted not in self.available_themes:
            self._warnings.append(f"There is no theme “{wanted}”.")
            wanted = DARK.name
        self.set_reactive(App.theme, wanted)
        self._has_theme = True
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        self._styled_for = (wanted, self.get_css_variables())
        self.stylesheet = StyleSheet(self.theme_variables)

    def get_default_screen(self) -> Screen[None]:
        """Return the main screen: an empty one before it would be styled and drawn in vain."""
        return self.main_screen()

    def main_screen(self, *, is_still: bool = False) -> MainScreen:
        """Return the main screen; one that `is_still` only shows what the index says."""
        try:
            sort = parse_sort(self._settings.sort)
        except QueryError as error:
            sort = ()
            self._warnings.append(str(error))
        return MainScreen(self._library, self._settings, sort, self._marks, is_still=is_still)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything for the theme, unless that is done: a start asks for it twice."""
        wanted = (self.theme, self.get_css_variables())
        if wanted != self._styled_for:
            self._styled_for = wanted
            super().refresh_css(animate)

    def get_driver_class(self) -> type[Driver]:
        """Return our driver for terminals, or the one that $TEXTUAL_DRIVER names."""
        try:
            chosen = super().get_driver_class()
        except (ImportError, AttributeError, ValueError, RuntimeError) as error:
            reason = clean_message(str(error))
            self._warnings.append(f"Ignored TEXTUAL_DRIVER, which names no driver: {reason}.")
            return TerminalDriver
        return TerminalDriver if chosen is LinuxDriver else chosen

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours of the theme, with a selected row that can be seen."""
        if not self._has_theme:  # Textual would mix the colours of its own theme first
            return {}
        self.theme_variables = with_visible_cursor(super().get_css_variables())
        return self.theme_variables

    def get_line_filters(self) -> list[LineFilter]:
        """Return the filter that makes all text legible, after applying Textual's own."""
        before = super().get_line_filters()
        if self._legible.before != before:
            self._legible = Legible(self._legible.system, before, few=self._legible.few)
        return [self._legible]

    async def on_mount(self) -> None:
        """Suit the terminal, and say what was ignored."""
        self._suit_terminal()
        if self.theme == AUTO:
            self._background.ask()
            await self._background.wait()
        self._keeps_theme, self._kept_theme = True, self.theme
        if self._library.root == bundled("seeds").absolute():
            self.notify(sentences.first_steps(), timeout=20, markup=False)
        for warning in self._warnings:
            self.notify(warning, title="Settings", severity="warning", markup=False, timeout=10)

    @on(LibraryChosen)
    def _library_chosen(self, message: LibraryChosen) -> None:
        self.next_library = message.root
        self.exit()

    def _suit_terminal(self) -> None:
        """Use what colours the terminal has; with few, the selected row is shown without them."""
        system = ColorSystem.TRUECOLOR
        if isinstance(self._driver, TerminalDriver):
            system = _COLOR_SYSTEMS.get(self.console.color_system or "", ColorSystem.STANDARD)
        has_few = self.no_color or system is ColorSystem.STANDARD
        self._legible = Legible(system, few=has_few)
        self.set_class(has_few, "-few-colours")

    def end(self, signal_number: int) -> None:
        """Leave as `q` does, with the exit status that shells give to a signal.

        May be called from a signal handler.
        """
        status = 128 + signal_number
        loop = self._loop
        if loop is None or loop.is_closed():
            raise SystemExit(status)
        loop.call_soon_threadsafe(lambda: self.exit(return_code=status))

    @on(Driver.SignalResume)
    def _draw_again(self) -> None:
        """Draw everything after the shell had the terminal: Textual draws what has changed."""
        for screen in self.screen_stack:
            screen.refresh()

    def leave_at_once(self) -> None:
        """Give the terminal back without waiting for anything."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.leave_at_once()

    def _refresh_notifications(self) -> None:
        notifications = notifications_of(self)
        for screen in self.screen_stack:
            for bar in screen.query(KeyBar):
                bar.say(notifications)

    def _pass_on(self) -> None:
        """Let sentences that only tell what a key did go with the next key."""
        from broadsheet.tui.widgets.said_lines import is_passing

        for said in filter(is_passing, notifications_of(self)):
            said.timeout = min(said.timeout, max(_AT_LEAST, time() - said.raised_at))
        self._refresh_notifications()

    def _fatal_error(self) -> None:
        # Textual's own report would print the values of variables, which may come from files.
        if isinstance(self._exception, sqlite3.Error) and is_damage(self._exception):
            self.index_failure = self._exception
            self.exit()
        elif self._exception is not None:
            # What Textual makes of a worker's error says neither what failed nor where.
            error: BaseException = self._exception
            if isinstance(error, WorkerFailed):
                error = error.error
            self.panic(Text(note_error(error)))

    async def on_event(self, event: events.Event) -> None:
        """Clean what is pasted, whichever input it is for; hear nothing more once it is left."""
        if self._exit and isinstance(event, events.InputEvent | events.Paste):
            return
        # A key that nobody takes comes here again, once somebody has said so.
        if isinstance(event, events.Key) and not event.is_forwarded and self._notifications:
            self._pass_on()
        if isinstance(event, events.Paste):
            event.text = clean_typed(event.text, _LONGEST_PASTE)
        await super().on_event(event)

    def _commands(self) -> Iterator["Command"]:
        """Yield every action that has a key in the screen, then the themes."""
        from broadsheet.tui.command_words import THEME, other_words
        from broadsheet.tui.screens.palette import Command

        screen = self.screen
        if isinstance(screen, MainScreen):
            for group in (group for group in keys.GROUPS if group.in_palette):
                for binding in group.bindings:
                    if binding.action != "command_palette":
                        name = f"{binding.description}  ({keys.key_names(binding)})"
                        do = partial(_run, screen, binding.action)
                        words = other_words(binding.id or "")
                        yield Command(name, binding.tooltip, do, binding.key, words)
            names = "All keys, and the names to rebind them by"
            show_help = partial(_run, screen, "help")
            yield Command("Keys", names, show_help, other_words=other_words("help"))
            for view in screen.parts.saved_views.shown:
                show = partial(screen.parts.navigation.show_query, view.query)
                yield Command(clean_line(view.name), f"The view {clean_line(view.query)}", show)
            for name, query in _OWN_VIEWS.items():
                show = partial(screen.parts.navigation.show_query, query)
                yield Command(name, "In the list", show)
        theme = "Choose the colours; your terminal sets the font"
        yield Command("Theme", theme, self.search_themes, other_words=THEME)
        colours = "Broadsheet's own colours for night and day"
        yield Command("Dark or light", colours, self.action_toggle_light, other_words=THEME)

    def action_command_palette(self) -> None:
        """Open the window of commands; in a list that is narrowed, go up, as ctrl+p does there."""
        # Imported only when needed: the first rows need none.
        from broadsheet.tui.screens.finding import FindScreen
        from broadsheet.tui.screens.palette import Palette

        if isinstance(self.screen, FindScreen):  # the app acts on ctrl+p first
            self.screen.action_name_up()
        else:
            self.push_screen(Palette([*self._commands()]))

    def search_themes(self) -> None:
        """Open the window of themes, and keep the one that is chosen."""
        from broadsheet.tui.screens.palette import Command, ThemeScreen

        before, self._keeps_theme = self.theme, False

        def done(is_chosen: bool) -> None:
            if not is_chosen:
                self.theme = before
            self._keeps_theme = True
            self.watch_theme()

        themes = [
            Command(name, "in use" if name == before else "", partial(setattr, self, "theme", name))
            for name in sorted(self.available_themes)
        ]
        self.push_screen(ThemeScreen(themes, before, done))

    def watch_theme(self) -> None:
        """Save a theme that was chosen in the program."""
        if self.theme == AUTO:
            self._background.ask()
        if self._keeps_theme and self.theme != self._kept_theme:
            self._kept_theme = self.theme
            save_newest(self, "theme", lambda: self._kept_theme, "")

    def on_app_focus(self) -> None:
        """Ask for the terminal's background again: it may have changed while it had no focus."""
        if self.theme == AUTO:
            self._background.ask()

    def action_help_quit(self) -> None:
        """Say how to leave: ctrl+c copies what is selected."""
        self.notify(sentences.how_to_quit(), markup=False, timeout=4)

    def action_toggle_light(self) -> None:
        """Change between the dark and the light theme."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name


def _run(screen: MainScreen, action: str) -> None:
    """Do at once what a key of the screen does."""
    where, name, parameters = parse(action)
    target: App[None] | MainScreen = screen.app if where == "app" else screen
    getattr(target, f"action_{name}")(*parameters)
