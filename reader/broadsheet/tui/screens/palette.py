"""The windows that find a command or a theme by some letters of its name."""

from collections.abc import Callable, Sequence

from broadsheet.records import record
from broadsheet.text.folding import fold
from broadsheet.tui.cells import fit
from broadsheet.tui.screens.finding import FindScreen, FoundLines
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.widgets.line_list import Piece

_NAME = 28


@record
class Command:
    """What can be chosen, what it is for, and what does it."""

    name: str
    meaning: str
    do: Callable[[], None]
    keys: str = ""
    """Its keys, as Textual calls them."""

    other_words: str = ""
    """What else people may call it."""


class CommandLines(FoundLines):
    """Commands that hold what was typed: in their names, in other words for them, at last."""

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._all = commands
        self.found = [*commands]
        self._width = min(_NAME, max((len(one.name) for one in commands), default=0))

    def narrow(self, typed: str) -> None:
        """List the commands by how well they hold what was typed."""
        key = typed.strip().rstrip("!")  # as in ":q!"
        ranks = [
            (-1 if key in one.keys.split(",") else _rank(fold(typed), one), one)
            for one in self._all
        ]
        found = [(rank, one) for rank, one in ranks if rank is not None]
        self.found = [one for _, one in sorted(found, key=lambda each: each[0])]
        self.refilled(0)

    @property
    def count(self) -> int:
        """How many commands there are."""
        return len(self.found)

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return a command, and what it is for."""
        command = self.found[index]
        return [(f" {fit(command.name, self._width)}  ", ""), (command.meaning, "line--muted")]

    def choice(self) -> Callable[[], None]:
        """Return what does the command."""
        return self.found[self.cursor].do


def _rank(typed: str, command: Command) -> int | None:
    """Return how far down a command comes, None if it does not hold what was typed."""
    name, words = fold(command.name), typed.split()
    everything = f"{name} {fold(command.meaning)}"
    if name.startswith(typed):
        return 0
    if all(f" {word}" in f" {name}" for word in words):
        return 1
    if all(word in name for word in words):
        return 2
    if all(f" {word}" in everything for word in words):
        return 3
    if all(f" {word}" in f"{everything} {command.other_words}" for word in words):
        return 4
    letters = iter(name)
    return 5 if all(letter in letters for word in words for letter in word) else None


class Palette(FindScreen):
    """Finds a command, and does it."""

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__("Commands", CommandLines(commands), "letters of a command")


class ThemeLines(CommandLines):
    """Themes, each of which is tried while the cursor is on it."""

    def __init__(self, themes: Sequence[Command], in_use: str) -> None:
        super().__init__(themes)
        place = next((n for n, one in enumerate(themes) if one.name == in_use), 0)
        self.set_reactive(ThemeLines.cursor, place)

    def on_cursor(self, index: int) -> None:
        """Try the theme."""
        self.found[index].do()

    def narrow(self, typed: str) -> None:
        """List the themes that hold what was typed, and try the first one."""
        super().narrow(typed)
        if typed and self.found:
            self.on_cursor(0)


class ThemeScreen(FindScreen):
    """Finds a theme; `done` is called when one was chosen (True) or none (False)."""

    def __init__(
        self, themes: Sequence[Command], in_use: str, done: Callable[[bool], None]
    ) -> None:
        super().__init__("Themes", ThemeLines(themes, in_use), "letters of a theme")
        self._done = done

    def action_choose(self) -> None:
        """Use the theme from now on."""
        super().action_choose()
        if not self.is_current:
            self._done(True)

    def action_close(self) -> None:
        """Use the theme of before."""
        self._done(False)
        leave(self)
