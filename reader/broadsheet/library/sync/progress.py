"""How far bringing the index up to date has come: what is told to who waits for it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Progress:
    """How far bringing up to date has come.

    `files` counts those that the folder holds, `to_read` those of them that are new or changed:
    those found so far, until `is_counted` says that there are no more. `read` of them are read;
    `added`, `changed` and `removed` count files; `seconds` since the beginning. The last one has
    `phase` "done", or "busy" where another process is writing the same index already. `note` is
    a sentence for the person, where something is not as it should be.
    """

    phase: Literal["looking", "reading", "done", "busy"] = "looking"
    files: int = 0
    to_read: int = 0
    read: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    seconds: float = 0.0
    is_counted: bool = False
    note: str = ""

    @property
    def changed_anything(self) -> bool:
        """Whether the index differs from what it was."""
        return bool(self.added or self.changed or self.removed)

    @property
    def rate(self) -> float:
        """How many files were read a second, on the average."""
        return self.read / self.seconds if self.seconds > 0 else 0.0

    @property
    def sentence(self) -> str:
        """How far reading has come, in words."""
        known = f"{self.to_read:,}" if self.is_counted else f"{self.to_read:,} or more"
        parts = [f"reading {self.read:,} of {known} files"]
        left = self.seconds_left
        if left is not None:
            parts += [f"{self.rate:,.0f} a second", f"{left:.0f} s left"]
        return ", ".join(parts)

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take at this rate; None while that cannot be told."""
        if not self.is_counted or not self.read:
            return None
        return max(0, self.to_read - self.read) / self.rate
