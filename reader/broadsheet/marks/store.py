"""The marks, for the rest of the program."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Self, TextIO

from broadsheet.damage import FAULTS, error_code, is_damage
from broadsheet.marks import backup
from broadsheet.marks.changes import AreHere, note_other, turn, turn_back
from broadsheet.marks.database import connect
from broadsheet.marks.model import Adoption, Mark, MarkKind, MarksError, Merge, Opening, Step
from broadsheet.marks.partings import Parting, merge_partings, part, partings, unpart
from broadsheet.marks.session import open_session
from broadsheet.own_files import file_identity

if TYPE_CHECKING:
    from broadsheet.marks.exchange import Texts, Written

_MOST_PARAMETERS = 500  # of one statement; SQLite before 3.32 takes 999

_SENTENCES = {
    sqlite3.SQLITE_BUSY: "Another program has locked your marks.",
    sqlite3.SQLITE_FULL: "The disk is full.",
    sqlite3.SQLITE_READONLY: "The file with your marks is read-only.",
    sqlite3.SQLITE_CANTOPEN: "Your marks cannot be opened.",
    sqlite3.SQLITE_IOERR: "The disk is full or failing, or your quota is used up.",
}


class Marks:
    """The user's marks. When a method returns, its change is on the disk.

    Several threads may use them. Readers never wait for writers; writers wait for each other, and
    up to `wait` seconds for other processes. A method that fails raises `MarksError` and has
    changed nothing; the marks can still be used.
    """

    def __init__(self, path: Path, *, wait: float = 10.0) -> None:
        """Open the marks at `path`. Never raises: `opening` says what was found."""
        self.path = path
        self._wait = wait
        self._id = int.from_bytes(os.urandom(8)) >> 2
        self._writing = RLock()
        self._reading = Lock()
        self._session = open_session(path, wait)

    @property
    def opening(self) -> Opening:
        """What was found when the marks were opened, or reopened after a fault."""
        return self._session.opening

    @property
    def file(self) -> Path | None:
        """The database that the marks are read from, or a copy of it; None without one."""
        return self._session.file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the marks; call no method afterwards."""
        with self._writing, self._reading:
            self._session.close()

    def get(self, keys: Iterable[int]) -> dict[int, Mark]:
        """Return the marks under these keys; keys that never had any are left out."""
        wanted = list(keys)
        found: dict[int, Mark] = {}
        with self._reader() as connection:
            for start in range(0, len(wanted), _MOST_PARAMETERS):
                part = wanted[start : start + _MOST_PARAMETERS]
                places = ",".join("?" * len(part))
                for key, *flags in connection.execute(
                    "SELECT key, read <> 0, read_at, starred <> 0, starred_at, later <> 0, later_at"
                    f" FROM marks WHERE key IN ({places})",
                    part,
                ):
                    found[key] = Mark(*flags)
        return found

    def mark(
        self,
        kind: MarkKind,
        value: bool,
        articles: Iterable[tuple[int, str]],
        *,
        undoable: bool = True,
    ) -> Step:
        """Set the mark `kind` of `articles` to `value` in one step, for one article or a million.

        An article is its key and what `key_of` makes that key from: `mark_key`, in any spelling.
        """
        with self._writer() as connection:
            return turn(connection, kind, value, articles, self._id if undoable else None)

    def part(self, one: str, other: str, titles: Sequence[str] = ()) -> bool:
        """Note that two articles, by their `mark_key`, are not one story; `undo` takes it back.

        Returns False if that is known already, or if they are the same article. `titles`: see
        `partings.part`.
        """
        now = time.time_ns() // 1_000_000
        parting = Parting.of(one, other, parted=True, at=now)
        if parting is None:
            return False
        with self._writer() as connection:
            return part(connection, parting, self._id, titles)

    def note_other(self, change: str) -> None:
        """Note a change of something other than marks, for `undo` to hand back in its turn."""
        with self._writer() as connection:
            note_other(connection, change, self._id)

    def undo(
        self,
        undo_other: Callable[[str], None] = lambda _: None,
        are_here: AreHere = lambda _: True,
    ) -> Step | None:
        """Undo the last step of this reader, or the last one before it was opened.

        Each mark returns to what it was, unless someone else changed it since. Steps that another
        reader made after this one was opened are left alone, and earlier ones that marked only
        articles which `are_here` does not know: those of another library. A step noted with
        `note_other` is handed to `undo_other`. Returns None if no marks were undone.
        """
        with self._writer() as connection:

            def undo_noted(change: str) -> None:
                undo_other(change)
                unpart(connection, change)

            before = self._session.revision
            return turn_back(connection, self._id, before, undo_noted, are_here)

    def adopt(self, adoptions: Iterable[Adoption]) -> int:
        """Copy the marks under earlier keys of articles to their keys; return how many got some."""
        from broadsheet.marks.merging import adopt

        with self._writer() as connection:
            return adopt(connection, adoptions)

    def export(
        self,
        stream: TextIO,
        is_wanted: Callable[[int], bool] = lambda _: True,
        texts: "Texts" = (),
    ) -> "Written":
        """Write the marks whose key `is_wanted` to `stream` as JSON; return how many.

        `texts` are written behind them.

        Raises `OSError` too, if `stream` cannot be written.
        """
        from broadsheet.marks.exchange import write
        from broadsheet.marks.merging import entries

        file = self._session.file
        if file is None:
            return write(stream, (), texts)
        try:
            with closing(connect(file, self._wait)) as connection:
                wanted = (each for each in entries(connection) if is_wanted(each.key))
                parted = (
                    each
                    for each in partings(connection)
                    if is_wanted(each.one[0]) and is_wanted(each.other[0])
                )
                return write(stream, wanted, texts, parted)
        except FAULTS as error:
            raise self._failure(error, "Your marks cannot be read.") from error

    def merge(self, stream: TextIO, take_text: Callable[[object], None] = lambda _: None) -> Merge:
        """Merge marks that `export` wrote into these: the latest change of each mark wins.

        A star removed elsewhere is removed here too, unless it was set again since, or the other
        place never had it. At equal times a mark that is set wins. Texts, if there are any, go to
        `take_text`.
        """
        from broadsheet.marks.exchange import MarksFile
        from broadsheet.marks.merging import merge

        file = MarksFile(stream, take_text)
        with self._writer() as connection:
            changed = merge(connection, file)
            pairs_changed = merge_partings(connection, file.partings)
        pairs = sum(pair.parted for pair in file.partings)
        return Merge(file.count, changed, file.skipped, pairs, pairs_changed)

    def back_up(self) -> Path | None:
        """Make today's backup unless there is one, and check that the marks are sound.

        Call it once after opening, in the background: a million marks take seconds.
        """
        if self._session.writer is None:
            return None
        try:
            return backup.back_up(self.path)
        except FAULTS as error:
            raise self._failure(error, "No backup of your marks was made.") from error
        except OSError as error:
            raise MarksError(f"No backup of your marks was made: {error}.") from error

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._reading:
                yield self._session.reader
        except FAULTS as error:
            raise self._failure(error, "Your marks cannot be read.") from error

    @contextmanager
    def _writer(self) -> Iterator[sqlite3.Connection]:
        with self._writing:
            # Marks written to a deleted or replaced file would be lost.
            if self._session.identity is None or file_identity(self.path) != self._session.identity:
                self._open_again()
                if self.opening.sentence:
                    raise MarksError(f"Nothing was changed. {self.opening.sentence}")
            writer = self._session.writer
            if writer is None:
                raise MarksError("Nothing was changed. Your marks cannot be written.")
            try:
                yield writer
            except FAULTS as error:
                raise self._failure(error, "Nothing was changed.") from error

    def _failure(self, error: Exception, outcome: str) -> MarksError:
        """Return what `error` means for the user; if the marks are damaged, restore them first."""
        if is_damage(error):
            with self._writing:
                self._open_again(everything=True)
                if self.opening.sentence:
                    return MarksError(f"{outcome} {self.opening.sentence}")
        sentence = _SENTENCES.get(error_code(error) or 0, f"{error}.")
        return MarksError(f"{outcome} {sentence}")

    def _open_again(self, *, everything: bool = False) -> None:
        with self._reading:
            self._session.close()
            self._session = open_session(self.path, self._wait, everything=everything)
