"""Reads a file of a library and reduces it to what the index keeps."""

import os
import time
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self

from broadsheet.articles.article_keys import key64, mark_key, url_keys
from broadsheet.articles.earlier_keys import kept_until
from broadsheet.articles.folder_traits import A_SCORE, PLAIN_FOLDER, FolderTraits
from broadsheet.articles.model import LEEWAY, Article, NotAnArticle, Problem, Unreadable
from broadsheet.articles.plain_text import plain_texts
from broadsheet.articles.read import Loaded, judge, load, parse, parse_for_index
from broadsheet.articles.reasons import ONLY_A_HEADING
from broadsheet.library.files.file_links import file_name
from broadsheet.library.files.folder_kind import Vaults
from broadsheet.library.files.found import FoundFile, found_at
from broadsheet.library.files.stored_path import native
from broadsheet.library.stories.terms import EXCERPT, packed_terms
from broadsheet.text.folding import fold
from broadsheet.text.words import BREAK, spaced, words

_AT_ONCE = 128 * 1024
"""Bytes of file contents held at once; the last file may exceed it."""

_BETWEEN = f" {BREAK} "

UNSETTLED = -1
"""A modification time that no file has: what could not be read is tried again next time."""


class Entry(NamedTuple):
    """What the index keeps of an article: the table `articles`, with names in place of ids.

    `earlier` is what `earlier_keys` keeps in the index, `about` and `words` what text search finds
    it by (texts.sql), `terms` what `story_terms` has.
    """

    title: str
    folded: str
    title_key: int
    file_key: int
    url: str
    mark: int
    date: int | None
    instead: int | None
    date_precision: int
    quality: int | None
    heat: int | None
    published: bool | None
    type: str
    category: str
    provider: str
    domain: str
    feed: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    other_urls: tuple[int, ...]
    earlier: tuple[tuple[int, int | None], ...]
    broken: bool
    has_related: bool
    has_image: bool
    has_body: bool
    is_removed: bool
    about: str
    words: str
    terms: bytes


class Fault(NamedTuple):
    """A `Problem` of a file whose path is known."""

    reason: str
    line: int | None
    field: str


class ReadFile(NamedTuple):
    """The result of reading a file: an entry, or the reason why there is none; and its faults.

    An article of a heading and no front matter has the reason `ONLY_A_HEADING` as well, one whose
    quality depends on the other articles `A_SCORE`.
    `file` has the fingerprint from when the file was opened: later changes are seen next time.
    """

    file: FoundFile
    entry: Entry | None
    reason: str = ""
    faults: tuple[Fault, ...] = ()

    def plain(self) -> tuple[object, ...]:
        """Return the same as plain tuples, for `from_plain`."""
        file, entry, reason, faults = self
        return tuple(file), entry and tuple(entry), reason, tuple(map(tuple, faults))

    @classmethod
    def from_plain(cls, values: tuple[Any, ...]) -> Self:
        """Return what was made `plain`."""
        file, entry, reason, faults = values
        return cls(
            FoundFile._make(file),
            entry and Entry._make(entry),
            reason,
            tuple(map(Fault._make, faults)),
        )


def read_file(base: Path, file: FoundFile, traits: FolderTraits = PLAIN_FOLDER) -> ReadFile:
    """Read `file`, whose path is relative to `base`; never raises, whatever the file holds."""
    return read_files(base, (file,), traits)[0]


def read_files(
    base: Path, files: Iterable[FoundFile], traits: FolderTraits = PLAIN_FOLDER
) -> list[ReadFile]:
    """Read `files`; never raises, whatever the files hold."""
    rest, found = iter(files), list[ReadFile]()
    vaults = Vaults(base, traits)
    # Each step for some files at once, then the next: faster, see `load`.
    while some := list(_load_some(base, rest)):
        paths = [native(file.path) for file, _ in some]
        contents = [loaded.content for _, loaded in some]
        # What is quicker for many files takes 10 ms to compile.
        take_apart = parse_for_index if len(some) > 1 else parse
        parsed = [*map(take_apart, paths, contents)]
        judged = [
            judge(path, one, vaults.traits_of(path), with_fields=False, with_items=False)
            for path, one in zip(paths, parsed, strict=True)
        ]
        found += [
            _reduced(file, loaded.status, result)
            for (file, loaded), result in zip(some, judged, strict=True)
        ]
    return found


def deadly(base: Path, file: FoundFile) -> ReadFile:
    """Return the result for a file that kills its readers: it is left alone until it changes."""
    file = found_at(f"{base}/{native(file.path)}", file.path) or file
    fault = Fault("reading this file killed the reader", None, "")
    return ReadFile(file, None, "cannot be read", (fault,))


def _load_some(base: Path, files: Iterator[FoundFile]) -> Iterator[tuple[FoundFile, Loaded]]:
    size = 0
    for file in files:
        loaded = load(base, native(file.path))
        yield file, loaded
        size += loaded.status.st_size if loaded.status else 0
        if size >= _AT_ONCE:
            return


def _reduced(
    file: FoundFile, status: os.stat_result | None, result: Article | NotAnArticle | Unreadable
) -> ReadFile:
    if status is not None:
        file = FoundFile.of(file.path, status)
    match result:
        case Article() as article:
            reason = "" if article.has_front_matter else ONLY_A_HEADING
            if article.has_score:
                reason = A_SCORE
            return ReadFile(file, _entry(article, file), reason, _faults(article.problems))
        case Unreadable(problems=problems):
            unsettled = file._replace(mtime_ns=UNSETTLED)
            return ReadFile(unsettled, None, "cannot be read", _faults(problems))
        case NotAnArticle(reason=reason):
            return ReadFile(file, None, reason)


def _entry(article: Article, file: FoundFile) -> Entry:
    folded = fold(article.title)
    date = None if article.published_at is None else int(article.published_at.timestamp())
    provider = article.provider
    names = (provider.name or provider.domain, *article.authors)
    # The first address, if there is one, is also the key of the mark: no need to compute it twice.
    urls = url_keys(article)
    mark = urls[0] if urls else key64(mark_key(article))
    told = _BETWEEN.join(map(words, plain_texts(article)))
    start = told[:EXCERPT]  # of the excerpt, or of the body
    if not start.isascii():  # the words of some scripts were taken apart there
        start = fold(article.excerpt[:EXCERPT])
    # By place: by their names they take several times as long.
    return Entry(
        article.title,
        f" {folded} ",
        key64(folded),
        key64(file_name(article.path)),
        article.url,
        mark,
        date,
        None if date is None else _instead(date, file),
        int(article.published_precision),
        article.quality,
        article.heat,
        article.published,
        article.type,
        article.category,
        provider.name or provider.domain,
        provider.domain,
        article.feed,
        article.authors,
        article.topics,
        urls[1:],
        tuple([(key64(key), kept_until(key)) for key in article.earlier_keys]),
        bool(article.problems),
        bool(article.related),
        bool(article.images),
        bool(article.body.strip()),
        article.is_removed,
        _BETWEEN.join([spaced(folded), *map(_name_words, filter(None, names))]),
        told,
        packed_terms(folded, start, [related.title for related in article.related]),
    )


_name_words = lru_cache(4096)(words)


def _instead(date: int, file: FoundFile) -> int | None:
    """Return what to sort by in place of a date to come; None for any other date."""
    now = time.time()
    return min(file.mtime_ns // 10**9, int(now)) if date > now + LEEWAY else None


def _faults(problems: tuple[Problem, ...]) -> tuple[Fault, ...]:
    return tuple(Fault(problem.reason, problem.line, problem.field) for problem in problems)
