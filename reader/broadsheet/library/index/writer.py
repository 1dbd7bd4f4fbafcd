"""Writes the index: adds and removes articles, one transaction per batch."""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from broadsheet.damage import DamagedError
from broadsheet.library.files.entry import UNSETTLED, Entry, Fault, ReadFile
from broadsheet.library.files.found import Fingerprint
from broadsheet.library.index import ready_leads, ready_lists
from broadsheet.library.index.checksum import checksum_file, write_checksum
from broadsheet.library.index.counts import Counted, Counts
from broadsheet.library.index.database import noted, open_index, set_note
from broadsheet.library.index.facet_ids import FacetIds
from broadsheet.library.index.file_rows import FileRows
from broadsheet.library.index.folder_notes import FolderNotes
from broadsheet.library.stories.partings import Pair
from broadsheet.library.stories.source_rules import SourceRules
from broadsheet.library.stories.writer import StoryWriter
from broadsheet.library.texts.pages import PageTexts
from broadsheet.library.texts.writer import TextWriter
from broadsheet.library.titles.writer import TitleWriter
from broadsheet.pages.store import PageStore

_CACHE_KILOBYTES = 64 * 1024
_CHECKPOINT_PAGES = 4000
_READERS_END_MS = 500
_AT_ONCE = 5000
"""How many paths are queried or removed in one go."""

_FINGERPRINTS = "SELECT path, size, mtime_ns, ctime_ns, inode FROM files"


class _Known(NamedTuple):
    """What the index says about a file: its article, and its time of change."""

    article_id: int | None
    mtime_ns: int


@contextmanager
def open_writer(path: Path, *, settles: bool = True) -> Iterator["IndexWriter"]:
    """Open the index at `path` for writing; the caller holds `database.writer_lock`.

    If the block ends well, the index has a checksum afterwards, for which all of it is read.
    Without `settles` that is left to the next who opens it.
    """
    with closing(open_index(path)) as connection:
        writer = IndexWriter(connection, path)
        with closing(writer):
            yield writer
        is_settled = settles and not checksum_file(path).exists() and writer.settle()
    # Reading and closing the file drops all locks that this process has on it, so nothing may
    # be open any more.
    if is_settled:
        write_checksum(path)


class Put(NamedTuple):
    """How many files are new, how many others changed, and how many of each are no articles.

    Of those that changed, these were none before either.
    """

    added: int = 0
    changed: int = 0
    not_shown: int = 0
    never_shown: int = 0


