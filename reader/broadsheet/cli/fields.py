"""The fields of an article as `broadsheet list` prints them for other programs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.articles.folder_traits import FolderTraits
from broadsheet.articles.model import Article, Precision
from broadsheet.library.index.rows import Row
from broadsheet.library.query.parse import Query
from broadsheet.library.texts.snippets import Quoter
from broadsheet.text.did_you_mean import nearest
from broadsheet.text.door import clean_line

FIELDS = (
    *("path", "title", "excerpt", "publishedDateTime"),
    *("originalUrl", "webUrl", "ampWebUrl", "cdnAmpWebUrl", "type", "category"),
    *("quality", "heat", "published", "provider", "authors", "topics", "images", "related"),
    *("featuredContent", "secured", "body", "read", "starred", "later"),
    *("story", "lead", "sources", "computed", "problems", "snippet"),
)
"""The fields that Broadsheet knows: those of the files, under their names, and its own."""

_QUERIED_AS = {"date": "publishedDateTime", "url": "originalUrl"}
"""Fields that people may ask for under a name from the query language."""


_ISO_LENGTHS = {Precision.DAY: len("2023-05-18"), Precision.MONTH: len("2023-05")}


def moment(seconds: int | None, precision: Precision = Precision.TIME) -> str:
    """Return a date as in JSON and TSV: ISO 8601, UTC, as exact as in the file."""
    if seconds is None:
        return ""
    written = datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    return written[: _ISO_LENGTHS.get(precision)]


_BITS = (1 << 64) - 1


def _computed(row: Row) -> dict[str, int] | None:
    """Return the scores that the file does not have; None if it has both."""
    scores = {"quality": row.story.quality}
    if row.heat is None:
        scores["heat"] = row.story.heat(row.quality)
    return {name: score for name, score in scores.items() if score is not None} or None


_FROM_INDEX: Mapping[str, Callable[[Row], str | int | bool | dict[str, int] | None]] = {
    "path": lambda row: row.path,
    "title": lambda row: row.title,
    "publishedDateTime": lambda row: moment(row.date, row.date_precision) or None,
    "quality": lambda row: row.quality,
    "heat": lambda row: row.heat,
    # SQLite has no booleans: it returns numbers.
    "read": lambda row: bool(row.is_read),
    "starred": lambda row: bool(row.is_starred),
    "later": lambda row: bool(row.is_later),
    "story": lambda row: f"{row.story.name & _BITS:016x}",
    "lead": lambda row: row.story.is_lead,
    "sources": lambda row: row.story.sources,
    "computed": lambda row: _computed(row),
    "provider": lambda row: row.provider,
    "type": lambda row: row.type,
    "originalUrl": lambda row: row.url,
}

_OURS = ("read", "starred", "later", "story", "lead", "sources", "computed")

_EXACT = ("quality", "heat", "publishedDateTime")

_NOT_AS_IN_FILE = frozenset(("provider", "type", "originalUrl"))
"""What the index keeps in short: the file may say more, or spell it differently."""


class FieldReader:
    """Reads the `fields` of one article after another; all of them if none are named.

    Files are read only for fields that the index does not know; with `is_exact`, also for fields
    that the index keeps in another form. `snippet` is the sentence that matches `query`.
    """

    def __init__(
        self, base: Path, traits: FolderTraits, fields: Sequence[str], query: Query, is_exact: bool
    ) -> None:
        self._quoter = Quoter(query) if "snippet" in fields else None
        self._base = base
        self._traits = traits
        self._fields = tuple(dict.fromkeys(fields))
        self._is_exact = is_exact
        known = _FROM_INDEX.keys() - (_NOT_AS_IN_FILE if is_exact else frozenset())
        self._needs_files = not fields or not known >= set(fields)
        self._found = set[str]()

    def values(self, row: Row) -> dict[str, object] | None:
        """Return the values of an article; None if its file no longer holds one."""
        values: dict[str, object] = {}
        # A value that could not be understood is not in the index: it is printed as in the file.
        if self._needs_files or (self._is_exact and row.is_broken):
            values_in_file = full_article(self._base, row, self._traits, self._quoter)
            if values_in_file is None or not self._fields:
                return values_in_file
            self._found |= values_in_file.keys()
            values = {name: values_in_file[name] for name in self._fields if name in values_in_file}
            if self._is_exact:
                return values
        for name in self._fields:
            value = _FROM_INDEX[name](row) if name in _FROM_INDEX else None
            if value is not None:
                values[name] = value
        return values

    def missing(self) -> list[str]:
        """Return a sentence for every unknown field that no article had."""
        known = {*FIELDS, *self._found}
        unknown = [name for name in self._fields if name not in known]
        return [_missing(name, sorted(known)) for name in unknown if self._found]


def full_article(
    base: Path, row: Row, traits: FolderTraits, quoter: Quoter | None = None
) -> dict[str, object] | None:
    """Return all fields of an article under the names in its file, and Broadsheet's own.

    Quality, heat and date are given as they were understood: as numbers, and in UTC. A value that
    could not be understood is given as in the file, and named under `problems`. With a `quoter`,
    `snippet` is the sentence that it finds. None if the file is gone.
    """
    # Imported with the first file: the YAML reader takes long to import.
    from broadsheet.articles.read import read_article

    article = read_article(base, row.path, traits, with_fields=True)
    if not isinstance(article, Article):
        return None
    values: dict[str, object] = {"path": article.path, "title": article.title}
    values.update((name, value) for name, value in article.fields.items() if name not in values)
    for name in _EXACT:  # an empty value is none, as in the index
        if values.get(name) in ("", None):
            values.pop(name, None)
    values |= _understood(article)
    numbers = {"quality": article.quality, "heat": article.heat}
    values |= {name: number for name, number in numbers.items() if number is not None}
    if article.published_at is not None:
        values["publishedDateTime"] = moment(
            int(article.published_at.timestamp()), article.published_precision
        )
    if article.body.strip():
        values["body"] = article.body
    ours = {name: _FROM_INDEX[name](row) for name in _OURS}
    values |= {name: value for name, value in ours.items() if value is not None}
    if article.problems:
        values["problems"] = [str(problem) for problem in article.problems]
    if quoter is not None:
        values |= _quoted(article, row.mark, quoter)
    return values


def _quoted(article: Article, mark: int, quoter: Quoter) -> dict[str, object]:
    from broadsheet.library.texts.reading import texts_of
    from broadsheet.pages.store import PageStore

    snippet = quoter.quote(texts_of(article, mark, PageStore()))
    return {"snippet": snippet.text} if snippet else {}


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
    # In our own shape, a file's values keep all that they say.
    if not isinstance(article.fields.get("provider"), dict) and any(article.provider):
        names = {"name": article.provider.name, "domain": article.provider.domain}
        known["provider"] = {name: value for name, value in names.items() if value}
    own = article.fields.get("images")
    if article.images and not (isinstance(own, list) and all(isinstance(i, dict) for i in own)):
        known["images"] = [{"url": image.url} for image in article.images]
    return known


def _missing(name: str, known: Sequence[str]) -> str:
    meant = _QUERIED_AS.get(name) or _ours(name) or nearest(name, known)
    hint = f": did you mean “{meant}”?" if meant else "."
    return f"None of these articles has a field “{clean_line(name)}”{hint}"


def _ours(name: str) -> str | None:
    """Return our name for what the files of other programs call `name`."""
    from broadsheet.articles.fields import NAMES

    return next((ours for ours, names in NAMES.items() if ours in FIELDS and name in names), None)
