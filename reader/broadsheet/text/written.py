"""Values that a file writes otherwise than they would be printed: `1.10`, `1e3`, `null`."""

from typing import Self


class Written(str):
    """The characters of a file, which also stand for a `value` of another kind.

    It is text wherever text is expected, so that version 3.10 never becomes 3.1.
    """

    __slots__ = ("value",)

    value: float | bool | None

    def __new__(cls, text: str, value: float | bool | None) -> Self:
        """Keep `text`, and the value that it stands for."""
        written = super().__new__(cls, text)
        written.value = value
        return written

    def __repr__(self) -> str:
        return f"Written({str(self)!r}, {self.value!r})"

    def __getnewargs__(self) -> tuple[str, float | bool | None]:  # type: ignore[override]
        return str(self), self.value
