"""The fields of an article as `broadsheet list` gives them to other programs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.articles.model import Article, Precision
from broadsheet.library.index.index import Row
from broadsheet.text.did_you_mean import nearest
from broadsheet.text.door import clean_line

FIELDS = (
    *("path", "title", "excerpt", "publishedDateTime"),
    *("originalUrl", "webUrl", "ampWebUrl", "cdnAmpWebUrl", "type", "category"),
    *("quality", "heat", "published", "provider", "authors", "topics", "images", "related"),
    *("featuredContent", "secured", "body", "read", "starred", "later", "problems"),
)
"""The fields that Broadsheet knows: those of the files, by their names, and its own."""

_QUERIED_AS = {"date": "publishedDateTime", "url": "originalUrl"}
"""What somebody means who asks for fields that no file has by these names."""


_ISO_LENGTHS = {Precision.DAY: len("2023-05-18"), Precision.MONTH: len("2023-05")}


def moment(seconds: int | None, precision: Precision = Precision.TIME) -> str:
    """Return a date as JSON and TSV have it: ISO 8601, UTC, as exact as the file gives it."""
    if seconds is None:
        return ""
    written = datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    return written[: _ISO_LENGTHS.get(precision)]


_FROM_INDEX: Mapping[str, Callable[[Row], str | int | bool | None]] = {
    "path": lambda row: row.path,
    "title": lambda row: row.title,
    "publishedDateTime": lambda row: moment(row.date, row.date_precision) or None,
    "quality": lambda row: row.quality,
    "heat": lambda row: row.heat,
    # SQLite has no truth values: numbers come out of it.
    "read": lambda row: bool(row.is_read),
    "starred": lambda row: bool(row.is_starred),
    "later": lambda row: bool(row.is_later),
    "provider": lambda row: row.provider,
    "type": lambda row: row.type,
    "originalUrl": lambda row: row.url,
}

_EXACT = ("quality", "heat", "publishedDateTime")

_NOT_AS_IN_FILE = frozenset(("provider", "type", "originalUrl"))
"""What the index knows in one word: the file may say more, or say it in other letters."""


class FieldReader:
    """Gives the `fields` of one article after another; all of them where none are named.

    As far as the index knows them the files are left alone. With `is_exact`, that is only where
    the file says just the same.
    """

    def __init__(self, base: Path, fields: Sequence[str], *, is_exact: bool) -> None:
        self._base = base
        self._fields = tuple(dict.fromkeys(fields))
        self._is_exact = is_exact
        known = _FROM_INDEX.keys() - (_NOT_AS_IN_FILE if is_exact else frozenset())
        self._needs_files = not fields or not known >= set(fields)
        self._found = set[str]()

    def values(self, row: Row) -> dict[str, object] | None:
        """Return the values that an article has; None where its file is none any more."""
        values: dict[str, object] = {}
        # What could not be understood is not in the index, and is given as the file has it.
        if self._needs_files or (self._is_exact and row.is_broken):
            whole = whole_article(self._base, row)
            if whole is None or not self._fields:
                return whole
            self._found |= whole.keys()
            values = {name: whole[name] for name in self._fields if name in whole}
            if self._is_exact:
                return values
        for name in self._fields:
            value = _FROM_INDEX[name](row) if name in _FROM_INDEX else None
            if value is not None:
                values[name] = value
        return values

    def missing(self) -> list[str]:
        """Return a sentence for every field that no article had, and that is none we know."""
        known = {*FIELDS, *self._found}
        unknown = [name for name in self._fields if name not in known]
        return [_missing(name, sorted(known)) for name in unknown if self._found]


def whole_article(base: Path, row: Row) -> dict[str, object] | None:
    """Return all fields of an article under the files' own names, with those of the reader.

    Quality, heat and date are given as understood: numbers, and UTC. What could not be understood
    is there as the file has it, and named under `problems`. None where the file is gone.
    """
    # Not before the first file is read: the YAML reader takes long to import.
    from broadsheet.articles.read import read_article

    article = read_article(base, row.path, with_fields=True)
    if not isinstance(article, Article):
        return None
    values: dict[str, object] = {"path": article.path, "title": article.title}
    values.update((name, value) for name, value in article.fields.items() if name not in values)
    for name in _EXACT:  # an empty value is none, as in the index
        if values.get(name) in ("", None):
            values.pop(name, None)
    values |= _understood(article)
    if article.quality is not None:
        values["quality"] = article.quality
    if article.heat is not None:
        values["heat"] = article.heat
    if article.published_at is not None:
        values["publishedDateTime"] = moment(
            int(article.published_at.timestamp()), article.published_precision
        )
    if article.body.strip():
        values["body"] = article.body
    for name in ("read", "starred", "later"):
        values[name] = _FROM_INDEX[name](row)
    if article.problems:
        values["problems"] = [str(problem) for problem in article.problems]
    return values


def _understood(article: Article) -> dict[str, object]:
    """Return under our names what the file may say under others, or in other forms."""
    values: dict[str, object] = {
        "excerpt": article.excerpt,
        "originalUrl": article.url,
        "type": article.type,
        "category": article.category,
        "authors": list(article.authors),
        "topics": list(article.topics),
    }
    known = {name: value for name, value in values.items() if value}
    if article.published is not None:
        known["published"] = article.published
    if "provider" not in article.fields and any(article.provider):
        names = {"name": article.provider.name, "domain": article.provider.domain}
        known["provider"] = {name: value for name, value in names.items() if value}
    if "images" not in article.fields and article.images:
        known["images"] = [{"url": image.url} for image in article.images]
    return known


def _missing(name: str, known: Sequence[str]) -> str:
    meant = _QUERIED_AS.get(name) or nearest(name, known)
    hint = f": did you mean `{meant}`?" if meant else "."
    return f"None of these articles has a field `{clean_line(name)}`{hint}"
