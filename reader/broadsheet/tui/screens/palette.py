"""Textual's command palette, framed as our windows, and without two ways to end the program."""

from typing import Any, ClassVar

from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits
from textual.system_commands import SystemCommandsProvider
from textual.theme import ThemeProvider
from textual.worker import Worker, WorkerState

from broadsheet.log import note_error
from broadsheet.text.folding import name_key

_BY_EXPLANATION = 0.01
"""The score of a command found by its explanation: below all that are found by their names."""


class Palette(CommandPalette):
    """Textual's palette, whose page keys end the program if the window is too small for it."""

    # Here, because no start needs it.
    DEFAULT_CSS: ClassVar[str] = """
    Palette #--container { width: 90%; max-width: 90; }
    Palette SearchIcon { display: none; }
    Palette #--input { border: heavy $primary; background: $surface; }
    Palette #--input.--list-visible { border-bottom: none; }
    Palette CommandInput { background: $surface; }
    Palette CommandList { border: heavy $primary; border-top: none; background: $surface; }
    Palette CommandList { scrollbar-size-vertical: 1; scrollbar-background: $surface; }
    Palette CommandList { scrollbar-color: $primary-muted; }
    """

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)

    def run_worker(self, *work: Any, **how: Any) -> Worker[Any]:
        """Start a worker whose fault does not end the program.

        That of Textual's fails if the palette is closed before it has begun.
        """
        return super().run_worker(*work, **{**how, "exit_on_error": False})

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Report a fault of a worker."""
        if event.state is WorkerState.ERROR and event.worker.error is not None and self.is_current:
            note_error(event.worker.error)

    def dismiss(self, result: object = None) -> AwaitComplete:
        """Close, but not what lies below if Enter is pressed again while it closes."""
        return super().dismiss() if self.is_current else AwaitComplete()


class Commands(SystemCommandsProvider):
    """Finds commands by their names, then by the words of their explanations."""

    async def search(self, query: str) -> Hits:
        """Yield the commands that the query finds."""
        matcher = self.matcher(query)
        words = name_key(query).split()
        for name, explanation, callback, _ in self.app.get_system_commands(self.screen):
            score = matcher.match(name)
            if score <= 0 and all(word in name_key(explanation) for word in words):
                score = _BY_EXPLANATION
            if score > 0:
                yield Hit(score, matcher.highlight(name), callback, help=explanation)


class Themes(ThemeProvider):
    """Finds themes by their names, and says which one is in use."""

    async def discover(self) -> Hits:
        """Yield every theme."""
        for name, callback in self.commands:
            yield DiscoveryHit(name, callback, help="in use" if name == self._in_use else None)

    async def startup(self) -> None:
        """Remember what was in use before the first one was tried."""
        self._in_use = self.app.theme
