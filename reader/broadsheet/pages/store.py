"""The kept texts: one Markdown file per page, in the user's data folder, readable anywhere.

A text is kept under the key of its article's marks, `key64(mark_key(article))`, which is a hash of
its canonical address: every library that has the article has its text. A file is complete or
absent, and the folder's time of change tells that texts came or went.
"""

import json
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from broadsheet.atomic_write import atomic_write
from broadsheet.own_files import private_folder
from broadsheet.pages.reasons import Missing, missing_of
from broadsheet.paths import state_folder, texts_folder
from broadsheet.text.door import clean_line, clean_text
from broadsheet.untrusted_file import read_untrusted

LONGEST_TEXT = 600_000
"""Characters of one text that are kept."""

_LARGEST_FILE = 4 * 1024 * 1024
_TEXT, _REASON = ".md", ".json"
_HEX = 16
_AFTER_PRUNING = 0.95  # of the limit, so that not every further text leads to a look at all
_TEMPORARY_LASTS = 3600.0
_TRIED_AGAIN_AFTER = 24 * 3600

Ranks = Callable[[list[int]], Mapping[int, int]]
"""Returns how much the user wants each of some keys; those with the least go first."""


@dataclass(frozen=True, slots=True)
class Page:
    """The text of an article's page as Markdown, every part of it safe to show."""

    markdown: str
    url: str = ""
    """Where it came from."""

    title: str = ""
    fetched_at: float = field(default=0.0, compare=False)
    """Seconds since the epoch."""

    address: str = ""
    """What the article is known by: `mark_key`."""


class Stamp(NamedTuple):
    """What tells whether a kept text is the same as before."""

    changed: int
    """Nanoseconds."""

    size: int
    """Bytes."""


