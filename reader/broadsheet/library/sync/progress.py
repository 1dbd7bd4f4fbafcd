"""Progress of an index update, for those who wait for it."""

from typing import Literal

from broadsheet.records import record


@record
class Progress:
    """How far an update of the index has come.

    `files` counts the files in the folder, `to_read` the new or changed ones among them, and
    `read` those already read. The first two count what was found so far, until `is_counted` is
    true. `added`, `changed` and `removed` count files, among the first of which `not_shown` are no
    articles, and among the second `never_shown` were none before either. `texts` counts the fetched
    texts that came, changed or went; `seconds` is the time since the start. `has_new_stories` tells
    whether stories were made or changed. The `phase` is "waiting" while another process writes the
    same index. The last progress has the phase "done", or "busy" if the index is left to that
    process.
    `note` is a sentence for the user if something went wrong that did not stop the update.
    """

    phase: Literal["waiting", "looking", "reading", "done", "busy"] = "looking"
    files: int = 0
    to_read: int = 0
    read: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    not_shown: int = 0
    never_shown: int = 0
    texts: int = 0
    has_new_stories: bool = False
    seconds: float = 0.0
    is_counted: bool = False
    note: str = ""

    @property
    def changed_anything(self) -> bool:
        """Whether the index differs from what it was."""
        return bool(self.added or self.changed or self.removed)

    @property
    def rate(self) -> float:
        """How many files were read per second, on average."""
        return self.read / self.seconds if self.seconds > 0 else 0.0

    @property
    def sentence(self) -> str:
        """How many files have been read, in words."""
        known = f"{self.to_read:,}" if self.is_counted else f"{self.to_read:,} or more"
        parts = [f"reading {self.read:,} of {known} files"]
        left = self.seconds_left
        if left is not None:
            parts += [f"{self.rate:,.0f} a second", f"{left:.0f} s left"]
        return ", ".join(parts)

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take at this rate; None if that is not known yet."""
        if not self.is_counted or not self.read:
            return None
        return max(0, self.to_read - self.read) / self.rate
