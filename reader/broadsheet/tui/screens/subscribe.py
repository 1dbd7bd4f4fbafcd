"""Subscribing: an address, what was found there, topics; then its articles are in the library."""

from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from broadsheet.text.counting import counted
from broadsheet.text.door import clean_line
from broadsheet.tui import keys
from broadsheet.tui.actions.feed_service import FeedService, trouble
from broadsheet.tui.cells import fit
from broadsheet.tui.screens.idle_keys import HearsAllKeys
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.widgets.key_bar import KeyBar
from broadsheet.tui.widgets.line_input import LineInput
from broadsheet.tui.widgets.line_list import LineList, Piece

_LONGEST_ADDRESS = 2000
_LONGEST_TOPICS = 300
_MOST_LINES, _MOST_OF_SCREEN = 14, 0.36
_ENTER = keys.key_name("enter")
_ASK = f"Address of a feed or of any page (empty: feeds to start with), then {_ENTER}"
_ASK_TOPICS = f"Topics, separated by commas (or none), then {_ENTER}"


class ChoiceLines(LineList):
    """Feeds to choose from: the feeds of a page, or those of the catalogue."""

    def __init__(self) -> None:
        super().__init__(id="feed-choices")
        self._choices: list[tuple[str, str, str]] = []
        self._cells = (0, 0)

    def fill(self, choices: list[tuple[str, str, str]]) -> None:
        """Show choices: a name, a note, an address."""
        self._choices = choices
        self._cells = (
            max((cell_len(name) for name, _, _ in choices), default=0),
            max((cell_len(note) for _, note, _ in choices), default=0),
        )
        self.display = bool(choices)
        most = min(_MOST_LINES, round(_MOST_OF_SCREEN * self.app.size.height))
        self.styles.height = min(most, len(choices))
        self.refilled(0)

    @property
    def count(self) -> int:
        """How many choices there are."""
        return len(self._choices)

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return name, note and address of a choice."""
        name, note, url = self._choices[index]
        names, notes = self._cells
        room = min(names, width // 2)
        return [
            (f"{fit(name, room)}  ", ""),
            (f"{fit(note, notes)}  " if notes else "", "line--accent"),
            (url, "line--muted"),
        ]

    @property
    def url(self) -> str:
        """The address that the cursor is on."""
        return self._choices[self.cursor][2]


class SubscribeScreen(ModalScreen[str | None], HearsAllKeys):
    """Asks for a feed, shows what it has, and subscribes; returns what was done, in a sentence."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.SUBSCRIBING, *keys.HELPING]

    address = query_one("#feed-address", LineInput)
    topics = query_one("#feed-topics", LineInput)
    note = query_one("#feed-note", Static)
    choices = query_one("#feed-choices", ChoiceLines)

    def __init__(self, library: Path) -> None:
        super().__init__()
        self._service = FeedService(library)
        self._found = ""

    def compose(self) -> ComposeResult:
        """Ask for an address; what follows has its place below."""
        with Vertical(classes="question wide") as window:
            window.border_title = "Subscribe"
            yield Static(Content(_ASK))
            yield LineInput(longest=_LONGEST_ADDRESS, id="feed-address")
            yield Static(id="feed-note")
            yield ChoiceLines()
            yield LineInput(longest=_LONGEST_TOPICS, placeholder=_ASK_TOPICS, id="feed-topics")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the address."""
        self.topics.display = self.choices.display = self.note.display = False
        self.address.focus()

    def on_unmount(self) -> None:
        """End the process that was asked, without waiting for its end."""
        self._service.close_soon()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Let letters be typed."""
        return action != "help" or not isinstance(self.focused, Input)

    @on(Input.Submitted, "#feed-address")
    def _asked(self, event: Input.Submitted) -> None:
        event.stop()
        what = event.value.strip()
        if what:
            self._look(what)
        else:
            self._offer_catalogue()

    @on(Input.Submitted, "#feed-topics")
    def _agreed(self, event: Input.Submitted) -> None:
        event.stop()
        self._subscribe(event.value)

    def action_choose(self) -> None:
        """Look at the feed that was chosen."""
        if self.focused is self.choices and self.choices.count:
            self._look(self.choices.url)

    def action_close(self) -> None:
        """Leave without subscribing."""
        leave(self)

    @work(exclusive=True)
    async def _look(self, what: str) -> None:
        self._say(f"Looking at {clean_line(what)} …")
        self.choices.fill([])
        said = await self._service.ask({"do": "look", "what": what})
        if not self.is_attached:
            return
        match said:
            case {"choices": list(choices)}:
                self._say("This page has several feeds:")
                self._offer([(each["title"], "", each["url"]) for each in choices])
            case {"url": str(url), "title": str(title), "headlines": list(headlines)}:
                self._show(url, title, headlines, is_known=bool(said["is_known"]))
            case _:
                self._say(trouble(said))
                self.address.focus()

    def _show(
        self, url: str, title: str, headlines: list[tuple[str, str]], *, is_known: bool
    ) -> None:
        self._found = url
        lines = [f"{day or '–':10}  {headline}" for day, headline in headlines]
        known = "\nYou have subscribed to this feed already." if is_known else ""
        self._say("\n".join([title, *lines]) + known)
        self.topics.display = not is_known
        if not is_known:
            self.topics.focus()

    @work(exclusive=True)
    async def _subscribe(self, topics: str) -> None:
        self._say("Subscribing …")
        names = [topic for each in topics.split(",") if (topic := each.strip())]
        said = await self._service.ask({"do": "add", "url": self._found, "topics": names})
        if not self.is_attached:
            return
        match said:
            case {"added": int(added), "title": str(title)}:
                articles = counted(added, "article")
                leave(self, f"Subscribed to {clean_line(title)}: {articles}")
            case _:
                self._say(trouble(said))

    def _offer_catalogue(self) -> None:
        from broadsheet.feeds.catalogue import catalogue

        self._say("Feeds to start with. None of them is contacted before you choose it.")
        self._offer(
            [(each.name, f"{each.topic}, {each.language}", each.url) for each in catalogue()]
        )

    def _offer(self, choices: list[tuple[str, str, str]]) -> None:
        self.choices.fill([(clean_line(name), note, url) for name, note, url in choices])
        self.choices.focus()

    def _say(self, text: str) -> None:
        self.note.display = True
        self.note.update(Content(text))
