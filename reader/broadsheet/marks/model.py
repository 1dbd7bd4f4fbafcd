"""What a mark is, and what comes of changing marks."""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from broadsheet.articles.identity import canonical_url, key64, spellings
from broadsheet.text.door import clean_message

MarkKind = Literal["read", "starred", "later"]
KINDS: tuple[MarkKind, ...] = get_args(MarkKind)

LATEST = 253_402_300_799_000
"""The last second of the year 9999 in milliseconds: no mark is from after it."""

_LONGEST_URL = 65_536
_HASH = re.compile(r"hash2?:[0-9a-f]{32}")


class MarksError(Exception):
    """What was asked for was not done; the message says why, in sentences for a person."""

    def __init__(self, sentences: str) -> None:
        super().__init__(clean_message(sentences))


@dataclass(frozen=True, slots=True)
class Mark:
    """What the person did with one article.

    Times are milliseconds since 1970, UTC, of the last change to or fro; 0 where there was none.
    """

    read: bool = False
    read_at: int = 0
    starred: bool = False
    starred_at: int = 0
    later: bool = False
    later_at: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, or undone: `count` marks were turned to `value`.

    `kept` marks were left as they are by an undo, because they were changed since by somebody else.
    """

    kind: MarkKind
    value: bool
    count: int
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Merge:
    """What came of an import: articles in the file, those it changed here, faulty ones skipped."""

    count: int
    changed: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What was found where the marks are kept, and a sentence for the person if it needs one.

    `fresh`: nothing, and new marks were begun. `restored`: damage, and the newest good backup was
    put in its place. `read-only`: marks are shown as far as they can be read, none can be made.
    """

    state: Literal["fresh", "opened", "restored", "read-only"]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """The marks of one article with what it is known by, as they leave and enter a database."""

    key: int
    url: str
    mark: Mark


class Adoption(NamedTuple):
    """An article that marks are kept for under an `earlier` key, made up to `until`.

    `key` and `url` are what it is known by today, `until` is in milliseconds.
    """

    earlier: int
    key: int
    url: str
    until: int


def key_of(url: str) -> int | None:
    """Return the key of an article known by `url`: any spelling of its address, or `hash:...`.

    None where it is neither.
    """
    if len(url) > _LONGEST_URL or not url.isprintable():
        return None
    known_as = url if _HASH.fullmatch(url) else canonical_url(url)
    return key64(known_as) if known_as else None


def keys_of(url: str) -> set[int]:
    """Return the keys of an article known by `url`, as each version of the rule makes them."""
    if key_of(url) is None:
        return set()
    return {key64(known_as) for known_as in spellings(url) if known_as}
