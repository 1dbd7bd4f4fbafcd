"""The screen as a recording's bytes draw it, and how long after a key it had come to rest."""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

import pyte

from benchmarks.recording import COLUMNS, ROWS, Recording
from tests.terminal.sequences import tokens, unfinished_tail

# pyte raises on, or prints the rest of, most other sequences; they draw nothing.
_DRAWS = re.compile(r"[\x07-\x0f]|\x1b[78DEHMc]|\x1b\[(?:[0-9;]*[@-~]|\?[0-9;]+[hl])")
_FRAME_BEGINS, _FRAME_ENDS = "\x1b[?2026h", "\x1b[?2026l"


class Picture:
    """What a person sees after the bytes that were fed so far."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending = ""
        self.is_whole = True
        """Whether no frame is under way: a terminal shows none by halves."""

    def feed(self, data: bytes) -> None:
        """Draw."""
        stream = self._pending + self._decoder.decode(data)
        end = unfinished_tail(stream)
        self._pending = stream[end:]
        for token, is_control in tokens(stream[:end]):
            if token in (_FRAME_BEGINS, _FRAME_ENDS):
                self.is_whole = token == _FRAME_ENDS
            elif not is_control or _DRAWS.fullmatch(token):
                self._stream.feed(token)

    def line(self, row: int, left: int = 0, right: int = COLUMNS) -> str:
        """Return the text of a line, from the column `left` to before `right`."""
        cells = self._screen.buffer[row]
        return "".join(cells[column].data or " " for column in range(left, right))

    def lines(self) -> tuple[str, ...]:
        """Return every line."""
        return tuple(self.line(row) for row in range(ROWS))

    def background(self, column: int, row: int) -> str:
        """Return the colour behind a cell."""
        return str(self._screen.buffer[row][column].bg)


State = Callable[[Picture], Hashable]
"""What of a picture has to come to rest for a key to be answered."""


class Replay:
    """Draws a recording piece by piece, as far as it has come, and tells when it changed."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._next = 0
        self.picture = Picture()

    def catch_up(self) -> Picture:
        """Return the screen as it is now."""
        for _ in self._frame_ends():
            pass
        return self.picture

    def answers(self, presses: Sequence[float], until: float, state: State) -> list[float | None]:
        """Return for each key how many seconds later `state` was what it stayed.

        That is: the end of the last frame that changed it before the next key was pressed, the
        last key's before `until`. None where the key changed nothing. Asked once for each key.
        """
        found = self.changes(presses, until, state)
        return [seconds[-1] if seconds else None for seconds in found]

    def changes(self, presses: Sequence[float], until: float, state: State) -> list[list[float]]:
        """Return for each key how many seconds later each frame ended that changed `state`."""
        found: list[list[float]] = [[] for _ in presses]
        ends = [*presses[1:], until]
        last, key = state(self.picture), -1
        for at in self._frame_ends():
            while key + 1 < len(presses) and presses[key + 1] < at:
                key += 1
            shown = state(self.picture)
            if key >= 0 and at <= ends[key] and shown != last:
                found[key].append(at - presses[key])
            last = shown
        return found

    def _frame_ends(self) -> Iterator[float]:
        for piece in self._recording.pieces[self._next :]:
            self._next += 1
            self.picture.feed(piece.data)
            if self.picture.is_whole:
                yield piece.at


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where the reader's table stands: columns and rows of its lines, and the titles' column.

    `right` and `bottom` are the first column and row that are no longer the table's: its frame.
    """

    left: int
    right: int
    top: int
    bottom: int
    titles: int


_SIDES = "│┃"
_CORNERS = "└┗"


def find_table(picture: Picture) -> TablePlace | None:
    """Return where the table is; None while the screen shows none."""
    for row in range(ROWS):
        head = picture.line(row)
        if "TITLE" in head and "DATE" in head:
            titles = head.index("TITLE")
            frame = max(head.rfind(side, 0, titles) for side in _SIDES)
            right = max(head.rfind(side) for side in _SIDES)
            below = range(row + 1, ROWS)
            bottom = next((low for low in below if picture.line(low)[frame] in _CORNERS), ROWS)
            return TablePlace(frame + 1, right, row + 1, bottom, titles)
    return None


def _cursor_row(picture: Picture, table: TablePlace) -> int:
    """Return the row whose background is like no other's."""
    colours = {row: picture.background(table.left, row) for row in range(table.top, table.bottom)}
    usual, _ = Counter(colours.values()).most_common(1)[0]
    return next((row for row, colour in colours.items() if colour != usual), table.top)


def cursor_title(picture: Picture) -> Hashable:
    """Return the title that the table's cursor is on."""
    table = find_table(picture)
    if table is None:
        return None
    return picture.line(_cursor_row(picture, table), table.titles, table.right)


def table_rows(picture: Picture) -> Hashable:
    """Return the lines of the table, and which of them the cursor is on."""
    table = find_table(picture)
    if table is None:
        return None
    lines = (picture.line(row, table.left, table.right) for row in range(table.top, table.bottom))
    return _cursor_row(picture, table), tuple(lines)


def view(picture: Picture) -> Hashable:
    """Return what the line at the top says of the view, and the lines of the table."""
    return picture.line(0), table_rows(picture)


def everything(picture: Picture) -> Hashable:
    """Return every line of the screen."""
    return picture.lines()
