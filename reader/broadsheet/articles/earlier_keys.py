"""What earlier versions kept the marks of an article under: their rules, frozen.

When `article_keys.RULE` is raised, the way in which that version read an article and made its key
moves here, and stays as it is: people have marks under those keys.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath

from broadsheet.articles.article_keys import address_of, canonical_url, depends_on_rule, digest
from broadsheet.articles.model import Article
from broadsheet.text.door import clean_line, clean_text
from broadsheet.text.folding import fold, name_key
from broadsheet.text.written import Written

_FOREVER = 2**62  # milliseconds
_URLS = ("originalUrl", "webUrl", "ampWebUrl", "cdnAmpWebUrl")
_LONGEST_URL = 8_192
_SHORT_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])", re.ASCII)
_BEYOND_16_BITS = re.compile("[\U00010000-\U0010ffff]")
_SPACE_BEFORE_ZONE = re.compile(r"\s+(?=(?:[-+][0-9:]+|[Zz])\Z)")


def earlier_keys(fields: Mapping[str, object], article: Article) -> tuple[str, ...]:
    """Return the keys that earlier versions made of `article`, without the one of today.

    `fields` is its front matter as it was read.
    """
    url = article.original_url
    read_first = fields.get("originalUrl") or fields.get("webUrl")
    if url and url == read_first and not depends_on_rule(url):
        return ()  # as almost always: no version read it differently
    keys = _version_1(fields, article.path)
    return () if keys == [address_of(article)] else tuple(keys)


def kept_until(key: str) -> int | None:
    """Return until when, in milliseconds, marks may have been made under an earlier `key`.

    None: until this version was first used. An address may be the key of another article today; a
    hash of an earlier version is nobody's, and marks under it still come in from other machines.
    """
    return _FOREVER if key.startswith("hash:") else None


def _version_1(fields: Mapping[str, object], path: str) -> list[str]:
    """Return the address of one of four fields, or else a hash of title, provider and date."""
    for name in _URLS:
        url = _text(fields.get(name))
        if url.isascii() and url.isprintable() and len(url) <= _LONGEST_URL:
            url = url.strip()
        else:
            url = " ".join(clean_text(url, _LONGEST_URL, decode_entities=False).split())
        if page := canonical_url(url, rule=1):
            return [page]
    title = _line(fields.get("title")) or _line(fields.get("name"))
    title = title or clean_line(PurePosixPath(path).stem)
    # Characters beyond U+FFFF that a file writes as two escapes were read as these escapes.
    titles = dict.fromkeys((fold(title), fold(_BEYOND_16_BITS.sub(_as_escapes, title))))
    provider, date = name_key(_provider(fields)), _date(fields.get("publishedDateTime"))
    said = ["\n".join((title, provider, date)) for title in titles]
    return [f"hash:{digest(what)}" for what in said]


def _as_escapes(character: re.Match[str]) -> str:
    units = character[0].encode("utf-16-be").hex()
    return f"\\u{units[:4]}\\u{units[4:]}"


def _provider(fields: Mapping[str, object]) -> str:
    provider = fields.get("provider")
    if isinstance(provider, dict):
        return _line(provider.get("name")) or _line(provider.get("domain"))
    return _line(provider)


def _line(value: object) -> str:
    return clean_line(_text(value))


def _text(value: object) -> str:
    """Return a value as text: numbers and the like were printed back, not kept as written."""
    if isinstance(value, Written):
        value = value.value
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _date(value: object) -> str:
    if isinstance(value, Written):
        value = value.value
    if value is None or value == "" or not isinstance(value, str | int):
        return ""
    text = str(value)
    try:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            text = _SHORT_DATE.sub(lambda d: f"{d[1]}-{d[2]:0>2}-{d[3]:0>2}", text.strip(), 1)
            moment = datetime.fromisoformat(_SPACE_BEFORE_ZONE.sub("", text))
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat()
