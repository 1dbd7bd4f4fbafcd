"""The pictures that were fetched: files in the cache folder, the ones not looked at longest go."""

import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from broadsheet.own_files import private_folder
from broadsheet.paths import cache_folder
from broadsheet.untrusted_file import read_untrusted

LARGEST_PICTURE = 10 * 1024 * 1024
"""Bytes as it is fetched."""

_AFTER_PRUNING = 0.9  # of the limit, so that not every further picture leads to a look at all
_ENDING = ".picture"


class PictureStore:
    """Pictures by their addresses; may be used by many threads and processes.

    A file is complete or absent. What cannot be read or written counts as absent.
    """

    def __init__(self, limit: int) -> None:
        self._folder = cache_folder() / "pictures"
        self._limit = limit

    def get(self, url: str) -> bytes | None:
        """Return a picture, and note that it was looked at; None if it is not kept."""
        path = self._path(url)
        try:
            data, _ = read_untrusted(str(path), LARGEST_PICTURE, follows_links=False)
            os.utime(path)
        except OSError:
            return None
        return data or None

    def keep(self, url: str, data: bytes) -> None:
        """Keep a picture, and drop others if all of them take too much room."""
        if len(data) > self._limit:
            return
        path = self._path(url)
        temporary = path.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}")
        with suppress(OSError):
            private_folder(self._folder.parent)
            private_folder(self._folder)
            try:
                temporary.write_bytes(data)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
            self.tidy()

    def forget(self, url: str) -> None:
        """Drop a picture that cannot be drawn."""
        with suppress(OSError):
            self._path(url).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Drop pictures until the rest takes no more room than the limit; raises `OSError`."""
        found = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    found.append((status.st_mtime_ns, status.st_size, entry.path))
        size = sum(one[1] for one in found)
        if size <= self._limit:
            return
        for _, length, path in sorted(found):
            if size <= self._limit * _AFTER_PRUNING:
                break
            Path(path).unlink(missing_ok=True)
            size -= length

    def _path(self, url: str) -> Path:
        return self._folder / (sha256(url.encode("utf-8", "replace")).hexdigest()[:32] + _ENDING)
