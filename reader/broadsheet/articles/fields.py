"""What other programs call the fields of an article: the one table of names.

Names are compared without case, underscores, hyphens and spaces. Of several names in one file, the
first in the table whose value is usable counts.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "name", "headline"),
    "publishedDateTime": (
        *("publishedDateTime", "date", "pubDate", "publishDate", "date_published"),
        *("datePublished", "post_date", "published", "published_at"),
    ),
    # Only where neither a field above nor the name of the file has a date:
    "dated address": ("permalink", "path", "slug"),
    "later date": (
        *("created", "clipped", "date_saved", "date_added", "created_at", "updated", "lastmod"),
        *("modified", "updated_at", "date_modified", "date_updated"),
    ),
    "published": ("published", "draft"),
    "originalUrl": (
        *("originalUrl", "link", "externalUrl", "external_url", "url", "source", "source_url"),
        *("canonical", "canonicalUrl", "permalink", "webUrl"),
    ),
    "provider": (
        *("provider", "site", "siteName", "site_name", "publisher", "publication", "source"),
        *("feed", "domain_name"),
    ),
    "authors": ("author", "authors", "creator", "by", "byline", "published_by"),
    "topics": ("topics", "tags", "keywords", "document_tags", "categories"),
    "category": ("category", "categories"),
    "type": ("type", "kind", "media"),
    "excerpt": (
        *("excerpt", "description", "summary", "subtitle", "standfirst", "meta_description"),
        *("custom_excerpt", "abstract"),
    ),
    "images": (
        *("images", "image", "cover", "heroImage", "preview_image", "og_image", "img", "banner"),
        *("thumbnail", "featured_image", "feature_image", "preview_picture"),
    ),
    # The others only where no article of the library has a quality.
    "quality": ("quality", "score", "rating"),
}
"""Our names, and the names that stand for them, in order."""

OWN = (
    *("webUrl", "ampWebUrl", "cdnAmpWebUrl", "heat", "related", "featuredContent"),
    "secured",
)
"""Our names that have no other."""

NESTED = ("extra", "taxonomies", "params")
"""Mappings whose fields count as if they stood at the top."""

FULL_TITLE = "full-title"
"""Logseq's name for a title that is not cut."""

FULL_TITLE_RANK = -1

_NOT_IN_KEY = re.compile(r"[\s_-]+")

Where = tuple[str | int, ...]


class Candidate(NamedTuple):
    """A value that may be a field's, its place among the names of the table, and in the file."""

    rank: int
    where: Where
    value: object


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """Reduce the name of a field to what makes it the same name.

    >>> key("Published_Date-Time")
    'publisheddatetime'
    """
    return _NOT_IN_KEY.sub("", name).casefold()


def _ranks() -> dict[str, tuple[tuple[str, int], ...]]:
    ranks: dict[str, tuple[tuple[str, int], ...]] = {}
    for ours, names in (*NAMES.items(), *((name, (name,)) for name in OWN)):
        for rank, name in enumerate(names):
            ranks[key(name)] = (*ranks.get(key(name), ()), (ours, rank))
    ranks[key(FULL_TITLE)] = (("title", FULL_TITLE_RANK),)
    return ranks


_RANKS = _ranks()
# A name does for a title in our own make too, see `Values.title`.
_OURS = frozenset(NAMES).intersection(names[0] for names in NAMES.values()).union(OWN, ("name",))
_NESTED_KEYS = frozenset(map(key, NESTED))


@lru_cache(maxsize=4096)
def _places(name: str) -> tuple[tuple[str, int], ...] | None:
    """Return what a name stands for, and its rank there; nothing for a mapping of `NESTED`."""
    if key(name) in _NESTED_KEYS:
        return ()
    return _RANKS.get(key(name))


@lru_cache(maxsize=4096)
def _is_known(name: str) -> bool:
    return _places(name) is not None


def has_only_ours(fields: Mapping[str, object]) -> bool:
    """Tell whether no name of `fields` is one that other programs use, as in our own make."""
    published = fields.get("published")
    if published is not None and type(published) is not bool:
        return False  # it may be a date
    return not any(map(_is_known, fields.keys() - _OURS))


def arrange(fields: Mapping[str, object]) -> dict[str, list[Candidate]]:
    """Return the values of a file's front matter under our names, the first choice first."""
    arranged: dict[str, list[Candidate]] = {}
    for ours, candidate in (*_at_top(fields), *_nested(fields)):
        arranged.setdefault(ours, []).append(candidate)
    for candidates in arranged.values():
        candidates.sort(key=lambda candidate: candidate.rank)
    return arranged


def _at_top(
    fields: Mapping[str, object], outer: tuple[str, ...] = ()
) -> Iterator[tuple[str, Candidate]]:
    for name, value in fields.items():
        for ours, rank in _places(name) or ():
            yield ours, Candidate(rank, (*outer, name), value)


def _nested(fields: Mapping[str, object]) -> Iterator[tuple[str, Candidate]]:
    for outer, mapping in fields.items():
        if isinstance(mapping, dict) and _places(outer) == ():
            yield from _at_top(mapping, (outer,))
