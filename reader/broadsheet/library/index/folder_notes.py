"""What the index notes about the folder besides its articles: how it was read, and its problems."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager

from broadsheet.articles.folder_traits import A_SCORE, FolderTraits
from broadsheet.articles.model import LEEWAY, Problem
from broadsheet.articles.reasons import ONLY_A_HEADING
from broadsheet.config.settings import FolderRules
from broadsheet.library.files.found import Stamp
from broadsheet.library.files.stored_path import stored
from broadsheet.library.files.topics import Topic
from broadsheet.library.index.database import noted, set_note
from broadsheet.library.index.facet_ids import FacetIds

_WITH_REASON = "FROM files WHERE reason = ? AND reason > ''"


class FolderNotes:
    """Reads what is known of the folder, and writes it in transactions of its own."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        facet_ids: FacetIds,
        transaction: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._connection = connection
        self._facet_ids = facet_ids
        self._transaction = transaction

    def knows_traits(self, traits: FolderTraits) -> bool:
        """Tell whether the files were read as those of a folder with these traits."""
        return noted(self._connection, "traits") == traits.of_folder()

    def set_traits(self, traits: FolderTraits) -> None:
        """Note that the files were read as those of a folder with these traits."""
        if not self.knows_traits(traits):
            with self._transaction():
                set_note(self._connection, "traits", traits.of_folder())

    def vaults(self) -> set[str] | None:
        """Return the folders that were vaults when all files were looked at; None: never."""
        known = noted(self._connection, "vaults")
        return None if known is None else set(json.loads(str(known)))

    def set_vaults(self, vaults: set[str]) -> None:
        """Note which folders inside the library are vaults."""
        if self.vaults() != vaults:
            with self._transaction():
                set_note(self._connection, "vaults", json.dumps(sorted(vaults)))

    def most_have_headings_only(self) -> bool:
        """Tell whether most files have no front matter but a first heading."""
        execute = self._connection.execute
        ((headings,),) = execute(f"SELECT count(*) {_WITH_REASON}", (ONLY_A_HEADING,))
        if not headings:
            return False
        ((files,),) = execute("SELECT count(*) FROM files")
        return bool(2 * headings > files)

    def with_headings_only(self, *, are_articles: bool) -> list[str]:
        """Return the paths of those files that are articles, or that are none."""
        sign = "IS NOT" if are_articles else "IS"
        found = self._connection.execute(
            f"SELECT path {_WITH_REASON} AND article_id {sign} NULL", (ONLY_A_HEADING,)
        )
        return [path for (path,) in found]

    def takes_scores(self) -> bool:
        """Tell whether articles have scores, and none has a quality of its own."""
        execute = self._connection.execute
        if not execute(f"SELECT 1 {_WITH_REASON} LIMIT 1", (A_SCORE,)).fetchone():
            return False
        own = execute(
            "SELECT 1 FROM articles a JOIN files f ON f.path = a.path "
            "WHERE a.quality IS NOT NULL AND f.reason != ? LIMIT 1",
            (A_SCORE,),
        )
        return own.fetchone() is None

    def with_scores(self, *, are_taken: bool) -> list[str]:
        """Return the paths of the articles whose scores count as their quality, or do not."""
        sign = "IS NOT" if are_taken else "IS"
        found = self._connection.execute(
            f"SELECT path FROM articles WHERE +quality {sign} NULL "
            f"AND id IN (SELECT article_id {_WITH_REASON})",
            (A_SCORE,),
        )
        return [path for (path,) in found]

    def with_dates_that_came(self) -> list[str]:
        """Return the paths of the articles whose dates were to come when they were read."""
        found = self._connection.execute(
            "SELECT path FROM articles WHERE instead IS NOT NULL AND date <= ?",
            (int(time.time()) + LEEWAY,),
        )
        return [path for (path,) in found]

    def knows_topics(self, fingerprint: str) -> bool:
        """Tell whether the topics were read from files with this `fingerprint`."""
        return noted(self._connection, "topics") == fingerprint

    def set_topics(
        self, topics: Iterable[Topic], problems: Iterable[Problem], fingerprint: str
    ) -> None:
        """Give the topics the order and the tree that the library describes."""
        with self._transaction():
            self._connection.execute(
                "UPDATE facets SET parent = '', position = NULL WHERE kind = 'topic'"
            )
            for topic in topics:
                self._connection.execute(
                    "UPDATE facets SET name = ?, parent = ?, position = ? WHERE id = ?",
                    (
                        topic.name,
                        topic.parent,
                        topic.position,
                        self._facet_ids.of("topic", topic.name),
                    ),
                )
            self._set_problems("topics", problems)
            set_note(self._connection, "topics", fingerprint)

    def set_folder_problems(self, problems: Sequence[Problem]) -> None:
        """Replace the problems of folders and of file names that cannot be read."""
        if self._problems("folder") != sorted((stored(p.path), p.reason) for p in problems):
            with self._transaction():
                self._set_problems("folder", problems)

    def set_folders(self, folders: Mapping[str, Stamp], rules: FolderRules) -> None:
        """Note by which rules all files were looked at, and the stamp of each folder before."""
        rows = sorted((path, *stamp) for path, stamp in folders.items())
        if self._connection.execute("SELECT * FROM folders ORDER BY path").fetchall() != rows or (
            noted(self._connection, "rules") != repr(rules)
        ):
            with self._transaction():
                self._connection.execute("DELETE FROM folders")
                self._connection.executemany("INSERT INTO folders VALUES (?, ?, ?, ?)", rows)
                set_note(self._connection, "rules", repr(rules))

    def _problems(self, source: str) -> list[tuple[str, str]]:
        return self._connection.execute(
            "SELECT path, reason FROM problems WHERE source = ? ORDER BY path, reason", (source,)
        ).fetchall()

    def _set_problems(self, source: str, problems: Iterable[Problem]) -> None:
        self._connection.execute("DELETE FROM problems WHERE source = ?", (source,))
        self._connection.executemany(
            "INSERT INTO problems VALUES (?, ?, ?, ?, ?)",
            [(stored(p.path), p.line, p.field, p.reason, source) for p in problems],
        )
