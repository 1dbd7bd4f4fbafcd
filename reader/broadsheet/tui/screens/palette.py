"""Textual's command palette, without two ways in which it ends the program."""

from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, Hit, Hits
from textual.system_commands import SystemCommandsProvider

from broadsheet.text.folding import name_key

_BY_EXPLANATION = 0.01
"""The score of a command found by its explanation: below all that are found by their names."""


class Palette(CommandPalette):
    """Textual's palette, whose page keys end the program if the window is too small for it."""

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)

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
