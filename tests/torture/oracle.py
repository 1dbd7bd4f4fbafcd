"""What a query should find, worked out in plain Python, article by article."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial

from broadsheet.articles.model import Article, Precision
from broadsheet.articles.plain_text import plain_texts
from broadsheet.library.query.dates import Ago, CalendarDate, Moment, NamedDay, When
from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import (
    FACETS,
    Comparison,
    FacetField,
    FacetTerm,
    Flag,
    Measure,
    Missing,
    Newest,
    Phrase,
    Range,
    SortKey,
    Term,
    TextTerm,
    Top,
    Word,
)
from broadsheet.text import folding
from broadsheet.text.words import words

fold, name_key = cache(folding.fold), cache(folding.name_key)

Span = tuple[float, float]
"""The first number that a value stands for, and the first after it."""


@dataclass(frozen=True, slots=True)
class Known:
    """An article, and the marks that it has."""

    article: Article
    marks: frozenset[str]

    @property
    def seconds(self) -> int | None:
        """Its date in seconds since 1970; of a day, midnight UTC."""
        at = self.article.published_at
        return None if at is None else int(at.timestamp())

    def number(self, field: str) -> int | None:
        """Its quality, heat or date."""
        if field == "date":
            return self.seconds
        number: int | None = getattr(self.article, field)
        return number

    def names(self, kind: FacetField) -> list[str]:
        """Its topics, or the one name of another kind."""
        article = self.article
        match kind:
            case "topic":
                return [*article.topics]
            case "provider":
                return [article.provider.name or article.provider.domain]
            case "author":
                return [*article.authors]
            case "feed":
                return [article.feed]
            case "type":
                return [article.type]
            case "category":
                return [article.category]

    def has(self, flag: str) -> bool:
        """Tell whether a flag of the query language is true of it."""
        article = self.article
        kind, _, name = flag.partition(":")
        if name == "unread":
            return "read" not in self.marks
        if kind == "has":
            return bool({"related": article.related, "image": article.images}.get(name)) or (
                name in ("body", "text") and bool(article.body.strip())
            )
        if name == "published":
            return article.published is True
        return bool(article.problems) if name == "broken" else name in self.marks


class Oracle:
    """Answers queries about `articles` as of a moment on the clock of this process."""

    def __init__(self, articles: Sequence[Known]) -> None:
        self._articles = articles

    def found(self, query: Query, sort: Sequence[SortKey], now: datetime) -> list[str]:
        """Return the paths of what `query`, its words left aside, finds, in order."""
        tests = [self._test(term, now) for term in query.terms if not isinstance(term, FacetTerm)]
        for kind in FACETS:
            for negated in (False, True):
                values = [
                    term.value
                    for term in query.terms
                    if isinstance(term, FacetTerm) and (term.field, term.negated) == (kind, negated)
                ]
                if values:
                    tests.append(self._one_of(kind, values, negated=negated))
        found = [known for known in self._articles if all(test(known) for test in tests)]
        for key in reversed([*sort, SortKey("date", descending=True), SortKey("path")]):
            found = _sorted(found, key)
        return [known.article.path for known in found]

    def _test(self, term: Term, now: datetime) -> Callable[[Known], bool]:
        test = self._plain_test(term, now)
        return (lambda known: not test(known)) if term.negated else test

    def _plain_test(self, term: Term, now: datetime) -> Callable[[Known], bool]:
        match term:
            case Word(text, negated):
                return partial(_has_phrase, text) if negated else lambda _: True
            case Phrase(text):
                return partial(_has_phrase, text)
            case TextTerm(text):
                return partial(_has_in_text, text)
            case Flag(name):
                return lambda known: known.has(name)
            case Newest(ago):
                return self._newest(ago, now)
            case Measure(field, Missing()):
                return lambda known: known.number(field) is None
            case Measure(field, Top(percent)):
                return self._top(field, percent)
            case Measure(field, Comparison() | Range() as test):
                return partial(_passes, field, test, now)
        raise AssertionError(term)

    def _one_of(
        self, kind: FacetField, values: Iterable[str], *, negated: bool
    ) -> Callable[[Known], bool]:
        tests = [
            partial(_is_exactly if self._is_known(kind, value) else _is_like, kind, value)
            for value in values
        ]
        return lambda known: any(test(known) for test in tests) != negated

    def _is_known(self, kind: FacetField, value: str) -> bool:
        return any(_is_exactly(kind, value, known) for known in self._articles)

    def _top(self, field: str, percent: int) -> Callable[[Known], bool]:
        numbers = sorted(n for known in self._articles if (n := known.number(field)) is not None)
        numbers.reverse()
        least = next(
            (n for at, n in enumerate(numbers, 1) if at * 100 >= len(numbers) * percent), None
        )
        return lambda known: (
            least is not None and (n := known.number(field)) is not None and n >= least
        )

    def _newest(self, ago: Ago, now: datetime) -> Callable[[Known], bool]:
        present = int(now.timestamp())
        newest = max(s for k in self._articles if (s := k.seconds) is not None and s <= present)
        since = _before_in_utc(datetime.fromtimestamp(newest, UTC), ago)
        return lambda known: known.seconds is not None and known.seconds >= since.timestamp()


def _is_exactly(kind: FacetField, value: str, known: Known) -> bool:
    key = name_key(value)
    if kind == "provider":
        domain = name_key(known.article.provider.domain)
        if domain and domain.removeprefix("www.") == key.removeprefix("www."):
            return True
    return any(name and name_key(name) == key for name in known.names(kind))


def _is_like(kind: FacetField, value: str, known: Known) -> bool:
    words = name_key(value).split()
    return bool(words) and any(
        all(any(own.startswith(word) for own in _words(name)) for word in words)
        for name in known.names(kind)
    )


def _words(name: str) -> list[str]:
    return [*name_key(name).split(), *fold(name).split()]


def _has_phrase(text: str, known: Known) -> bool:
    words, wanted = fold(known.article.title).split(), fold(text).split()
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) + 1))


def _has_in_text(text: str, known: Known) -> bool:
    *first, last = words(text).split()
    begins = text.endswith("*")
    for plain in plain_texts(known.article):
        found = words(plain).split()
        for at in range(len(first), len(found)):
            is_last = found[at].startswith(last) if begins else found[at] == last
            if is_last and found[at - len(first) : at] == first:
                return True
    return False


def _passes(field: str, test: Comparison | Range, now: datetime, known: Known) -> bool:
    number = known.number(field)
    if number is None:
        return False
    is_day = field == "date" and known.article.published_precision is not Precision.TIME

    def span(value: int | When) -> Span:
        if isinstance(value, int):
            return value, value + 1
        start, end = _span(value, now)
        return (_as_written(start), _as_written(end)) if is_day else (start, end)

    if isinstance(test, Range):
        return (test.low is None or number >= span(test.low)[0]) and (
            test.high is None or number < span(test.high)[1]
        )
    start, end = span(test.value)
    return {
        "=": start <= number < end,
        ">=": number >= start,
        ">": number >= end,
        "<": number < start,
        "<=": number < end,
    }[test.operator]


def _span(when: When, now: datetime) -> Span:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    match when:
        case Moment(at):
            return int(at.timestamp()), int(at.timestamp()) + 1
        case Ago():
            at = _before(now, when)
            return at.timestamp() // 1, at.timestamp() // 1
        case NamedDay():
            first = midnight - timedelta(days=when is NamedDay.YESTERDAY)
            return first.timestamp(), (first + timedelta(days=1)).timestamp()
        case CalendarDate(year, month, day):
            first = midnight.replace(year, month or 1, day or 1)
            if day is not None:
                after = first + timedelta(days=1)
            elif month is not None and month < 12:
                after = first.replace(month=month + 1)
            else:
                after = first.replace(year=year + 1, month=1)
            return first.timestamp(), after.timestamp()


def _as_written(second: float) -> float:
    clock = datetime.fromtimestamp(second)  # noqa: DTZ006 - the clock's own zone
    return clock.replace(tzinfo=UTC).timestamp()


def _before(at: datetime, ago: Ago) -> datetime:
    """Go back by the calendar; a day that a month does not have is its last day."""
    if ago.unit in "dw":
        return at - timedelta(days=ago.count * (7 if ago.unit == "w" else 1))
    months = at.year * 12 + at.month - 1 - ago.count * (12 if ago.unit == "y" else 1)
    year, month = max(1000, months // 12), months % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))


def _before_in_utc(at: datetime, ago: Ago) -> datetime:
    """Go back as SQLite does: a day that a month does not have is in the next month."""
    if ago.unit in "dw":
        return _before(at, ago)
    months = at.year * 12 + at.month - 1 - ago.count * (12 if ago.unit == "y" else 1)
    first = at.replace(year=months // 12, month=months % 12 + 1, day=1)
    return first + timedelta(days=at.day - 1)


def _sorted(found: list[Known], key: SortKey) -> list[Known]:
    """Sort stably by one key; what has no value stays last in both directions."""
    having = [known for known in found if _value(known, key) is not None]
    lacking = [known for known in found if _value(known, key) is None]
    # Reversing a stable sort would turn equal ones round as well.
    having = having[::-1] if key.descending else having
    having.sort(key=lambda known: _value(known, key))  # type: ignore[arg-type, return-value]
    return (having[::-1] if key.descending else having) + lacking


def _value(known: Known, key: SortKey) -> int | str | None:
    article = known.article
    match key.field:
        case "quality" | "heat" | "date" as field:
            return known.number(field)
        case "merit":
            if article.quality is None and article.heat is None:
                return None
            return (1 + max(0, article.quality or 0)) * (1 + max(0, article.heat or 0))
        case "title":
            return fold(article.title)
        case "provider":
            return name_key(article.provider.name or article.provider.domain) or None
        case "author":
            return next(map(name_key, article.authors), None)
        case _:
            return article.path
