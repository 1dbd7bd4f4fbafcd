"""The search bar: what is looked for, as it is typed."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input

from reader.tui.messages import SearchChanged, SearchCleared, SearchLeft

_PAUSE = 0.02
"""Seconds without a key after which the text is searched for: less than a fast typist's pause."""


class SearchBar(Input):
    """One line; the table follows each key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_search", "Clear", key_display="esc", id="search.clear"),
        Binding("enter,down,tab", "leave", "To the articles", key_display="⏎", id="search.leave"),
    ]

    def __init__(self) -> None:
        super().__init__(
            placeholder="a headline as you remember it, topic:AI, provider:ibm, quality:>50 …",
            select_on_focus=False,
            compact=True,
            id="search",
        )
        self._timer: Timer | None = None

    def set_text(self, text: str) -> None:
        """Put a text in without searching for it."""
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(text)

    @on(Input.Changed)
    def _search_soon(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self._search)

    def _search(self) -> None:
        self.post_message(SearchChanged(self.value))

    def action_leave(self) -> None:
        """Give the focus to the articles, the text kept."""
        self.post_message(SearchLeft())

    def action_clear_search(self) -> None:
        """Leave and forget the text."""
        if self._timer is not None:
            self._timer.stop()
        self.post_message(SearchCleared())