class IndexWriter:
    """Writes to an open index; the caller holds `database.writer_lock`.

    It writes nothing that the index already says, so that readers see no change without cause.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._may_have_checksum, self._first_changes = True, connection.total_changes
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        self._titles = TitleWriter(connection)
        self._texts = TextWriter(connection)
        self._pages = PageTexts(connection, self._texts, self._transaction)
        self._stories = StoryWriter(connection)
        self._facet_ids = FacetIds(connection)
        self.notes = FolderNotes(connection, self._facet_ids, self._transaction)
        """What the index knows of the folder besides its articles."""
        self._counts = Counts(connection)
        self._changed: set[int] = set()
        self._is_in_batch = False
        self._last_id = int(noted(self._connection, "last_id") or 0)

    def close(self) -> None:
        """End what works for this writer; the connection stays open."""
        self._stories.close()

    def is_empty(self) -> bool:
        """Tell whether the index knows no file yet."""
        return self._connection.execute("SELECT 1 FROM files LIMIT 1").fetchone() is None

    def fingerprints(self, below: str = "") -> Iterator[Fingerprint]:
        """Yield the fingerprint of every file known, in the order of their paths.

        With `below`, only those of the file or folder with that path. Files that are written
        during the iteration appear if their paths have not been passed yet.
        """
        # A text, as every path is, comes before any bytes.
        last = ""
        end: str | bytes = b""
        if below:
            yield from self._connection.execute(f"{_FINGERPRINTS} WHERE path = ?", (below,))
            last, end = f"{below}/", f"{below}0"  # the character after the slash
        while rows := self._connection.execute(
            f"{_FINGERPRINTS} WHERE path > ? AND path < ? ORDER BY path LIMIT ?",
            (last, end, _AT_ONCE),
        ).fetchall():
            yield from rows
            last = rows[-1][0]

    def put(self, files_read: Sequence[ReadFile]) -> Put:
        """Replace what is known about files; readers see it after `commit`."""
        known = self._known([read.file.path for read in files_read])
        fresh = [read for read in files_read if not self._is_known(read, known.get(read.file.path))]
        if not fresh:
            return Put()
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
        self._is_in_batch = True
        rows = FileRows(self._facet_ids)
        for read in fresh:
            path = read.file.path
            before = known.get(path)
            if before is not None:
                rows.earlier += self._keys_before(before.article_id, read.entry)
                self._forget(path, before.article_id)
            article_id = None
            if read.entry is not None:
                article_id = (before and before.article_id) or self._next_id()
                rows.add_article(article_id, path, read.entry)
                self._changed.add(article_id)
                self._titles.add(article_id)
                self._texts.add(article_id, read.entry.about, read.entry.words)
            rows.files.append((*read.file, article_id, read.reason))
            if read.faults:
                rows.problems += [(path, line, name, said) for said, line, name in read.faults]
        rows.write(self._connection)
        self._counts.add(Counted(rows.facet_ids, rows.qualities, rows.heats, rows.sources))
        new = [read for read in fresh if read.file.path not in known]
        never_shown = sum(
            read.entry is None and before is not None and before.article_id is None
            for read in fresh
            for before in [known.get(read.file.path)]
        )
        not_shown = sum(read.entry is None for read in new)
        return Put(len(new), len(fresh) - len(new), not_shown, never_shown)

    def commit(self) -> None:
        """Commit what was `put` since the last time, so that readers see it and it lasts."""
        if self._connection.in_transaction:
            self.hold()
            self._forget_checksum()
            self._connection.execute("COMMIT")

    def hold(self) -> None:
        """End a batch without a commit: a few articles can be committed with their stories.

        That takes less time than two commits. All other writing commits what is held first.
        """
        if self._is_in_batch:
            self._end_batch()

    def remove(self, paths: Iterable[str]) -> None:
        """Forget the files at `paths`, in transactions of some thousands."""
        rest = iter(paths)
        while part := list(islice(rest, _AT_ONCE)):
            with self._transaction():
                for path, known in self._known(part).items():
                    self._forget(path, known.article_id)
                    self._connection.execute("DELETE FROM files WHERE path = ?", (path,))
                self._end_batch()

    def drop_outdated_texts(self) -> bool:
        """Drop the texts if most are out of date; return whether all files must be read again."""
        if not self._texts.are_mostly_gone():
            return False
        with self._transaction():
            self._texts.clear()
            set_note(self._connection, "traits", "")  # until all files were read again
        return True

    def take_in_pages(self, store: PageStore) -> int:
        """Let text search know the fetched texts in `store`; see `PageTexts.take_in`."""
        return self._pages.take_in(store)

    def finish(self) -> None:
        """Make the indexes, lists and title parts that are missing, once everything is read."""
        if not self._connection.in_transaction:  # else there are stories, for which they were made
            self._make_indexes()
        if not ready_lists.are_ready(self._connection):
            with self._transaction():
                ready_lists.refresh(self._connection)
        if not self._titles.is_finished:
            with self._transaction():
                self._titles.finish()

    def prepare_grouping(self, articles: int) -> None:
        """Have the work of `make_stories` prepared if all of about so many articles are new."""
        self._stories.prepare(self._path, articles)

    def grouping(self, rules: SourceRules) -> AbstractContextManager[bool]:
        """Begin the work of `make_stories`, which is to be called inside of this.

        With True there is time for other things meanwhile.
        """
        return self._stories.ahead(self._path, rules, self.commit)

    def make_stories(self, rules: SourceRules, pairs: frozenset[Pair] = frozenset()) -> bool:
        """Group the articles into stories and score them; returns False if nothing changed.

        `pairs` are articles that the user says are not one story. What is held is committed, too.
        """
        is_held = self._connection.in_transaction
        if not is_held and self._stories.is_finished(rules, pairs):
            return False
        with self._transaction(goes_on=True):
            touched = self._stories.finish(rules, pairs)
            ready_leads.note(self._connection, touched)
        return not is_held or touched is None or bool(touched)

    def tidy(self, *, thoroughly: bool = False) -> None:
        """Tidy the title parts and lists for quicker searches, at a time when nobody waits."""
        with self._transaction():
            self._titles.tidy(thoroughly=thoroughly)
            if thoroughly and ready_lists.are_behind(self._connection):
                ready_lists.refresh(self._connection)
            if thoroughly and ready_leads.are_behind(self._connection):
                ready_leads.refresh(self._connection)

    def settle(self) -> bool:
        """Move all that was committed into the index file itself.

        Returns False if a busy reader keeps part of it in the log.
        """
        self._connection.execute(f"PRAGMA busy_timeout = {_READERS_END_MS}")
        ((is_busy, *_),) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return not is_busy

    def _forget_checksum(self) -> None:
        """Delete the checksum of the file before the first change to it is committed."""
        if self._may_have_checksum and self._connection.total_changes != self._first_changes:
            self._may_have_checksum = False
            checksum_file(self._path).unlink(missing_ok=True)

    def _make_indexes(self) -> None:
        script = files("broadsheet.library.index").joinpath("indexes.sql").read_text("utf-8")
        self._connection.executescript(script)

    @contextmanager
    def _transaction(self, *, goes_on: bool = False) -> Iterator[None]:
        """Write in a transaction, or go on in that of what is held."""
        if not goes_on:
            self.commit()
        with self._connection:
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._forget_checksum()

    def _known(self, paths: Sequence[str]) -> dict[str, _Known]:
        rows = self._connection.execute(
            "SELECT f.path, f.article_id, f.mtime_ns "
            "FROM json_each(?) j CROSS JOIN files f ON f.path = j.value",
            (json.dumps(paths),),
        )
        return {path: _Known(article_id, mtime_ns) for path, article_id, mtime_ns in rows}

    def _is_known(self, read: ReadFile, known: _Known | None) -> bool:
        """Tell whether a file still cannot be read, for the same reasons as before."""
        if known is None or known.mtime_ns != UNSETTLED or read.file.mtime_ns != UNSETTLED:
            return False
        rows = self._connection.execute(
            "SELECT reason, line, field FROM problems WHERE path = ? AND source = 'file'",
            (read.file.path,),
        )
        return sorted(map(Fault._make, rows), key=str) == sorted(read.faults, key=str)

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _forget(self, path: str, article_id: int | None) -> None:
        execute = self._connection.execute
        execute("DELETE FROM problems WHERE path = ? AND source = 'file'", (path,))
        if article_id is None:
            return
        row = execute(
            "SELECT type_id, category_id, provider_id, feed_id, topics, authors, quality, heat "
            "FROM articles WHERE id = ?",
            (article_id,),
        ).fetchone()
        if row is None:
            raise DamagedError("the index names an article that it does not have")
        *facet_ids, topics, authors, quality, heat = row
        provider_id = facet_ids[2]
        topic_ids: list[int] = json.loads(topics)
        author_ids: list[int] = json.loads(authors)
        names = (*facet_ids, *topic_ids, *author_ids)
        sources = [(provider_id is not None, bool(author_ids))]
        self._counts.take(Counted(names, [quality], [heat], sources))
        for kind, ids in (("topic", topic_ids), ("author", author_ids)):
            self._connection.executemany(
                f"DELETE FROM article_{kind}s WHERE {kind}_id = ? AND article_id = ?",
                [(facet_id, article_id) for facet_id in ids],
            )
        execute("DELETE FROM urls WHERE article_id = ?", (article_id,))
        execute("DELETE FROM earlier_keys WHERE article_id = ?", (article_id,))
        execute("DELETE FROM articles WHERE id = ?", (article_id,))
        self._changed.add(article_id)
        self._titles.forget(article_id)
        self._texts.forget(article_id)
        self._stories.forget(article_id)

    def _keys_before(
        self, article_id: int | None, entry: Entry | None
    ) -> list[tuple[int, int, int | None]]:
        """Return what an article was known by before its file was edited.

        Another article may have taken the file's name: it is the same while title and date are.
        """
        if article_id is None or entry is None:
            return []
        row = self._connection.execute(
            "SELECT mark FROM articles WHERE id = ? AND title_key = ? AND date IS ?",
            (article_id, entry.title_key, entry.date),
        ).fetchone()
        if row is None:
            return []
        keys = self._connection.execute(
            "SELECT article_id, key, until FROM earlier_keys WHERE article_id = ?", (article_id,)
        ).fetchall()
        (mark,) = row
        return [*keys, (article_id, mark, _now())] if mark != entry.mark else keys

    def _end_batch(self) -> None:
        """Write what depends on all articles of a batch, at the end of its transaction."""
        self._is_in_batch = False
        self._counts.write()
        set_note(self._connection, "last_id", self._last_id)
        ready_lists.note_changed(self._connection, self._changed)
        self._stories.note_changed(self._changed)
        if self._changed:
            self._pages.note_articles_changed()
        self._changed.clear()
        self._titles.flush()
        self._texts.flush()


def _now() -> int:
    return time.time_ns() // 1_000_000
