"""`broadsheet export` and `import`: taking marks from one machine to another."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TextIO

from broadsheet.adoption import adopt_marks
from broadsheet.atomic_write import atomic_write
from broadsheet.cli.commands import CommandError
from broadsheet.cli.texts_in_exports import KeptTexts, TakenTexts
from broadsheet.library.index.index import Index
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.marks.exchange import holds_marks, write
from broadsheet.marks.model import MarksError, NotMarksError
from broadsheet.marks.other_readers import read_other_export
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from broadsheet.text.counting import counted
from broadsheet.text.file_names import shown_path

STREAM = "-"
"""Stands for standard output or input in place of a file."""


def export_marks(root: Path | None, file: str, notes: TextIO, *, with_text: bool = False) -> str:
    """Write the marks of the library at `root`, else all marks, to `file`; return what was done.

    With `with_text`, the full texts of these articles are written too. Messages about the marks
    themselves go to `notes`. Raises `CommandError` and `database.IndexUnavailableError`.
    """
    with _marks(notes) as marks, _written(file) as stream:
        if root is None:
            texts = KeptTexts(with_text, lambda _: True)
            written = marks.export(stream, texts=texts)
        else:
            with _adopted(root, marks) as index:

                def is_there(key: int) -> bool:
                    return index.lookup.id_of_mark(key) is not None

                texts = KeptTexts(with_text, is_there)
                written = marks.export(stream, is_there, texts)
    where = "" if file == STREAM else f" to {shown_path(file)}"
    with_texts = f" and {counted(texts.count, 'text')}" if with_text else ""
    said = f"the marks of {counted(written.articles, 'article')}"
    if written.partings:
        parted = f"{counted(written.partings, 'pair')} taken out of one story"
        said = f"{said} and {parted}" if written.articles else parted
    return f"wrote {said}{with_texts}{where}"


def import_marks(root: Path | None, file: str, notes: TextIO) -> str:
    """Merge the marks in `file` into ours; return what was done, and the marks `root` has now.

    Raises `CommandError` and `database.IndexUnavailableError`.
    """
    with _marks(notes) as marks, _stream_of_marks(file, notes) as stream:
        texts = TakenTexts()
        try:
            merged = marks.merge(stream, texts.take)
        except NotMarksError as error:
            raise CommandError(f"{_name(file)}: {error}") from error
        if root is not None:
            with _adopted(root, marks):
                pass
    found = []
    has_pairs = merged.pairs or merged.pairs_changed
    if merged.count or not has_pairs:
        found.append((counted(merged.count, "article"), merged.changed))
    if has_pairs:
        found.append(
            (f"{counted(merged.pairs, 'pair')} taken out of one story", merged.pairs_changed)
        )
    said = "; ".join(f"{what} in the file, {changed:,} changed here" for what, changed in found)
    if merged.skipped:
        said += f"; {counted(merged.skipped, 'entry', 'entries')} could not be read"
    if texts.count:
        said += f"; {counted(texts.count, 'text')} taken over"
    if root is not None:
        with Library(root).open_index() as index:
            said += f"\n{shown_path(root)}: {_standing(index)}"
    return said


@contextmanager
def _stream_of_marks(file: str, notes: TextIO) -> Iterator[TextIO]:
    """Yield what `export` wrote, or what another program's export says, in the same form."""
    try:
        path = Path(file).expanduser()
        other = read_other_export(path) if file != STREAM and path.is_file() else None
    except (OSError, RuntimeError) as error:
        raise CommandError(f"cannot read {shown_path(file)}: {_reason(error)}") from error
    except MarksError as error:
        raise CommandError(f"{_name(file)}: {error}") from error
    if other is None:
        with _read(file) as stream:
            yield stream
        return
    notes.writelines(f"{shown_path(file)}: {skipped}\n" for skipped in other.skipped)
    written = StringIO()
    write(written, other.articles)
    written.seek(0)
    yield written


def _standing(index: Index) -> str:
    return ", ".join(
        f"{index.count(parse(f'is:{kind}')):,} {kind}" for kind in ("read", "starred", "later")
    )


@contextmanager
def _adopted(root: Path, marks: Marks) -> Iterator[Index]:
    """Open the index of the library at `root` after adopting marks of earlier versions."""
    library = Library(root)
    with library.open_index() as index:
        adopt_marks(library.base, index, marks)
        yield index


@contextmanager
def _marks(notes: TextIO) -> Iterator[Marks]:
    try:
        with Marks(marks_path()) as marks:
            if marks.opening.sentence:
                notes.write(f"broadsheet: {marks.opening.sentence}\n")
            yield marks
    except MarksError as error:
        raise CommandError(str(error)) from error


@contextmanager
def _written(file: str) -> Iterator[TextIO]:
    if file == STREAM:
        yield sys.stdout
        return
    try:
        path = Path(file).expanduser()
        if path.is_file() and path.stat().st_size:
            with path.open(encoding="utf-8-sig", errors="replace") as present:
                if not holds_marks(present):
                    raise CommandError(
                        f"{shown_path(file)} exists and does not hold exported marks: it was left "
                        "as it is. Name another file, or delete this one."
                    )
        with atomic_write(path) as stream:
            yield stream
    except (OSError, RuntimeError, ValueError) as error:
        raise CommandError(f"cannot write {shown_path(file)}: {_reason(error)}") from error


@contextmanager
def _read(file: str) -> Iterator[TextIO]:
    try:
        if file == STREAM:  # UTF-8, whatever the locale is
            with os.fdopen(os.dup(sys.stdin.fileno()), encoding="utf-8-sig") as stream:
                yield stream
        else:
            with Path(file).expanduser().open(encoding="utf-8-sig") as stream:
                yield stream
    except (OSError, RuntimeError, ValueError) as error:
        raise CommandError(f"cannot read {shown_path(file)}: {_reason(error)}") from error


def _name(file: str) -> str:
    return "standard input" if file == STREAM else shown_path(file)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
