"""Earlier searches, in a file of the state folder. Failing to read or write it does no harm."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from broadsheet.atomic_write import atomic_write
from broadsheet.library.query.parse import MAX_LENGTH
from broadsheet.own_files import close_to_others, private_folder
from broadsheet.paths import state_folder

_MOST = 200


class SearchHistory:
    """Steps through earlier searches as a shell does.

    A thread reads and writes the file, one thing after the other, so that no key waits for a disk.
    """

    def __init__(self) -> None:
        self._file = state_folder() / "searches"
        self._thread = ThreadPoolExecutor(1, "searches")
        self._searches: Future[list[str]] | None = None
        self._place = 0
        self._walk: list[str] = []

    def read_ahead(self) -> None:
        """Read the file, before the first step: other readers may have added searches."""
        if not self._walk:
            self._searches = self._thread.submit(self._read)

    def close(self) -> None:
        """Wait until the last search is in the file."""
        self._thread.shutdown()

    def earlier(self, present: str) -> str | None:
        """Return the search before the one returned last, or None at the first one.

        The first step remembers `present`; the last step of `later` returns to it.
        """
        if not self._walk:
            searches = self._searches or self._thread.submit(self._read)
            before = [text for text in searches.result() if text != present]
            self._walk = [*before, present]
            self._place = len(before)
        if self._place == 0:
            return None
        self._place -= 1
        return self._walk[self._place]

    def later(self) -> str | None:
        """Return the search after the one returned last, or None after the last one."""
        if self._place + 1 >= len(self._walk):
            return None
        self._place += 1
        return self._walk[self._place]

    def add(self, text: str) -> None:
        """Remember a search as the latest one."""
        self._walk = []
        text = " ".join(text.split())
        if text:
            self._searches = self._thread.submit(self._write, text)

    def _write(self, text: str) -> list[str]:
        searches = [*(other for other in self._read() if other != text), text][-_MOST:]
        # Without the file only convenience is lost.
        with suppress(OSError):
            private_folder(self._file.parent)
            close_to_others(self._file)
            with atomic_write(self._file) as stream:
                stream.write("\n".join(searches) + "\n")
        return searches

    def _read(self) -> list[str]:
        try:
            lines = self._file.read_text("utf-8", "replace").splitlines()
        except OSError:
            return []
        return [line for line in lines if line.strip() and len(line) <= MAX_LENGTH]
