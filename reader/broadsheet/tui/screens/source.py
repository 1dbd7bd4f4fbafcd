"""Windows of plain lines: the source of a file, and the list of problems."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len, chop_cells
from textual.binding import BindingType
from textual.content import Content

from broadsheet.articles.model import Problem
from broadsheet.library.index.index import Index
from broadsheet.text.file_names import shown_path
from broadsheet.tui import keys
from broadsheet.tui.cells import steady
from broadsheet.tui.page.blocks import Span
from broadsheet.tui.page.found import LineSearch
from broadsheet.tui.page.layout import Line
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.widgets.line_list import LineList, Piece

_LOOK_EVERY = 0.5
"""Seconds between two looks at whether the problems are others, which is a row of SQLite."""

_MARGIN = 6
"""Cells before the text, for its number."""


class WrappedLines(LineList):
    """Numbered lines of text; those wider than the window go on in the next row."""

    def __init__(self, lines: list[str], *, number: int = 1) -> None:
        super().__init__(id="text")
        self._lines = lines
        self._start = number
        self.is_numbered = True
        self._rows = [(number, line) for number, line in enumerate(lines, 1)]
        self._wanted = ""
        self._search: LineSearch | None = None
        self.matches = 0
        """How often the words that are wanted are there."""
        self.match: int | None = None
        """The match that the cursor went to."""

    def find(self, words: str) -> None:
        """Mark where some words are, and go to the first of them from the cursor on."""
        if self._search is None:
            self._search = LineSearch([Line((Span(text),), 0) for _, text in self._rows])
        self._wanted = words
        self.matches = self._search.find(words)
        self.match = None
        if self.matches:
            self.match = self._search.first_from(self.cursor) % self.matches
            self.cursor = self._search.line_of(self.match)
        self.refresh()

    def go_to_match(self, step: int) -> None:
        """Go to the next match or, with `step` -1, to the one before; round at the ends."""
        if self._search is not None and self.match is not None:
            self.match = (self.match + step) % self.matches
            self.cursor = self._search.line_of(self.match)
            self.refresh()

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
        """Wrap the lines to the new width."""
        self.wrap_lines()

    def wrap_lines(self) -> None:
        """Break the lines where the window ends, and stay on the same one."""
        number = self.number if self._start == 1 else self._start
        self._start = 1
        room = max(10, self.scrollable_content_region.width - _MARGIN)
        self._rows = [
            (number, row)
            for number, line in enumerate(self._lines, 1)
            for row in self.wrap(steady(line), room) or [""]
        ]
        self._search = None
        self.refilled(next((row for row, line in enumerate(self._rows) if line[0] == number), 0))
        if self._wanted:
            self.find(self._wanted)

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return the number, in the first row of a line, and the text of a row."""
        number, text = self._rows[index]
        is_first = index == 0 or self._rows[index - 1][0] != number
        pieces: list[Piece] = []
        if self.is_numbered:
            pieces.append((f"{number if is_first else '':>4}  ", "line--muted"))
        at = 0
        for start, end, _ in self._search.pieces(index) if self._search and self._wanted else ():
            pieces += [(text[at:start], ""), (text[start:end], "line--match")]
            at = end
        return [*pieces, (text[at:], "")]


class ProblemLines(WrappedLines):
    """The problems of a library, wrapped at words. Choosing one shows its file at its line."""

    def __init__(self, base: Path) -> None:
        super().__init__([])
        self._base = base
        self._problems: list[Problem] = []

    def show(self, problems: list[Problem]) -> None:
        """Show other problems, or a sentence if there are none."""
        self._problems = problems
        self._lines = [str(problem) for problem in problems] or [*_NO_PROBLEM]
        self.is_numbered = bool(problems)
        self.wrap_lines()

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
        if not self._problems:
            return
        problem = self._problems[self._rows[index][0] - 1]
        self.app.push_screen(source_screen(self._base, problem.path, problem.line or 1))


class ProblemsScreen(ListWindow):
    """The list of problems, as it is now; `index` returns the index of the library."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.PROBLEMS]

    def __init__(self, base: Path, index: Callable[[], Index]) -> None:
        self._problems = ProblemLines(base)
        super().__init__("Problems", self._problems)
        self._index = index
        self._as_of: object = None

    def on_mount(self) -> None:
        """Follow the library: somebody may be fixing a file."""
        super().on_mount()
        self.set_interval(_LOOK_EVERY, self._look)

    def on_resize(self) -> None:
        """Show the problems once there is room for them."""
        self._look()

    def _look(self) -> None:
        index = self._index()
        as_of = index, index.generation()
        if as_of != self._as_of:
            self._as_of = as_of
            title, listed = _problems_of(index)
            self._problems.border_title = Content(title)
            self._problems.show(listed)

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
    from broadsheet.tui.screens.text_window import TextWindow

    return TextWindow(title, WrappedLines(lines, number=line))


_NO_PROBLEM = (
    "No problems: every file of this library can be read, and is shown.",
    "“broadsheet check --skipped” also lists files that a rule leaves out.",
)

_MOST_SKIPPED = 1_000


def _problems_of(index: Index) -> tuple[str, list[Problem]]:
    """Return a title and the problems of a library, then files not shown, with the reason."""
    problems, skipped = index.problems(), index.skipped()
    listed = [*problems, *(Problem(path, reason) for path, reason in skipped[:_MOST_SKIPPED])]
    title = f"Problems ({len(problems):,})" if listed else "Problems"
    if skipped:
        first = f"first {_MOST_SKIPPED:,} of " if len(skipped) > _MOST_SKIPPED else ""
        title += f" · files not shown ({first}{len(skipped):,})"
    return title, listed
