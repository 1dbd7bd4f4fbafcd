"""The second lines of the table's rows: read when they are in sight, kept while they may return."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from broadsheet.library.query.parse import Query
from broadsheet.records import record

if TYPE_CHECKING:
    from broadsheet.library.texts.snippets import Snippet

_MOST = 5_000
"""Lines that are kept; more would be found again sooner than they are needed."""


@record
class LinesWanted:
    """Articles whose second lines are wanted: what `query` found in them, or their excerpts."""

    query: Query
    quoted: tuple[int, ...]
    excerpts: tuple[int, ...]

    def has_all_of(self, other: "LinesWanted") -> bool:
        """Tell whether what is wanted here is all that `other` wants."""
        return self.query == other.query and {*self.quoted, *self.excerpts}.issuperset(
            (*other.quoted, *other.excerpts)
        )


class KnownLines:
    """What is known of the second lines of articles, by id; None stands for an empty one."""

    def __init__(self) -> None:
        self._lines: dict[int, Snippet | None] = {}
        self._current: set[int] = set()

    def of(self, article_id: int) -> "Snippet | None":
        """Return the line of an article as it was read last."""
        return self._lines.get(article_id)

    def is_current(self, article_id: int) -> bool:
        """Whether the line need not be read."""
        return article_id in self._current

    def missing(self, article_ids: Iterable[int]) -> list[int]:
        """Return those articles whose lines have to be read."""
        return [article_id for article_id in article_ids if article_id not in self._current]

    def age(self) -> None:
        """Read each line again when it is in sight; until then, show it as it was."""
        self._current.clear()

    def take(self, lines: "Mapping[int, Snippet | None]") -> None:
        """Remember lines that were read."""
        if len(self._lines) > _MOST:
            self._lines.clear()
            self._current.clear()
        self._lines.update(lines)
        self._current.update(lines)


class SecondLines:
    """The second lines of a table: excerpts, and sentences in which a query was found."""

    def __init__(self) -> None:
        self.quoted, self.excerpts = KnownLines(), KnownLines()
        self._on_their_way: LinesWanted | None = None

    @property
    def are_awaited(self) -> bool:
        """Whether lines are on their way."""
        return self._on_their_way is not None

    def forget_quoted(self) -> None:
        """Forget what was found, because something else is looked for."""
        self.quoted = KnownLines()

    def age(self) -> None:
        """Read each line again when it is in sight; until then, show it as it was."""
        self.quoted.age()
        self.excerpts.age()

    def ask(self, wanted: LinesWanted) -> bool:
        """Expect the lines that are wanted; return False if they need not be read."""
        if not (wanted.quoted or wanted.excerpts):
            return False
        if self._on_their_way is not None and self._on_their_way.has_all_of(wanted):
            return False
        self._on_their_way = wanted
        return True

    def take(
        self,
        wanted: LinesWanted,
        quoted: "Mapping[int, Snippet | None]",
        excerpts: "Mapping[int, Snippet | None]",
        shown: Query,
    ) -> set[int]:
        """Remember lines that came, what was quoted only if it is still `shown`; return whose."""
        if wanted is self._on_their_way:
            self._on_their_way = None
            # An article that has gone has no line.
            quoted = {**dict.fromkeys(wanted.quoted), **quoted}
            excerpts = {**dict.fromkeys(wanted.excerpts), **excerpts}
        self.excerpts.take(excerpts)
        if wanted.query == shown:
            self.quoted.take(quoted)
        return {*quoted, *excerpts}