class PageStore:
    """The texts of all libraries; may be used by many threads and processes.

    What cannot be read counts as absent. Methods that write raise `OSError`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or texts_folder()
        # Elsewhere, so that a reason does not change the time of the folder of texts.
        self._reasons = state_folder() / "missing-texts"
        self._size: int | None = None

    def has(self, key: int) -> bool:
        """Tell whether there is a text for `key`."""
        return self._path(key, _TEXT).is_file()

    def get(self, key: int) -> Page | None:
        """Return the text for `key`; None if there is none that can be read."""
        try:
            data, status = read_untrusted(str(self._path(key, _TEXT)), _LARGEST_FILE)
        except OSError:
            return None
        if data is None:
            return None
        head, found, markdown = data.decode("utf-8", "replace").partition("\n---\n")
        if not found or not head.startswith("---\n"):
            return None
        fields = dict(_fields(head))
        return Page(
            clean_text(markdown.strip("\n"), decode_entities=False),
            clean_line(fields.get("url", "")),
            clean_line(fields.get("title", "")),
            status.st_mtime,
            clean_line(fields.get("address", "")),
        )

    def keep(self, key: int, page: Page) -> None:
        """Keep a text in place of any earlier one, and forget why there was none."""
        head = {
            "url": page.url,
            "title": page.title,
            "address": page.address,
            "fetched": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
        text = "\n".join(["---", *lines, "---", "", page.markdown.strip("\n"), ""])
        path = self._path(key, _TEXT)
        before = _size_of(path)
        private_folder(self.folder.parent)
        private_folder(self.folder)
        with atomic_write(path) as stream:
            stream.write(text)
        self._path(key, _REASON).unlink(missing_ok=True)
        if self._size is not None:
            self._size += _size_of(path) - before
        self._note_change()

    def remove(self, keys: Iterable[int]) -> int:
        """Remove the texts for `keys`; return how many there were."""
        count = 0
        for key in keys:
            with suppress(FileNotFoundError):
                self._path(key, _TEXT).unlink()
                count += 1
        self._size = None
        if count:
            self._note_change()
        return count

    def note_missing(self, key: int, missing: Missing) -> None:
        """Note why there is no text, so that nobody asks for the page again soon."""
        path = self._path(key, _REASON)
        for folder in (self._reasons.parent, self._reasons):
            private_folder(folder)
        with atomic_write(path) as stream:
            json.dump([missing.kind, missing.sentence], stream)

    def missing(self, key: int, since: float = 0.0) -> Missing | None:
        """Return why there is no text, if that was noted after `since`; else None."""
        path = self._path(key, _REASON)
        try:
            data, status = read_untrusted(str(path), _LARGEST_FILE)
            kind, sentence = json.loads(data or b"")
        except (OSError, ValueError, RecursionError, TypeError):
            return None
        if status.st_mtime < since:
            return None
        return missing_of(kind, clean_line(sentence) if isinstance(sentence, str) else None)

    def is_worth_trying(self, key: int) -> bool:
        """Tell whether a text is missing, and no attempt to fetch it failed within the last day."""
        since = time.time() - _TRIED_AGAIN_AFTER
        return not self.has(key) and self.missing(key, since) is None

    def generation(self) -> int:
        """Return a number that changes whenever texts come or go; 0 if there never were any."""
        try:
            return self.folder.stat().st_mtime_ns
        except OSError:
            return 0

    def stamps(self) -> dict[int, Stamp]:
        """Return the keys of all texts, and what changes when one is replaced.

        Take the `generation` before, not after: then no change is missed.
        """
        return {key: stamp for key, stamp, _ in self._files(_TEXT)}

    def size(self) -> int:
        """Return how many bytes all texts take."""
        if self._size is None:
            self._size = sum(stamp.size for stamp in self.stamps().values())
        return self._size

    def keep_within(self, limit: int, ranks: Ranks) -> int:
        """Remove texts until the rest takes at most `limit` bytes; return how many.

        Texts of the lowest rank go first, and among these the oldest.
        """
        if self.size() <= limit:
            return 0
        stamps = self.stamps()
        rank = ranks([*stamps])
        size = sum(stamp.size for stamp in stamps.values())
        going: list[int] = []
        for key in sorted(stamps, key=lambda key: (rank.get(key, 0), stamps[key].changed)):
            if size <= limit * _AFTER_PRUNING:
                break
            size -= stamps[key].size
            going.append(key)
        return self.remove(going)

    def tidy(self, before: float) -> None:
        """Remove reasons that were noted before then, and what killed processes left unfinished."""
        for _, stamp, path in self._files(_REASON):
            if stamp.changed < before * 1e9:
                path.unlink(missing_ok=True)
        for folder in (self.folder, self._reasons):
            for path in folder.glob(".*"):
                if time.time() - path.lstat().st_mtime > _TEMPORARY_LASTS:
                    path.unlink(missing_ok=True)

    def _path(self, key: int, ending: str) -> Path:
        folder = self.folder if ending == _TEXT else self._reasons
        return folder / f"{key & (1 << 64) - 1:0{_HEX}x}{ending}"

    def _files(self, ending: str) -> Iterator[tuple[int, Stamp, Path]]:
        with suppress(FileNotFoundError), os.scandir(self._path(0, ending).parent) as entries:
            for entry in entries:
                name, _, found = entry.name.partition(".")
                if f".{found}" != ending or len(name) != _HEX:
                    continue
                with suppress(ValueError, OSError):
                    key = int.from_bytes(bytes.fromhex(name), "big", signed=True)
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(status.st_mode):
                        stamp = Stamp(status.st_mtime_ns, status.st_size)
                        yield key, stamp, Path(entry.path)

    def _note_change(self) -> None:
        # The time that the system notes may be the same for two changes in quick succession.
        with suppress(OSError):
            os.utime(self.folder, ns=(time.time_ns(), time.time_ns()))


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _fields(head: str) -> Iterator[tuple[str, str]]:
    for line in head.split("\n"):
        name, _, value = line.partition(": ")
        with suppress(ValueError, RecursionError):
            read = json.loads(value)
            if isinstance(read, str):
                yield name, read
