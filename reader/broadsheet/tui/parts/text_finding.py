"""Finds words in the text of the open article, and goes from one place to the next."""

from collections.abc import Callable

from textual.screen import Screen

from broadsheet.tui.parts.panes import Panes
from broadsheet.tui.widgets.detail_pane import DetailPane
from broadsheet.tui.widgets.find_bar import FindNote, WordsInput
from broadsheet.tui.widgets.key_bar import KeyBar

_ABOVE = 0.3
"""The share of the pane that stays above a place that was scrolled to."""


class TextFinding:
    """Marks in the article what is typed, counts it, and scrolls there.

    `search_headlines` is called when somebody wants that instead.
    """

    def __init__(
        self,
        screen: Screen[None],
        detail: DetailPane,
        panes: Panes,
        search_headlines: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._detail = detail
        self._panes = panes
        self._search_headlines = search_headlines
        self._input = WordsInput(self._find, self._act)
        self._note = FindNote(more=" · / searches headlines")
        self.is_on = False
        """Whether something is being found."""
        self._article: int | None = None
        self._counts: list[int] = []
        self._match: int | None = None
        self._from = 0
        screen.mount(self._input, self._note, before=screen.query_one(KeyBar))

    def open(self) -> None:
        """Show the bar, and let the next key be typed into it."""
        self._panes.focus("detail")
        self._from = round(self._detail.scroll_y)
        self._show(is_on=True)
        self._input.select_all()
        self._screen.set_focus(self._input)
        self._find()

    def end(self) -> None:
        """Hide the bar and the marks; the text stays where it is."""
        if self._input.has_focus or self._screen.focused is self._input:
            self._screen.set_focus(self._detail)
        self._show(is_on=False)
        for part in self._detail.texts:
            part.find("")

    def _show(self, *, is_on: bool) -> None:
        self.is_on = is_on
        self._input.display = self._note.display = is_on
        # Nothing looks different because of it, but for the keys at the bottom.
        self._detail.set_class(is_on, "-finding", update=False)
        self._screen.refresh_bindings()

    def step(self, step: int) -> None:
        """Go to the next match or, with `step` -1, to the one before; round at the ends."""
        count = sum(self._counts)
        if count:
            self._go_to(((self._match or 0) + step) % count)

    def article_opened(self) -> None:
        """Look at the text that is shown now; stop if one has gone on to another article."""
        opened = self._detail.opened
        is_typing = self._screen.focused is self._input
        if opened is None or (opened.row.id != self._article and not is_typing):
            self.end()
        else:
            self._find(self._match)

    def pane_changed(self, pane: str) -> None:
        """Stop once the article has lost the keys, or if there is nothing to find."""
        if self._screen.focused is not self._input and (pane != "detail" or not any(self._counts)):
            self.end()

    def _act(self, action: str) -> None:
        match action:
            case "next_match":
                self.step(1)
            case "previous_match":
                self.step(-1)
            case "keep_matches" if sum(self._counts):
                self._screen.set_focus(self._detail)
            case "keep_matches" if self._input.value.strip():
                pass  # the bar says that there is none, and other words can be typed
            case "search":
                self.end()
                self._search_headlines()
            case _:
                self.end()

    def _find(self, match: int | None = None) -> None:
        """Find what is typed now, and go to a match: by default the first one in sight."""
        if self._detail.body.display and not self._detail.body.size:
            self._screen.call_after_refresh(self._find, match)  # it has come into sight just now
            return
        opened = self._detail.opened
        self._article = None if opened is None else opened.row.id
        self._counts = [part.find(self._input.value) for part in self._detail.texts]
        count = sum(self._counts)
        if not count:
            self._match = None
            self._say()
        else:
            first = self._first_in_sight() if match is None else match
            self._go_to(first % count)

    def _first_in_sight(self) -> int:
        before = 0
        for part, count in zip(self._detail.texts, self._counts, strict=True):
            place = part.first_match_from(self._from - part.virtual_region.y) if count else 0
            if place < count:
                return before + place
            before += count
        return 0

    def _go_to(self, match: int) -> None:
        self._match = match
        for part, count in zip(self._detail.texts, self._counts, strict=True):
            if 0 <= match < count:
                part.show_match(match)
                self._scroll_to(part.virtual_region.y + part.line_of_match(match))
            else:
                part.show_match(None)
            match -= count
        self._say()

    def _scroll_to(self, line: int) -> None:
        top, height = round(self._detail.scroll_y), self._detail.size.height
        if not top <= line < top + height - 1:
            self._detail.scroll_to(y=line - int(_ABOVE * height), animate=False, immediate=True)

    def _say(self) -> None:
        self._note.say(self._input.value, self._match, sum(self._counts))
