"""Keys that do nothing: a person hears so, once for each key."""

from textual import events
from textual.screen import Screen

from broadsheet.tui import keys, sentences

_REDRAW = "ctrl+l"
"""As in shells and most programs for terminals; not an action, so that it may have another one."""


class HearsAllKeys(Screen):  # type: ignore[type-arg]  # of any result
    """A screen that says of a key that it does nothing here; ctrl+l draws everything again.

    Among the bases of a window it comes last: Textual takes styles from the first one alone.
    """

    _told_of: frozenset[str] = frozenset()

    def on_key(self, event: events.Key) -> None:
        """Answer a key that nothing else on the screen did anything with."""
        if event.key in self.active_bindings:
            return
        if event.key == _REDRAW:
            self.refresh()
        elif event.key not in self._told_of:
            self._told_of |= {event.key}
            shown = event.character if event.is_printable else None
            said = sentences.no_command(
                shown or keys.key_name(event.key), is_in_window=self.is_modal
            )
            self.notify(said, markup=False, timeout=3)
