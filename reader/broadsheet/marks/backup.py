"""Backups of the marks: one a day, checked, the last five kept."""

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from broadsheet.damage import FAULTS, DamagedError, is_damage
from broadsheet.marks.database import (
    NewerError,
    connect,
    examine,
    revision,
)
from broadsheet.marks.files import remove, sync_to_disk
from broadsheet.own_files import FileLock, private_file, private_folder

_KEPT = 5
_WAIT_SECONDS = 10.0


def backup_folder(path: Path) -> Path:
    """Return where the backups of the marks at `path` are."""
    return path.with_name(f"{path.stem}-backups")


def backups(path: Path) -> list[Path]:
    """Return the backups of the marks at `path`, sound or not, in no order."""
    try:
        files = list(backup_folder(path).iterdir())
    except FileNotFoundError:
        return []
    return [file for file in files if file.suffix == path.suffix and file.stem[:1].isdigit()]


def back_up(path: Path) -> Path | None:
    """Make today's backup of the marks at `path`; None where there is one.

    Others may write meanwhile. Raises `DamagedError` where it is the marks that are damaged.
    """
    folder = backup_folder(path)
    backup = folder / f"{_today().isoformat()}{path.suffix}"
    if backup.exists():
        return None
    private_folder(folder)
    with FileLock(folder / ".lock") as lock:
        if not lock.hold_alone(0) or backup.exists():
            return None
        unchecked = folder / ".unchecked"
        try:
            private_file(unchecked)
            _copy(path, unchecked)
            sync_to_disk(unchecked)
            unchecked.replace(backup)
        finally:
            remove(unchecked)
        sync_to_disk(folder)
        for _, old in _by_revision(path)[_KEPT:]:
            old.unlink()
    return backup


def newest_good_backup(path: Path, *, after: int = -1) -> Path | None:
    """Return the sound backup that holds the latest change, if there is one after revision `after`.

    To be found sound, all of it is read; where there is none after `after`, none is.
    """
    candidates = (backup for number, backup in _by_revision(path) if number > after)
    return next((backup for backup in candidates if _is_sound(backup)), None)


def _by_revision(path: Path) -> list[tuple[int, Path]]:
    """Return the backups, latest change first: not latest date, for the clock may have been wrong.

    Those that cannot be read are not among them, and so are not deleted in favour of others.
    """
    revisions = []
    for backup in backups(path):
        try:
            with closing(connect(backup, _WAIT_SECONDS)) as connection:
                revisions.append((revision(connection), backup))
        except FAULTS:
            continue
    return sorted(revisions, reverse=True)


def _is_sound(backup: Path) -> bool:
    try:
        with closing(connect(backup, _WAIT_SECONDS)) as connection:
            examine(connection, whole=True)
    except (*FAULTS, NewerError):
        return False
    return True


def _copy(path: Path, target: Path) -> None:
    with closing(connect(path, _WAIT_SECONDS)) as source, closing(connect(target, 0)) as copy:
        try:
            source.backup(copy)
        except FAULTS as error:
            if is_damage(error):
                raise DamagedError(str(error)) from error
            raise
        # One file that stands for itself: it can be read from a folder that cannot be written.
        copy.execute("PRAGMA journal_mode = DELETE")
        examine(copy, whole=True)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
