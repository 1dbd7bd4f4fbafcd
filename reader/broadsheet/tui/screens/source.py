"""Windows of plain lines: the source of a file, and the list of problems."""

from pathlib import Path

from rich.cells import chop_cells

from broadsheet.articles.model import Problem
from broadsheet.text.file_names import shown_path
from broadsheet.tui.cells import steady
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.widgets.line_list import LineList, Piece


class TextLines(LineList):
    """Lines of text, numbered where they are a file's; longer ones are wrapped before."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(id="text")
        self._lines = lines
        self._wrapped: list[tuple[int, str]] = [
            (number, line) for number, line in enumerate(lines, 1)
        ]

    @property
    def count(self) -> int:
        """How many lines there are, wrapped ones counted as often as they are drawn."""
        return len(self._wrapped)

    def on_resize(self) -> None:
        """Wrap the lines to the new width."""
        room = max(10, self.scrollable_content_region.width - 6)
        self._wrapped = [
            (0 if part else number, text)
            for number, line in enumerate(self._lines, 1)
            for part, text in enumerate(chop_cells(steady(line), room) or [""])
        ]
        super().on_resize()
        self.refresh()

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return the number and the text of a line."""
        number, text = self._wrapped[index]
        return [(f"{number:>4}  " if number else "      ", "line--muted"), (text, "")]


def source_screen(base: Path, path: str) -> ListWindow:
    """Return a window on the file at `path`, control characters made visible."""
    from broadsheet.articles.read import read_source

    return ListWindow(shown_path(path), TextLines(read_source(base, path).split("\n")))


def problems_screen(problems: list[Problem]) -> ListWindow:
    """Return a window on the problems of the library."""
    lines = [str(problem) for problem in problems]
    title = f"Problems ({len(problems):,})"
    return ListWindow(
        title, TextLines(lines or ["Every file of this library could be read whole."])
    )
