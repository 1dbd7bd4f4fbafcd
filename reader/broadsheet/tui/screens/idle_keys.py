"""Keys of every screen: help, and what is said once of each key that does nothing."""

from textual import events
from textual.screen import Screen

from broadsheet.tui import keys, sentences

_REDRAW = "ctrl+l"
"""As in shells and most programs for terminals; not an action, so that it may have another one."""


class HearsAllKeys(Screen):  # type: ignore[type-arg]  # of any result
    """A screen with help. It says of a key if it does nothing here; ctrl+l draws all again.

    Among the bases of a window it comes last: Textual takes styles from the first one alone.
    """

    _told_of: frozenset[str] = frozenset()

    def action_help(self) -> None:
        """Show all keys: first those of a window, when one is open."""
        # Imported when it is asked for: the first rows need none.
        from broadsheet.tui.screens.help import HelpScreen

        active = self.active_bindings.values() if self.is_modal else ()
        own = {binding.id for node, binding, *_ in active if node is self}
        self.app.push_screen(HelpScreen(own - {each.id for each in keys.HELPING}))

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
