"""One line on a terminal that says how far a command is."""

from typing import Self, TextIO


class ProgressLine:
    """Shows one line of `stream` after another in the same place, if that is a terminal."""

    def __init__(self, stream: TextIO, *, is_quiet: bool = False) -> None:
        self._stream = stream
        self._is_shown = stream.isatty() and not is_quiet
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, line: str) -> None:
        """Show a line in place of the last one."""
        if self._is_shown:
            self._stream.write("\r" + line.ljust(self._width))
            self._stream.flush()
            self._width = len(line)

    def clear(self) -> None:
        """Remove the line."""
        if self._width:
            self.show("")
            self._stream.write("\r")
            self._stream.flush()
