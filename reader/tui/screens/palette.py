"""The command palette: Textual's own, where it cannot end the program."""

from textual.command import CommandList, CommandPalette


class Palette(CommandPalette):
    """Textual's palette, whose page keys end the program where the window has no room for it."""

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)
