"""Opening the marks, in whatever state their file is."""

import os
import sqlite3
from contextlib import ExitStack, closing, suppress
from errno import EACCES
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from broadsheet.damage import FAULTS, DamagedError
from broadsheet.marks.backup import backup_folder, backups, newest_good_backup
from broadsheet.marks.database import (
    VERSION,
    WRITE_AHEAD,
    NewerError,
    bring_up_to_date,
    connect,
    examine,
    is_up_to_date,
    prepare,
    revision,
)
from broadsheet.marks.files import companion
from broadsheet.marks.model import Opening
from broadsheet.own_files import (
    FileLock,
    close_to_others,
    file_identity,
    private_file,
    private_folder,
)
from broadsheet.records import record
from broadsheet.text.door import clean_message

_BY_EFFECTIVE_IDS = os.access in os.supports_effective_ids


@record
class Session:
    """Open marks, read from `file`; `writer` is None if they cannot be changed.

    Reading has its own connection, so that it never waits while a million marks are written.
    `identity` tells the file from another in its place, `revision` counts its changes.
    """

    opening: Opening
    file: Path | None
    identity: tuple[int, int] | None
    revision: int
    reader: sqlite3.Connection
    writer: sqlite3.Connection | None
    resources: ExitStack

    def close(self) -> None:
        """Close the connections, release the lock and delete copies."""
        self.resources.close()


def open_session(path: Path, wait: float, *, everything: bool = False) -> Session:
    """Open the marks at `path`, waiting up to `wait` seconds for locks; never raises.

    With `everything`, a large file is checked completely too. Marks that cannot be written are read
    from a copy; marks that cannot be read appear as none.
    """
    try:
        return _open(path, wait, everything)
    except NewerError:
        return _open_copy(
            path,
            "Your marks were written by a newer Broadsheet: they are shown, but cannot be changed"
            f" until you update this one. (It knows version {VERSION}.)",
        )
    except DamagedError as error:
        return _open_copy(
            path,
            f"Your marks in {path} are damaged ({error}), and another Broadsheet has them open."
            " Close it, and they are restored. Until then they cannot be changed.",
        )
    except (OSError, sqlite3.Error) as error:
        return _open_copy(path, f"Cannot change your marks in {path}: {_reason(error)}.")


def _reason(error: OSError | sqlite3.Error) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _damage_of(path: Path, wait: float, everything: bool) -> str | None:
    """Return what is wrong with the marks at `path`; None if they are sound or do not exist yet.

    Raises `NewerError`, and `OSError` or `sqlite3.Error` if the file cannot be reached.
    """
    if not _is_begun(path):
        # SQLite would take an empty file for a new database and delete the log next to it.
        log = companion(path, WRITE_AHEAD)
        had_more = backups(path) or (log.exists() and log.stat().st_size)
        return "it is empty" if had_more else None
    with closing(connect(path, wait)) as connection:
        try:
            examine(connection, everything=everything)
            number = revision(connection)
        except DamagedError as error:
            return str(error)
    # A file that lost its log, or an old copy, may be sound and still lack marks.
    return "it is older than its backup" if newest_good_backup(path, after=number) else None


def _open(path: Path, wait: float, everything: bool) -> Session:
    private_folder(path.parent)
    close_to_others(*path.parent.glob(f"{path.stem}*"), *backup_folder(path).glob("*"))
    with ExitStack() as resources:
        lock = resources.enter_context(FileLock(path.with_suffix(".lock")))
        if _is_begun(path) and not os.access(path, os.W_OK, effective_ids=_BY_EFFECTIVE_IDS):
            # SQLite would notice later.
            raise PermissionError(EACCES, os.strerror(EACCES), str(path))
        opening = _made_sound(path, lock, wait, everything)
        lock.share()
        private_file(path)
        writer = resources.enter_context(closing(connect(path, wait)))
        is_new = not (_is_begun(path) and is_up_to_date(writer)) and bring_up_to_date(writer)
        prepare(writer)
        reader = resources.enter_context(closing(connect(path, wait)))
        examine(reader)
        state = Opening("fresh") if is_new else Opening("opened")
        return Session(
            opening or state,
            path,
            file_identity(path),
            revision(reader),
            reader,
            writer,
            resources.pop_all(),
        )


def _made_sound(path: Path, lock: FileLock, wait: float, everything: bool) -> Opening | None:
    """Restore the marks at `path` if they are damaged; return what was done, if anything."""
    lock.share()
    damage = _damage_of(path, wait, everything)
    if damage is None:
        return None
    if not lock.hold_alone(wait):
        raise DamagedError(damage)
    # Another process may have restored them in the meantime.
    damage = _damage_of(path, wait, everything)
    if damage is None:
        return None
    from broadsheet.marks.recovery import restore

    return restore(path, damage)


def _is_begun(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _open_copy(path: Path, sentence: str) -> Session:
    """Open the marks for reading, else the newest good backup, else no marks."""
    with suppress(OSError, *FAULTS):
        return _copied(path, sentence)
    with suppress(OSError, *FAULTS):
        if backup := newest_good_backup(path):
            return _copied(backup, sentence)
    return _empty(sentence)


def _copied(source: Path, sentence: str) -> Session:
    """Open a private copy of `source`: SQLite has to write next to what it reads."""
    with ExitStack() as resources:
        folder = Path(resources.enter_context(TemporaryDirectory(prefix="broadsheet-")))
        copy = folder / source.name
        for suffix in ("", WRITE_AHEAD):
            if companion(source, suffix).exists():
                copyfile(companion(source, suffix), companion(copy, suffix))
        reader = resources.enter_context(closing(connect(copy, 0)))
        with suppress(NewerError):
            examine(reader)
        opening = Opening("read-only", clean_message(sentence))
        return Session(opening, copy, None, 0, reader, None, resources.pop_all())


def _empty(sentence: str) -> Session:
    with ExitStack() as resources:
        reader = resources.enter_context(closing(connect(Path(":memory:"), 0)))
        bring_up_to_date(reader)
        opening = Opening("read-only", clean_message(sentence))
        return Session(opening, None, None, 0, reader, None, resources.pop_all())
