"""How far each text was read, in a file of the state folder. Losing it does no harm."""

import threading
from contextlib import suppress
from typing import NamedTuple

from broadsheet.atomic_write import atomic_write
from broadsheet.own_files import close_to_others, private_folder
from broadsheet.paths import state_folder

_MOST = 1_000
_LONGEST_LINE = 60


class Text(NamedTuple):
    """A text: of the article with this key of marks, its full text or what its file holds."""

    key: int
    is_full: bool = False

    def __str__(self) -> str:
        return f"{self.key}{' full' if self.is_full else ''}"


class ReadingPlaces:
    """Remembers places as the number of characters before them, the latest thousand.

    The file is read when the first place is asked for, and written by `save`, which may run in a
    thread. Another reader's places are kept.
    """

    def __init__(self) -> None:
        self._file = state_folder() / "places"
        self._places: dict[str, int] | None = None
        self._changed: dict[str, int] = {}
        self._lock = threading.Lock()

    def of(self, text: Text) -> int:
        """Return the place in a text, 0 for its beginning."""
        if self._places is None:
            self._places = self._read()
        return self._places.get(str(text), 0)

    def keep(self, text: Text, place: int) -> bool:
        """Remember a place; return whether it is another one than before."""
        if self.of(text) == place or self._places is None:
            return False
        self._places[str(text)] = self._changed[str(text)] = place
        return True

    def save(self) -> None:
        """Write what changed since the last time."""
        with self._lock:
            changed, self._changed = self._changed, {}
            if not changed:
                return
            places = {text: place for text, place in self._read().items() if text not in changed}
            places |= {text: place for text, place in changed.items() if place}
            lines = [f"{place} {text}\n" for text, place in places.items()][-_MOST:]
            with suppress(OSError):
                private_folder(self._file.parent)
                close_to_others(self._file)
                with atomic_write(self._file) as stream:
                    stream.writelines(lines)

    def _read(self) -> dict[str, int]:
        try:
            lines = self._file.read_text("utf-8", "replace").splitlines()
        except OSError:
            return {}
        places = {}
        for line in lines[-_MOST:]:
            place, _, text = line.partition(" ")
            if place.isdecimal() and text and len(line) <= _LONGEST_LINE:
                places[text] = int(place)
        return places
