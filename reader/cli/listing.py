"""`broadsheet list`: articles on standard output, for people and for other programs."""

import json
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TextIO

from reader.articles.model import Article
from reader.articles.read import read_article
from reader.articles.text import clean_line, name_key
from reader.library.index import Index, Row
from reader.library.library import Library, Searcher
from reader.library.query import FACETS, SortKey, parse, parse_sort

Form = Literal["lines", "json", "tsv", "count"]

_WINDOW = 200
"""Rows that are asked for at once: the first line is out before the last is known."""

_PROVIDER_CELLS = 18


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What `broadsheet list` was asked for; `limit` None means all."""

    path: str
    query: tuple[str, ...] = ()
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    form: Form = "lines"


def parse_list_arguments(arguments: Sequence[str]) -> ListOptions:
    """Tell options from query: whatever is not one of the long options is query.

    Raises ValueError with a sentence for a person.
    """
    words: list[str] = []
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    form: Form = "lines"
    rest = iter(arguments)
    for argument in rest:
        name, given, value = argument.partition("=")
        if name in ("--sort", "--limit"):
            if not given and (following := next(rest, None)) is not None:
                value, given = following, "="
            if not given:
                raise ValueError(f"{name} needs a value")
            if name == "--sort":
                sort = parse_sort(value)
            else:
                limit = _limit(value)
        elif argument == "--json":
            form = "json"
        elif argument == "--tsv":
            form = "tsv"
        elif argument == "--count":
            form = "count"
        else:
            words.append(argument)
    if not words:
        raise ValueError("list needs a PATH (see broadsheet list --help)")
    return ListOptions(words[0], tuple(words[1:]), sort, limit, form)


def _limit(value: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise ValueError(f"--limit takes a number, not {value}")
    return int(value)


def list_articles(root: Path, options: ListOptions, output: TextIO, notes: TextIO) -> None:
    """Write what `options` ask for to `output`, each line as soon as it is known.

    What of the query was not understood goes to `notes`.
    """
    library = Library(root)
    with library.open_index() as index:
        query = parse(" ".join(_whole_names(argument, index) for argument in options.query))
        notes.writelines(f"broadsheet: {clean_line(note.sentence)}\n" for note in query.notes)
        searcher = Searcher(library)
        ids = searcher.view(query, options.sort).ids[: options.limit]
        searcher.close()
        if options.form == "count":
            output.write(f"{len(ids)}\n")
            return
        lines = _lines(library, _rows(index, ids), options.form, output)
        output.writelines(f"{line}\n" for line in lines)


def _whole_names(argument: str, index: Index) -> str:
    """Put back the quotes that a shell took off `topic:"AI Hardware"`, if there is such a name."""
    field, _, value = argument.partition(":")
    kind = field.lstrip("-").casefold()
    if kind not in FACETS or '"' in value or " " not in value:
        return argument
    names = {name_key(facet.name) for facet in index.facets(kind)}
    words = value.split()
    for end in range(len(words), 1, -1):
        name = " ".join(words[:end])
        if name_key(name) in names:
            return " ".join([f'{field}:"{name}"', *words[end:]])
    return argument


def _rows(index: Index, ids: Sequence[int]) -> Iterator[Row]:
    for start in range(0, len(ids), _WINDOW):
        window = ids[start : start + _WINDOW]
        rows = index.rows(window)
        yield from (rows[article_id] for article_id in window if article_id in rows)


def _lines(library: Library, rows: Iterator[Row], form: Form, output: TextIO) -> Iterator[str]:
    if form == "json":
        for row in rows:
            article = read_article(library.base, row.path, with_fields=True)
            if isinstance(article, Article):
                yield json.dumps(as_json(article), ensure_ascii=False)
    elif form == "tsv":
        for row in rows:
            yield "\t".join(_cells(row))
    else:
        width = shutil.get_terminal_size().columns if output.isatty() else None
        for row in rows:
            yield _line(row, width)


def as_json(article: Article) -> dict[str, object]:
    """Return `article` under the files' own field names, with path, read and starred.

    Fields that the reader has no use for are there as they stand in the file; a value that could
    not be understood is there as the file has it, and named under `problems`.
    """
    values: dict[str, object] = {"path": clean_line(article.path), "title": article.title}
    values.update((name, value) for name, value in article.fields.items() if name not in values)
    if article.body.strip():
        values["body"] = article.body
    values["read"] = False
    values["starred"] = False
    if article.problems:
        values["problems"] = [clean_line(str(problem)) for problem in article.problems]
    return values


def _cells(row: Row) -> tuple[str, ...]:
    return (
        _date_time(row.date),
        _number(row.quality),
        _number(row.heat),
        row.provider,
        row.type,
        row.title,
        row.url,
        clean_line(row.path),
    )


def _date_time(seconds: int | None) -> str:
    if seconds is None:
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _line(row: Row, width: int | None) -> str:
    """Return date, quality, heat, provider and title; cut to `width` cells on a terminal."""
    provider = _cut(row.provider, _PROVIDER_CELLS)
    padding = " " * (_PROVIDER_CELLS - sum(map(_width, provider)))
    line = (
        f"{_date_time(row.date)[:10]:<10} {_number(row.quality):>4} {_number(row.heat):>4}  "
        f"{provider}{padding}  {row.title}"
    )
    return line if width is None else _cut(line, width)


def _cut(text: str, width: int) -> str:
    """Return `text` in at most `width` cells; where it is longer, it ends in an ellipsis."""
    used = end = 0
    for place, character in enumerate(text, 1):
        used += _width(character)
        if used > width:
            return text[:end] + "…"
        if used < width:
            end = place
    return text


def _width(character: str) -> int:
    """Return the cells that a character takes, never fewer than a terminal gives it."""
    if character == "\ufe0f":  # where a terminal heeds it, the emoji before becomes wide
        return 1
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
