"""The query of a command: its words as one text, and the articles that it finds."""

from collections.abc import Iterable
from contextlib import closing
from typing import TextIO

from broadsheet.cli.commands import CommandError
from broadsheet.library.index.index import Index
from broadsheet.library.index.rows import Row
from broadsheet.library.library import Library
from broadsheet.library.query.names import check_names
from broadsheet.library.query.parse import Query, parse
from broadsheet.library.query.terms import FACETS, in_quotes
from broadsheet.library.searcher import Searcher
from broadsheet.text.door import clean_line


def rows_found(
    library: Library, words: Iterable[str], notes: TextIO, undone: str = ""
) -> list[Row]:
    """Return the articles that a query finds, in order; messages about it go to `notes`.

    `undone` is for a command that removes them ("nothing was removed"): it then raises
    `CommandError` for a query that is not clear, or that would find everything.
    """
    with library.open_index() as index:
        query = query_of(words, index)
        say(notes, (note.sentence for note in query.notes))
        if undone and query.notes:
            raise CommandError(f"{undone}: the query is not clear")
        if undone and not query.terms:  # an empty argument is a variable that was not set
            raise CommandError(f"{undone}: the query says nothing about the articles")
        with closing(Searcher(library)) as searcher:
            ids = searcher.view(query).ids
        rows = index.rows(ids)
        return [rows[article_id] for article_id in ids if article_id in rows]


def say(notes: TextIO, sentences: Iterable[str]) -> None:
    """Write what there is to say about a query, a line each."""
    notes.writelines(f"broadsheet: {clean_line(sentence)}\n" for sentence in sentences)


def query_of(words: Iterable[str], index: Index) -> Query:
    """Return the query in the words of a command, with notes on names that the library lacks."""
    query = parse(" ".join(_quoted_names(word, index) for word in words))
    return check_names(query, index.names())


def _quoted_names(argument: str, index: Index) -> str:
    """Restore the quotes that a shell removed from `topic:"AI Hardware"`, if that is a name."""
    field, _, value = argument.partition(":")
    kind = field.lstrip("-").casefold()
    if kind not in FACETS or " " not in value:
        return argument
    names = index.names()
    words = value.split()
    for end in range(len(words), 1, -1):
        name = " ".join(words[:end])
        if names.has(kind, name):
            return " ".join([f"{field}:{in_quotes(name)}", *words[end:]])
    return argument
