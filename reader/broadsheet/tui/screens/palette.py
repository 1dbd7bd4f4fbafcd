"""Textual's command palette, without two ways in which it ends the program."""

from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette


class Palette(CommandPalette):
    """Textual's palette, whose page keys end the program if the window is too small for it."""

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)

    def dismiss(self, result: object = None) -> AwaitComplete:
        """Close, but not what lies below if Enter is pressed again while it closes."""
        return super().dismiss() if self.is_current else AwaitComplete()
