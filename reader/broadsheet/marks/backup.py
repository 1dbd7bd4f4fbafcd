"""Backups of the marks: one per day, checked, the last five kept."""

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
    """Return the folder with the backups of the marks at `path`."""
    return path.with_name(f"{path.stem}-backups")


def backups(path: Path) -> list[Path]:
    """Return all backups of the marks at `path`, sound or damaged, in no particular order."""
    try:
        files = list(backup_folder(path).iterdir())
    except FileNotFoundError:
        return []
    return [file for file in files if file.suffix == path.suffix and file.stem[:1].isdigit()]


def back_up(path: Path) -> Path | None:
    """Make today's backup of the marks at `path`; return None if there is one already.

    Other processes may write in the meantime. Raises `DamagedError` if the marks are damaged.
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
    """Return the sound backup with the latest change, if that is after revision `after`.

    Only backups after that revision are checked, which means reading all of them.
    """
    candidates = (backup for number, backup in _by_revision(path) if number > after)
    return next((backup for backup in candidates if _is_sound(backup)), None)


def _by_revision(path: Path) -> list[tuple[int, Path]]:
    """Return the backups, the latest change first; dates may be wrong, because the clock was.

    Backups that cannot be read are left out, so that they are never deleted to make room.
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
            examine(connection, everything=True)
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
        # Without a log next to it, the backup can be read in a folder that cannot be written.
        copy.execute("PRAGMA journal_mode = DELETE")
        examine(copy, everything=True)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
