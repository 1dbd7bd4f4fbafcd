"""What a mark is, and the results of changing marks."""

from typing import Literal, NamedTuple, get_args

from broadsheet.articles.article_keys import canonical_url, key64, spellings
from broadsheet.records import record
from broadsheet.text.door import clean_message
from broadsheet.text.patterns import compiled_later

MarkKind = Literal["read", "starred", "later"]
KINDS: tuple[MarkKind, ...] = get_args(MarkKind)

LATEST = 253_402_300_799_000
"""The last second of the year 9999 in milliseconds: no mark is from after it."""

_LONGEST_URL = 65_536
_HASH = compiled_later(r"hash2?:[0-9a-f]{32}")


class MarksError(Exception):
    """Nothing was changed; the message says why, in sentences for the user."""

    def __init__(self, sentences: str) -> None:
        super().__init__(clean_message(sentences))


class NotMarksError(MarksError):
    """A file that was to be merged is not a complete file of marks that this version reads."""


@record
class Mark:
    """What the user did with one article.

    Times are milliseconds since 1970, UTC, of the last change either way; 0 if there was none.
    """

    read: bool = False
    read_at: int = 0
    starred: bool = False
    starred_at: int = 0
    later: bool = False
    later_at: int = 0


@record
class Step:
    """One change, done or undone: `count` marks were set to `value`.

    An undo left `kept` marks alone, because someone else had changed them since. It says the `key`
    of the article if it is about a single one.
    """

    kind: MarkKind
    value: bool
    count: int
    kept: int = 0
    key: int | None = None


@record
class Merge:
    """The result of an import: articles in the file, articles changed here, faulty entries.

    Then the pairs of articles taken out of one story that are in the file, and that changed here.
    """

    count: int
    changed: int
    skipped: int
    pairs: int = 0
    pairs_changed: int = 0


@record
class Opening:
    """What was found when the marks were opened, and a sentence if the user has to know.

    `fresh`: there were none yet. `restored`: they were damaged and replaced by the newest good
    backup. `read-only`: what can be read is shown, but nothing can be changed.
    """

    state: Literal["fresh", "opened", "restored", "read-only"]
    sentence: str = ""


@record
class MarkedArticle:
    """The marks of one article and what it is known by, on the way in or out of a database."""

    key: int
    url: str
    mark: Mark


class Adoption(NamedTuple):
    """An article with marks under an `earlier` key, made up to `until` (in milliseconds).

    `key` and `url` are what the article is known by today.
    """

    earlier: int
    key: int
    url: str
    until: int


def key_of(url: str) -> int | None:
    """Return the key for `url`: any spelling of an address, or a hash by `mark_key`.

    None if it is neither.
    """
    if len(url) > _LONGEST_URL or not url.isprintable():
        return None
    known_as = url if _HASH.fullmatch(url) else canonical_url(url)
    return key64(known_as) if known_as else None


def keys_of(url: str) -> set[int]:
    """Return the keys for `url` by every version of the rule."""
    if key_of(url) is None:
        return set()
    return {key64(known_as) for known_as in spellings(url) if known_as}
