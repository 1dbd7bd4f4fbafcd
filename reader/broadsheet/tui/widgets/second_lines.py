"""The second lines of the table's rows: read when they are in sight, kept while they may return."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.library.texts.snippets import Snippet

_MOST = 5_000
"""Lines that are kept; more would be found again sooner than they are needed."""


class SecondLines:
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
