"""`broadsheet list`: articles on standard output, for people and for other programs."""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from broadsheet.cli.columns import LINE_FIELDS, TSV_FIELDS, cell, line
from broadsheet.cli.commands import CommandError, Given, one_of, whole_number
from broadsheet.cli.fields import FieldReader
from broadsheet.cli.queries import query_of, say
from broadsheet.library.index.index import Index
from broadsheet.library.index.rows import Row
from broadsheet.library.index.stories import asked_second
from broadsheet.library.library import Library
from broadsheet.library.query.fields import QueryError, parse_sort
from broadsheet.library.query.names import no_such_field
from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import SortKey
from broadsheet.library.searcher import Searcher
from broadsheet.library.sync.sync import healing
from broadsheet.text.file_names import shown_path

Form = Literal["lines", "json", "tsv", "count"]

_FORMS: dict[str, Form] = {"--json": "json", "--tsv": "tsv", "--count": "count"}

_LARGEST_LIMIT = 999_999_999
_WINDOW = 200
"""Rows per request: the first line is printed long before the last is known."""


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What `broadsheet list` was asked for.

    A `limit` of None means all articles; no `fields` means those that the form prints by default.
    """

    path: str
    query: tuple[str, ...] = ()
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    fields: tuple[str, ...] = ()
    form: Form = "lines"


def list_options(given: Given) -> ListOptions:
    """Return the options that the command was called with; raises `CommandError`."""
    options = given.options
    try:
        sort = parse_sort(options["--sort"]) if "--sort" in options else ()
    except QueryError as error:
        raise CommandError(f"--sort: {error}") from error
    path, *query = given.words
    return ListOptions(
        path,
        tuple(query),
        sort,
        whole_number(options["--limit"], "--limit", _LARGEST_LIMIT)
        if "--limit" in options
        else None,
        _fields(options["--fields"]) if "--fields" in options else (),
        _form(options),
    )


def _fields(value: str) -> tuple[str, ...]:
    names = tuple(name for name in map(str.strip, value.split(",")) if name)
    if not names:
        raise CommandError("--fields takes the names of fields, as in --fields=title,originalUrl")
    return names


def _form(options: Iterable[str]) -> Form:
    form = one_of(options, *_FORMS)
    return _FORMS[form] if form else "lines"


def list_articles(root: Path, options: ListOptions, output: TextIO, notes: TextIO) -> None:
    """Write the articles that `options` ask for to `output`, each line as soon as it is known.

    Messages about the query go to `notes`. Raises `database.IndexUnavailableError` and
    `sqlite3.Error`.
    """
    healing(root, _Listing(Library(root), options, output, notes).write)


@dataclass(slots=True)
class _Listing:
    """Articles on their way to the output. A rebuilt index has the same order: `write` goes on."""

    library: Library
    options: ListOptions
    output: TextIO
    notes: TextIO
    written: int = 0
    are_notes_written: bool = False

    def write(self) -> None:
        """Write the articles that have not been written yet."""
        options = self.options
        with self.library.open_index() as index:
            query, names = query_of(options.query, index), index.names()
            if not self.are_notes_written:
                absent = [key.field for key in options.sort if not names.has_field(key.field)]
                said = [note.sentence for note in query.notes]
                say(self.notes, [*said, *map(no_such_field, absent)])
                self.are_notes_written = True
            ids = self._found(query)
            if options.form == "count":
                self.output.write(f"{len(ids)}\n")
            else:
                self._write_rows(index, query, ids[self.written :])

    def _found(self, query: Query) -> "array[int]":
        limit = self.options.limit
        with closing(Searcher(self.library)) as searcher:
            if limit is None:
                return searcher.view(query, self.options.sort).ids
            return searcher.first(query, self.options.sort, limit).ids[:limit]

    def _write_rows(self, index: Index, query: Query, ids: Sequence[int]) -> None:
        form, fields = self.options.form, self.options.fields
        if not ids and form == "lines" and not self.written and self.output.isatty():
            say(self.notes, ["No matching articles."])
        fields = fields or {"tsv": TSV_FIELDS, "lines": LINE_FIELDS}.get(form, ())
        reader = FieldReader(
            self.library.base, index.traits(), fields, query, is_exact=form == "json"
        )
        index.stories.tell_as_in(query)
        for window in _windows(index, ids, is_front=asked_second(query) is not None):
            self.output.writelines(_lines(reader, window, form, fields, self.output))
            self.output.flush()
            self.written += len(window)
        say(self.notes, reader.missing())


def _windows(index: Index, ids: Sequence[int], *, is_front: bool) -> Iterator[list[Row]]:
    """Yield the rows of `ids`, the first one alone, so that it is printed at once."""
    start, end = 0, 1
    while start < len(ids):
        window = ids[start:end]
        rows = index.told_rows(window) if is_front else index.rows(window)
        yield [rows[article_id] for article_id in window if article_id in rows]
        start, end = end, end + _WINDOW


def _lines(
    reader: FieldReader, rows: Iterable[Row], form: Form, fields: Sequence[str], output: TextIO
) -> Iterator[str]:
    width = _terminal_width(output) if form == "lines" else None
    for row in rows:
        values = reader.values(row)
        if values is None:
            continue
        path = str(values.get("path", ""))
        shown = shown_path(path)
        if form == "json":
            # The exact path in any case: in JSON's escapes if it is not safe to print.
            yield json.dumps(values, ensure_ascii=shown != path) + "\n"
            continue
        if path:
            values["path"] = shown
        if form == "tsv":
            yield "\t".join(cell(values.get(name)) for name in fields) + "\n"
        else:
            yield line(values, fields, width) + "\n"


def _terminal_width(output: TextIO) -> int | None:
    if not output.isatty():
        return None
    import shutil  # takes as long to import as the rest of this module

    return shutil.get_terminal_size().columns
