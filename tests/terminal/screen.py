"""The picture of a terminal: pyte's screen, with rare characters right and usual ones quick.

Most of what a Textual program writes is text, colours and cursor places. These go past pyte's
parser, which takes one character at a time and would be most of the time that a test takes.
"""

import re
from itertools import groupby

import pyte
from pyte.modes import IRM
from pyte.screens import Char
from wcwidth import wcwidth

_ONE_CELL_EACH = re.compile(r"[ -~\xa1-\xac\xae-\u02ff\u2500-\u257f]+")
_COLOURS = re.compile(r"\x1b\[([0-9;]*)m")
_PLACE = re.compile(r"\x1b\[([0-9]+);([0-9]+)H")
# pyte raises on, or prints the rest of, most other sequences; they draw nothing.
_KNOWN_TO_PYTE = re.compile(r"[\x07-\x0f]|\x1b[78DEHMc]|\x1b\[(?:[0-9;]*[@-~]|\?[0-9;]+[hl])")


class Screen(pyte.Screen):
    """A screen that takes in text and control sequences, and gives its lines as text."""

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__(columns, rows)
        self._parser = pyte.Stream(self)
        self._lines: dict[int, str] = {}
        self._styles: dict[tuple[Char, str], Char] = {}
        self._cells: dict[Char, dict[str, Char]] = {}

    def obey(self, sequence: str) -> None:
        """Do what a control sequence says; one that draws nothing is passed over."""
        if match := _COLOURS.fullmatch(sequence):
            key = self.cursor.attrs, sequence
            if key not in self._styles:
                self.select_graphic_rendition(*(int(code or 0) for code in match[1].split(";")))
                self._styles[key] = self.cursor.attrs
            self.cursor.attrs = self._styles[key]
        elif match := _PLACE.fullmatch(sequence):
            self.cursor_position(int(match[1]), int(match[2]))
        elif _KNOWN_TO_PYTE.fullmatch(sequence):
            self._parser.feed(sequence)

    def draw(self, data: str) -> None:
        """Draw text, in which nothing is a control."""
        column = self.cursor.x
        is_usual = _ONE_CELL_EACH.fullmatch(data) and IRM not in self.mode
        if is_usual and column + len(data) <= self.columns:
            self._draw_usual(data)
            return
        for has_width, run in groupby(data, lambda char: wcwidth(char) != 0):
            if has_width:
                super().draw("".join(run))
            else:
                self._attach("".join(run))

    def line(self, row: int) -> str:
        """Return one line, without spaces at its end; half a wide character is a space."""
        for changed in self.dirty:
            self._lines.pop(changed, None)
        self.dirty.clear()
        if row not in self._lines:
            self._lines[row] = "".join(self.characters(row)).rstrip()
        return self._lines[row]

    def characters(self, row: int) -> list[str]:
        """Return what each cell adds to the text: "" where a wide character reaches into."""
        cells = [self.buffer[row][column].data for column in range(self.columns)]
        if all(len(cell) == 1 and cell.isascii() for cell in cells):
            return cells
        wide = [wcwidth(cell[:1]) == 2 for cell in cells]
        halves = [*cells[1:], " "]
        return [
            " " if is_wide and half else cell or ("" if after_wide else " ")
            for cell, half, is_wide, after_wide in zip(
                cells, halves, wide, [False, *wide], strict=False
            )
        ]

    def _draw_usual(self, data: str) -> None:
        cells = self._cells.setdefault(self.cursor.attrs, {})
        row = self.buffer[self.cursor.y]
        for column, char in enumerate(data, self.cursor.x):
            if char not in cells:
                cells[char] = self.cursor.attrs._replace(data=char)
            row[column] = cells[char]
        self.cursor.x += len(data)
        self.dirty.add(self.cursor.y)

    def _attach(self, marks: str) -> None:
        """Add characters without a width to the one before them, which pyte would forget."""
        row = self.buffer[self.cursor.y]
        column = self.cursor.x - 1
        if column > 0 and not row[column].data:
            column -= 1  # the second half of a wide character
        if column >= 0:
            row[column] = row[column]._replace(data=row[column].data + marks)
            self.dirty.add(self.cursor.y)
