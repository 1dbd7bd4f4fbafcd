"""Damaged marks: set aside, replaced by the newest good backup, newer marks saved."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

from broadsheet.damage import FAULTS
from broadsheet.marks.backup import newest_good_backup
from broadsheet.marks.database import SUFFIXES, bring_up_to_date, connect, next_revision, prepare
from broadsheet.marks.files import companion, remove, replace
from broadsheet.marks.merging import LEAST_KEY, entries, merge
from broadsheet.marks.model import LATEST, MarkedArticle, Opening, keys_of
from broadsheet.marks.partings import Parting, merge_partings, readable_partings
from broadsheet.own_files import private_file
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_message

# Keys are hashes and spread evenly: of a million marks, 16 lie in a range of this length.
_STRETCH = 2**48


def restore(path: Path, reason: str) -> Opening:
    """Replace the marks at `path`, which are damaged for `reason`; the caller holds them alone.

    Nothing is touched before the replacement is complete and on the disk. Raises `OSError` or
    `sqlite3.Error` if it cannot be made.
    """
    backup = newest_good_backup(path)
    was_there = path.exists()
    new = path.with_name(f"{path.stem}.restored{path.suffix}")
    remove(new)
    private_file(new)
    if backup:
        copyfile(backup, new)
    with closing(connect(new, 0)) as connection:
        if not backup:
            bring_up_to_date(connection)
        prepare(connection)
        saved = merge(connection, _readable_entries(path)) if was_there else 0
        if was_there:
            merge_partings(connection, _readable_partings(path))
        next_revision(connection)
    aside = _aside(path)
    replace(path, new, aside)
    return Opening("restored", _sentence(reason, backup, saved, aside if was_there else None))


def _readable_partings(path: Path) -> list[Parting]:
    with closing(_opened(path)) as connection:
        return [*readable_partings(connection)]


def _opened(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro"  # otherwise closing it would write to it
    connection = sqlite3.connect(uri, uri=True)
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    return connection


def _readable_entries(path: Path) -> Iterator[MarkedArticle]:
    """Yield what can still be read of damaged marks; skip ranges that cannot be read.

    Any of it may be wrong. A row is genuine if its key is the hash of its address.
    """
    with closing(_opened(path)) as connection:
        key = LEAST_KEY
        stretch = _STRETCH
        while key < -LEAST_KEY:
            try:
                for entry in entries(connection, key):
                    if entry.key < key:
                        break  # the tree is damaged and may lead in a circle
                    key = entry.key + 1
                    stretch = _STRETCH
                    if _is_genuine(entry):
                        yield entry
                else:
                    return
            except (*FAULTS, OverflowError):
                pass
            key += stretch
            stretch *= 2


def _is_genuine(entry: MarkedArticle) -> bool:
    times = (entry.mark.read_at, entry.mark.starred_at, entry.mark.later_at)
    return (
        isinstance(entry.url, str)
        and all(isinstance(time, int) and 0 <= time <= LATEST for time in times)
        and entry.key in keys_of(entry.url)
    )


def _aside(path: Path) -> Path:
    now = datetime.now(UTC).astimezone().strftime("%Y-%m-%dT%H%M%S")
    name = f"{path.stem}.damaged-{now}"
    aside = path.with_name(f"{name}{path.suffix}")
    number = 1
    while any(companion(aside, suffix).exists() for suffix in SUFFIXES):
        number += 1
        aside = path.with_name(f"{name}-{number}{path.suffix}")
    return aside


def _sentence(reason: str, backup: Path | None, saved: int, aside: Path | None) -> str:
    happened = (
        f"Your marks were damaged ({reason}); the damaged file is kept as {aside}."
        if aside
        else "The file with your marks was gone."
    )
    articles = counted(saved, "article")
    if backup:
        back = f"The backup of {backup.stem} was restored"
        newer = f", and newer marks of {articles} were saved" if saved else ""
    else:
        back = "There was no backup"
        newer = f", but the marks of {articles} could be read and were saved" if saved else ""
    return clean_message(f"{happened} {back}{newer}.")
