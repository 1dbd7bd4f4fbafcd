"""What the index writes about files that were read: their rows, table by table."""

import sqlite3

from broadsheet.library.files.entry import Entry
from broadsheet.library.files.found import Fingerprint
from broadsheet.library.index.checksum import of_article
from broadsheet.library.index.facet_ids import FacetIds


class FileRows:
    """The rows of some files by table, and what to count; writing them together halves the cost."""

    def __init__(self, facet_ids: FacetIds) -> None:
        self._ids = facet_ids
        self.files: list[tuple[*Fingerprint, int | None, str]] = []
        self.articles: list[tuple[str | int | None, ...]] = []
        self.topics: list[tuple[int, int]] = []
        self.authors: list[tuple[int, int]] = []
        self.urls: list[tuple[int, int]] = []
        self.earlier: list[tuple[int, int, int | None]] = []
        self.terms: list[tuple[int, bytes]] = []
        self.problems: list[tuple[str, int | None, str, str]] = []
        self.facet_ids: list[int | None] = []
        self.qualities: list[int | None] = []
        self.heats: list[int | None] = []
        self.sources: list[tuple[bool, bool]] = []

    def add_article(self, article_id: int, path: str, entry: Entry) -> None:
        """Add the rows of one article."""
        type_id = self._ids.of("type", entry.type)
        category_id = self._ids.of("category", entry.category)
        provider_id = self._ids.of("provider", entry.provider, entry.domain)
        feed_id = self._ids.of("feed", entry.feed) if entry.feed else None
        topic_ids, topics = self._ids.of_list("topic", entry.topics)
        author_ids, authors = self._ids.of_list("author", entry.authors)
        author_id = author_ids[0] if author_ids else None
        self.facet_ids += (type_id, category_id, provider_id, feed_id, *topic_ids, *author_ids)
        self.qualities.append(entry.quality)
        self.heats.append(entry.heat)
        self.sources.append((provider_id is not None, author_id is not None))
        self.articles.append(
            (
                article_id,
                path,
                entry.title,
                entry.folded,
                entry.title_key,
                entry.file_key,
                entry.url,
                entry.mark,
                entry.date,
                entry.instead,
                entry.date_precision,
                entry.quality,
                entry.heat,
                entry.published,
                type_id,
                category_id,
                provider_id,
                feed_id,
                author_id,
                topics,
                authors,
                entry.broken,
                entry.has_related,
                entry.has_image,
                entry.has_body,
                entry.is_removed,
                of_article(
                    article_id,
                    path,
                    entry.title,
                    entry.date,
                    entry.date_precision,
                    entry.quality,
                    entry.heat,
                    entry.url,
                    entry.mark,
                    int(entry.broken),
                    provider_id,
                    author_id,
                    type_id,
                ),
            )
        )
        self.terms.append((article_id, entry.terms))
        self.topics += [(topic_id, article_id) for topic_id in topic_ids]
        if author_ids:
            self.authors += [(facet_id, article_id) for facet_id in author_ids]
        if entry.other_urls:
            self.urls += [(key, article_id) for key in entry.other_urls]
        if entry.earlier:
            self.earlier += [(article_id, key, until) for key, until in entry.earlier]

    def write(self, connection: sqlite3.Connection) -> None:
        """Write all rows, inside the transaction of a batch."""
        connection.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", self.files
        )
        connection.executemany(f"INSERT INTO articles VALUES ({_places(27)})", self.articles)
        connection.executemany("INSERT OR IGNORE INTO article_topics VALUES (?, ?)", self.topics)
        connection.executemany("INSERT OR IGNORE INTO article_authors VALUES (?, ?)", self.authors)
        connection.executemany("INSERT OR IGNORE INTO urls VALUES (?, ?)", self.urls)
        connection.executemany("INSERT OR IGNORE INTO earlier_keys VALUES (?, ?, ?)", self.earlier)
        connection.executemany("INSERT INTO story_terms VALUES (?, ?)", self.terms)
        connection.executemany("INSERT INTO problems VALUES (?, ?, ?, ?, 'file')", self.problems)


def _places(count: int) -> str:
    return ", ".join("?" * count)
