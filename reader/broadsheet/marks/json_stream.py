"""Reading a large JSON document piece by piece, in any layout."""

import json
from collections.abc import Iterator
from typing import TextIO

_PIECE = 65_536  # characters
_LONGEST_VALUE = 2_000_000

_DECODER = json.JSONDecoder()


class JsonStream:
    """A JSON object that may contain a list larger than memory.

    After each name from `names`, call `value` or `items`. All raise `ValueError` or
    `RecursionError` if the text is not such JSON.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text = ""
        self._at = 0

    def names(self) -> Iterator[str]:
        """Yield the names of the object's members in order; the text must end with the object."""
        self._expect("{")
        if self._next() == "}":
            self._end()
            return
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise ValueError("expected a name in quotes")
            self._expect(":")
            yield name
            if self._next() == "}":
                self._end()
                return
            self._expect(",")

    def value(self) -> object:
        """Return the complete value that comes next."""
        self._next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if len(self._text) - self._at > _LONGEST_VALUE or not self._read_on():
                    raise
                continue
            # A number at the end of a piece may continue in the next one.
            if end == len(self._text) and self._read_on():
                continue
            self._at = end
            return value

    def items(self) -> Iterator[object]:
        """Yield the items of the list that comes next, one by one."""
        self._expect("[")
        if self._next() == "]":
            self._at += 1
            return
        while True:
            yield self.value()
            if self._next() == "]":
                self._at += 1
                return
            self._expect(",")

    def _end(self) -> None:
        self._at += 1
        if self._next():
            raise ValueError("unexpected text after the end")

    def _expect(self, sign: str) -> None:
        if self._next() != sign:
            raise ValueError(f"expected {sign}")
        self._at += 1

    def _next(self) -> str:
        """Skip white space and return the next character; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in " \t\r\n":
                    return self._text[self._at]
                self._at += 1
            if not self._read_on():
                return ""

    def _read_on(self) -> bool:
        piece = self._stream.read(_PIECE)
        self._text = self._text[self._at :] + piece
        self._at = 0
        return bool(piece)
