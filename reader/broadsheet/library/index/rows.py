"""What the table shows of each article: its row."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from broadsheet.articles.model import Precision
from broadsheet.damage import DamagedError
from broadsheet.library.files.stored_path import native
from broadsheet.library.index.checksum import of_article
from broadsheet.library.stories.in_story import InStory
from broadsheet.records import record

_ROWS = """
SELECT a.id, a.path, a.title, a.date, a.date_precision, a.quality, a.heat,
       coalesce(p.name, ''), coalesce(w.name, ''), coalesce(t.name, ''), a.url, a.mark, a.broken,
       coalesce(m.read, 0), coalesce(m.starred, 0), coalesce(m.later, 0),
       s.name, coalesce(s.is_lead, 1), coalesce(s.sources, 1), x.quality,
       CASE WHEN s.is_lead AND m.read THEN ({new_sources}) ELSE 0 END,
       a.provider_id, a.author_id, a.type_id, a.checksum
FROM articles a
LEFT JOIN facets p ON p.id = a.provider_id
LEFT JOIN facets w ON w.id = a.author_id
LEFT JOIN facets t ON t.id = a.type_id
LEFT JOIN stories s ON s.article_id = a.id
LEFT JOIN story_scores x ON x.article_id = a.id
LEFT JOIN marks.marks m ON m.key = a.mark
WHERE a.id IN ({ids})
"""

# Articles that appeared after the lead was read, and are unread, of sources that are not among
# the earlier ones.
_NEW_SOURCES = """
SELECT count(*) FROM (
  SELECT max(b.listed * 1000 <= m.read_at OR coalesce(n.read, 0)) AS is_known
  FROM stories o JOIN articles b ON b.id = o.article_id
  JOIN story_scores y ON y.article_id = o.article_id
  LEFT JOIN marks.marks n ON n.key = b.mark
  WHERE o.story = s.story GROUP BY y.source
) WHERE NOT is_known
"""


@record
class Row:
    """What the table shows of an article.

    `date` is in seconds since 1970, UTC: of a day or a month, its first second.
    `mark` is the key of its marks.
    """

    id: int
    path: str
    title: str
    date: int | None
    date_precision: Precision
    quality: int | None
    heat: int | None
    provider: str
    author: str
    """The first of its authors."""
    type: str
    url: str
    mark: int
    is_broken: bool
    is_read: bool
    is_starred: bool
    is_later: bool
    story: InStory
    """Its place in a story."""


def rows_of(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Row]:
    """Return the rows of `ids`, except those of articles that have been removed since."""
    wanted = list(ids)
    found: dict[int, Row] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ",".join("?" * len(part))
        for values in connection.execute(_ROWS.format(ids=marks, new_sources=_NEW_SOURCES), part):
            found[values[0]] = _row(*values)
    return found


def _row(*values: Any) -> Row:
    """Return `values`, selected by `_ROWS`, as a row; raises `DamagedError` if they changed."""
    article_id, path, title, date, precision, *others, checksum = values
    quality, heat, provider, author, type_, url, mark, *others = others
    broken, read, starred, later, name, is_lead, sources, computed, new, *facet_ids = others
    of_row = article_id, path, title, date, precision, quality, heat, url, mark, broken
    if checksum != of_article(*of_row, *facet_ids):
        raise DamagedError("the row of an article does not match its checksum")
    return Row(
        id=article_id,
        path=native(path),
        title=title,
        date=date,
        date_precision=Precision(precision),
        quality=quality,
        heat=heat,
        provider=provider,
        author=author,
        type=type_,
        url=url,
        mark=mark,
        is_broken=bool(broken),
        is_read=bool(read),
        is_starred=bool(starred),
        is_later=bool(later),
        story=InStory(mark if name is None else name, bool(is_lead), sources, computed, new),
    )
