"""How far bringing the index up to date has come: what is told to who waits for it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Progress:
    """How far bringing up to date has come.

    `read` of `to_read` files are read; `added`, `changed` and `removed` count files, `files` those
    that the folder holds; `seconds` since the beginning. The last one has `phase` "done", or "busy"
    where another process is writing the same index already.
    """

    phase: Literal["looking", "reading", "done", "busy"] = "looking"
    files: int = 0
    to_read: int = 0
    read: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    seconds: float = 0.0

    @property
    def changed_anything(self) -> bool:
        """Whether the index differs from what it was."""
        return bool(self.added or self.changed or self.removed)
