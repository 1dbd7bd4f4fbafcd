"""The command palette: Textual's own, where it cannot end the program."""

from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette


class Palette(CommandPalette):
    """Textual's palette, whose page keys end the program where the window has no room for it."""

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)

    def dismiss(self, result: object = None) -> AwaitComplete:
        """Close; Enter, pressed again while that is under way, must not close what is below."""
        return super().dismiss() if self.is_current else AwaitComplete()
