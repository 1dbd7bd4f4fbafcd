"""Windows of plain lines: the source of a file, and the list of problems."""

from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len, chop_cells
from textual.binding import BindingType

from broadsheet.articles.model import Problem
from broadsheet.text.file_names import shown_path
from broadsheet.tui import keys
from broadsheet.tui.cells import steady
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.widgets.line_list import LineList, Piece

_MARGIN = 6
"""Cells before the text, for its number."""


class WrappedLines(LineList):
    """Numbered lines of text; those wider than the window go on in the next row."""

    IS_NUMBERED = True

    def __init__(self, lines: list[str], *, number: int = 1) -> None:
        super().__init__(id="text")
        self._lines = lines
        self._start = number
        self._rows = [(number, line) for number, line in enumerate(lines, 1)]

    def wrap(self, line: str, room: int) -> list[str]:
        """Return `line` in rows of at most `room` cells."""
        return chop_cells(line, room)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def number(self) -> int:
        """The number of the line that the cursor is on, from 1."""
        return self._rows[self.cursor][0] if self._rows else 1

    def on_resize(self) -> None:
        """Wrap the lines to the new width, and stay on the same one."""
        number = self.number if self._start == 1 else self._start
        self._start = 1
        room = max(10, self.scrollable_content_region.width - _MARGIN)
        self._rows = [
            (number, row)
            for number, line in enumerate(self._lines, 1)
            for row in self.wrap(steady(line), room) or [""]
        ]
        self.refilled(next((row for row, line in enumerate(self._rows) if line[0] == number), 0))

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return the number, in the first row of a line, and the text of a row."""
        number, text = self._rows[index]
        if not self.IS_NUMBERED:
            return [(text, "")]
        is_first = index == 0 or self._rows[index - 1][0] != number
        return [(f"{number if is_first else '':>4}  ", "line--muted"), (text, "")]


class SentenceLines(WrappedLines):
    """A sentence, in place of the lines that there are none of."""

    IS_NUMBERED = False


class ProblemLines(WrappedLines):
    """The problems of a library, wrapped at words. Choosing one shows its file at its line."""

    def __init__(self, base: Path, problems: list[Problem]) -> None:
        super().__init__([str(problem) for problem in problems])
        self._base = base
        self._problems = problems

    def wrap(self, line: str, room: int) -> list[str]:
        """Return `line` in rows that end where a word does."""
        rows = [""]
        for word in line.split(" "):
            row = f"{rows[-1]} {word}" if rows[-1] else word
            if cell_len(row) <= room:
                rows[-1] = row
            else:
                rows += chop_cells(word, room)
        return [row for row in rows if row]

    def on_choice(self, index: int) -> None:
        """Show the file of a problem, the cursor on its line."""
        problem = self._problems[self._rows[index][0] - 1]
        self.app.push_screen(source_screen(self._base, problem.path, problem.line or 1))


class ProblemsScreen(ListWindow):
    """The list of problems."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.PROBLEMS]

    def action_show_file(self) -> None:
        """Show the file that the cursor is on."""
        self._lines.choose_current()


def source_screen(base: Path, path: str, line: int = 1, note: str = "") -> ListWindow:
    """Return a window on the file at `path`, the cursor on `line`, control characters visible.

    The title says the `note` too.
    """
    from broadsheet.articles.read import read_source

    lines = read_source(base, path).split("\n")
    title = shown_path(path) + (f" · {note}" if note else "")
    return ListWindow(title, WrappedLines(lines, number=line))


_NO_PROBLEM = (
    "No problems: every file of this library can be read, and is shown.",
    "“broadsheet check --skipped” also lists files that a rule leaves out.",
)

_MOST_SKIPPED = 1_000


def problems_screen(
    base: Path, problems: list[Problem], skipped: list[tuple[str, str]]
) -> ListWindow:
    """Return a window on the problems of the library in the folder `base`.

    Files that are not shown come after them, with the reason.
    """
    listed = [*problems, *(Problem(path, reason) for path, reason in skipped[:_MOST_SKIPPED])]
    title = f"Problems ({len(problems):,})"
    if not listed:
        return ListWindow(title, SentenceLines([*_NO_PROBLEM]))
    if skipped:
        first = f"first {_MOST_SKIPPED:,} of " if len(skipped) > _MOST_SKIPPED else ""
        title += f" · files not shown ({first}{len(skipped):,})"
    return ProblemsScreen(title, ProblemLines(base, listed))
