"""The terms of a query, and how each is written."""

from typing import Literal, get_args

from broadsheet.library.query.dates import Ago, When
from broadsheet.records import record

FacetField = Literal["topic", "provider", "author", "feed", "type", "category"]
MeasureField = Literal["quality", "heat", "date", "sources"]
SortField = Literal[
    "quality",
    "heat",
    "merit",
    "date",
    "sources",
    "front",
    "title",
    "provider",
    "author",
    "path",
    "relevance",
]
Operator = Literal["<", "<=", "=", ">=", ">"]

FACETS: tuple[FacetField, ...] = get_args(FacetField)
SORT_FIELDS: tuple[SortField, ...] = get_args(SortField)
OPERATORS: tuple[Operator, ...] = (">=", "<=", ">", "<", "=")
FLAGS = (
    *("is:read", "is:unread", "is:starred", "is:later", "is:published", "is:broken"),
    *("is:lead", "is:muted"),
    *("has:related", "has:image", "has:body", "has:text", "has:story"),
)

_DATE_NAMES: dict[Operator, str] = {">=": "after", "<": "before"}
_AGO_NAMES: dict[Operator, str] = {">=": "newer", "<": "older"}


@record
class Word:
    """Words to find in titles: approximately, or exactly when negated."""

    text: str
    negated: bool = False

    def __str__(self) -> str:
        return _minus(self.negated) + self.text


@record
class Phrase:
    """Words to find in titles exactly, one after the other."""

    text: str
    negated: bool = False

    def __str__(self) -> str:
        return _minus(self.negated) + in_quotes(self.text)


@record
class FacetTerm:
    """A topic, provider, author or the like by name; a provider also by domain."""

    field: FacetField
    value: str
    negated: bool = False

    def __str__(self) -> str:
        return f"{_minus(self.negated)}{self.field}:{quoted(self.value)}"


@record
class Comparison:
    """Compares with a number or a period: `>` means after its end, `=` within it."""

    operator: Operator
    value: int | When

    def __str__(self) -> str:
        # Without a sign, `7d` means the time since then.
        is_plain = self.operator == "=" and not isinstance(self.value, Ago)
        return f"{'' if is_plain else self.operator}{self.value}"


@record
class Range:
    """From `low` to `high`, both included; None for an open side."""

    low: int | When | None
    high: int | When | None

    def __str__(self) -> str:
        low, high = ("" if bound is None else str(bound) for bound in (self.low, self.high))
        return f"{low}..{high}"


@record
class Top:
    """Among the best `percent` (1 to 100) of the articles that have a value."""

    percent: int

    def __str__(self) -> str:
        return f"top{self.percent}%"


@record
class Missing:
    """The article has no value."""

    def __str__(self) -> str:
        return "none"


Test = Comparison | Range | Top | Missing


@record
class Measure:
    """A test of quality, heat, date or sources; an article without a value passes only `none`."""

    field: MeasureField
    test: Test
    negated: bool = False

    def __str__(self) -> str:
        text = f"{self.field}:{self.test}"
        if self.field == "date" and isinstance(self.test, Comparison):
            names = _AGO_NAMES if isinstance(self.test.value, Ago) else _DATE_NAMES
            name = names.get(self.test.operator)
            text = text if name is None else f"{name}:{self.test.value}"
        return _minus(self.negated) + text


@record
class Newest:
    """The article belongs to the last period of the library, counted from its newest article.

    Articles with dates to come do not belong to it.
    """

    ago: Ago
    negated: bool = False

    def __str__(self) -> str:
        return f"{_minus(self.negated)}newest:{self.ago}"


@record
class Front:
    """The article leads a story on the front page at the end of a day or another time."""

    at: When
    negated: bool = False

    def __str__(self) -> str:
        return f"{_minus(self.negated)}front:{self.at}"


@record
class Flag:
    """A property that an article has or does not have: one of `FLAGS`."""

    name: str
    negated: bool = False

    def __str__(self) -> str:
        return _minus(self.negated) + self.name


@record
class TextTerm:
    """Words to find in texts exactly, one after the other; a `*` at the end lets the last go on."""

    value: str
    negated: bool = False

    def __str__(self) -> str:
        return f"{_minus(self.negated)}text:{quoted(self.value)}"


Term = Word | Phrase | TextTerm | FacetTerm | Measure | Newest | Front | Flag


@record
class SortKey:
    """One key of a sort order."""

    field: SortField
    descending: bool = False

    def __str__(self) -> str:
        return _minus(self.descending) + self.field


def quoted(text: str) -> str:
    """Return `text` as the value of a field, in quotes if it needs them."""
    is_plain = text and not text.startswith('"') and len(text.split()) == 1
    return text if is_plain else in_quotes(text)


def in_quotes(text: str) -> str:
    """Return `text` in quotes; a quote inside is written twice."""
    return '"' + text.replace('"', '""') + '"'


def _minus(is_present: bool) -> str:
    return "-" if is_present else ""
