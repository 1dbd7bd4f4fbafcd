"""Writing the index: articles in, articles out, in transactions of one batch each."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from reader.articles.identity import key64, url_keys
from reader.articles.model import Article, Problem
from reader.articles.text import fold, name_key
from reader.library.folder import FoundFile
from reader.library.topics import Topic

_PUT = """
INSERT INTO articles (path, size, mtime_ns, title, folded, title_key, url, date, quality, heat,
  published, type_id, category_id, provider_id, broken, has_related, has_image, has_body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (path) DO UPDATE SET
  size = excluded.size, mtime_ns = excluded.mtime_ns, title = excluded.title,
  folded = excluded.folded, title_key = excluded.title_key, url = excluded.url,
  date = excluded.date, quality = excluded.quality, heat = excluded.heat,
  published = excluded.published, type_id = excluded.type_id, category_id = excluded.category_id,
  provider_id = excluded.provider_id, broken = excluded.broken,
  has_related = excluded.has_related, has_image = excluded.has_image, has_body = excluded.has_body
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What came of reading a file: an article, or none and why; and what was wrong with it."""

    file: FoundFile
    article: Article | None
    reason: str = ""
    problems: tuple[Problem, ...] = ()


class IndexWriter:
    """Writes to an open index; the caller holds `database.writer_lock`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._facets: dict[tuple[str, str, str], int] = {
            (kind, key, domain_key): facet_id
            for facet_id, kind, key, domain_key in connection.execute(
                "SELECT id, kind, key, domain_key FROM facets"
            )
        }

    def fingerprints(self) -> dict[str, tuple[int, int]]:
        """Return size and time of change of every file that the index has seen, by path."""
        rows = self._connection.execute(
            "SELECT path, size, mtime_ns FROM articles "
            "UNION ALL SELECT path, size, mtime_ns FROM others"
        )
        return {path: (size, mtime_ns) for path, size, mtime_ns in rows}

    def put(self, batch: Iterable[ReadFile]) -> None:
        """Write the files of `batch` in one transaction, in place of what was known of them."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            for read in batch:
                self._forget_details(read.file.path)
                if read.article is None:
                    self._put_other(read)
                else:
                    self._put_article(read.file, read.article)
                self._connection.executemany(
                    "INSERT INTO problems (path, line, field, reason) VALUES (?, ?, ?, ?)",
                    [(read.file.path, p.line, p.field, p.reason) for p in read.problems],
                )

    def remove(self, paths: Iterable[str]) -> None:
        """Forget the files at `paths`, in one transaction."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            for path in paths:
                self._forget_details(path)
                self._connection.execute("DELETE FROM articles WHERE path = ?", (path,))

    def set_topics(self, topics: list[Topic]) -> None:
        """Give the topics the order and the tree that the library describes."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(
                "UPDATE facets SET parent = '', position = NULL WHERE kind = 'topic'"
            )
            for topic in topics:
                self._connection.execute(
                    "UPDATE facets SET name = ?, parent = ?, position = ? WHERE id = ?",
                    (topic.name, topic.parent, topic.position, self._facet("topic", topic.name)),
                )

    def set_folder_problems(self, problems: list[Problem], paths: Iterable[str]) -> None:
        """Replace the problems that belong to no candidate file (folders, topics, odd names)."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("CREATE TEMP TABLE IF NOT EXISTS present (path TEXT)")
            self._connection.execute("DELETE FROM present")
            self._connection.executemany(
                "INSERT INTO present VALUES (?)", ((path,) for path in paths)
            )
            self._connection.execute(
                "DELETE FROM problems WHERE path NOT IN (SELECT path FROM present)"
            )
            self._connection.executemany(
                "INSERT INTO problems (path, line, field, reason) VALUES (?, ?, ?, ?)",
                [(p.path, p.line, p.field, p.reason) for p in problems],
            )

    def _forget_details(self, path: str) -> None:
        execute = self._connection.execute
        execute("DELETE FROM problems WHERE path = ?", (path,))
        execute("DELETE FROM others WHERE path = ?", (path,))
        row = execute("SELECT id FROM articles WHERE path = ?", (path,)).fetchone()
        if row is not None:
            execute("DELETE FROM article_topics WHERE article_id = ?", row)
            execute("DELETE FROM urls WHERE article_id = ?", row)

    def _put_other(self, read: ReadFile) -> None:
        file = read.file
        self._connection.execute("DELETE FROM articles WHERE path = ?", (file.path,))
        self._connection.execute(
            "INSERT INTO others (path, size, mtime_ns, reason) VALUES (?, ?, ?, ?)",
            (file.path, file.size, file.mtime_ns, read.reason),
        )

    def _put_article(self, file: FoundFile, article: Article) -> None:
        provider = article.provider
        folded = fold(article.title)
        values = (
            file.path,
            file.size,
            file.mtime_ns,
            article.title,
            f" {folded} ",
            key64(folded),
            article.url,
            None if article.published_at is None else int(article.published_at.timestamp()),
            article.quality,
            article.heat,
            article.published,
            self._facet("type", article.type),
            self._facet("category", article.category),
            self._facet("provider", provider.name or provider.domain, provider.domain),
            bool(article.problems),
            bool(article.related),
            bool(article.images),
            bool(article.body.strip()),
        )
        ((article_id,),) = self._connection.execute(_PUT, values).fetchall()
        topic_ids = {self._facet("topic", topic) for topic in article.topics}
        self._connection.executemany(
            "INSERT OR IGNORE INTO article_topics (topic_id, article_id) VALUES (?, ?)",
            [(topic_id, article_id) for topic_id in topic_ids if topic_id is not None],
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO urls (key, article_id) VALUES (?, ?)",
            [(key, article_id) for key in url_keys(article)],
        )

    def _facet(self, kind: str, name: str, domain: str = "") -> int | None:
        if not name:
            return None
        key, domain_key = name_key(name), name_key(domain)
        known = self._facets.get((kind, key, domain_key))
        if known is None:
            ((known,),) = self._connection.execute(
                "INSERT INTO facets (kind, name, key, domain, domain_key) VALUES (?, ?, ?, ?, ?) "
                "RETURNING id",
                (kind, name, key, domain, domain_key),
            ).fetchall()
            self._facets[kind, key, domain_key] = known
        return known
