"""Brings the index up to date with the folder: in batches, with progress, interruptible."""

import posixpath
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from broadsheet.articles.folder_traits import VAULTS
from broadsheet.damage import FAULTS, decoding, is_damage
from broadsheet.library.files.changes import Changes, compare
from broadsheet.library.files.entry import UNSETTLED, ReadFile, read_file
from broadsheet.library.files.folder import FolderGoneError, Walked, count_files, look_at, walk
from broadsheet.library.files.folder_kind import Vaults, traits_at
from broadsheet.library.files.found import Fingerprint, FoundFile
from broadsheet.library.files.rules import rules_for
from broadsheet.library.files.stored_path import native
from broadsheet.library.files.topics import read_topics, topics_fingerprint
from broadsheet.library.files.workers import ReaderPool, reader_count
from broadsheet.library.index.checksum import matches_checksum
from broadsheet.library.index.database import (
    IndexPlace,
    discard_index,
    index_place,
    unavailable,
    writer_lock,
)
from broadsheet.library.index.writer import IndexWriter, open_writer
from broadsheet.library.sync.cycles import drop_new_cycles, no_search_for_cycles
from broadsheet.library.sync.from_marks import partings_in
from broadsheet.library.sync.progress import Progress
from broadsheet.library.sync.said_of_sources import source_rules
from broadsheet.library.sync.to_read import in_chunks, outermost
from broadsheet.pages.store import PageStore
from broadsheet.paths import marks_path
from broadsheet.text.door import clean_message
from broadsheet.text.file_names import shown_path

_FIRST_BATCH_FILES = 100
_BATCH_SECONDS = 0.4
_LONGEST_BATCH_SECONDS = 2.0
"""Longer batches cost less, shorter ones show sooner. The first rows should appear at once."""

_WAIT_SECONDS = 0.5
"""While another process writes the index, this often there is progress: its rows can be shown."""

_SHARE_LEFT = 3
"""Once less than one file in this many is left, there is something to prepare for the end."""

_FEW_HELD = 100
"""Files whose articles are committed with their stories, which take about as long."""

_FEW_FILES = 1000
"""Files read in this process before others are worth starting."""

_Answer = TypeVar("_Answer")


def sync(
    root: Path, *, rebuild: bool = False, wait: bool = True, only: Iterable[str] | None = None
) -> Generator[Progress, None, None]:
    """Bring the index of the library at `root` up to date with its files, yielding progress.

    Each batch is one transaction: after an interruption the next run continues from there. If
    nothing changed, nothing is written. With `wait` false, an index that another process is writing
    is left to that process; else there is progress while it does. `only` names files and folders,
    relative to the library, that exist or are gone: only these are looked at, and `tidy` is to
    follow when nobody waits. A damaged index is rebuilt. Raises `FolderGoneError` and
    `database.IndexUnavailableError`.
    """
    if not root.exists():
        raise FolderGoneError(f"there is no folder {shown_path(root)}")
    place = index_place(root)
    paths = None if only is None or root.is_file() else outermost(only)
    while True:
        with writer_lock(place.path, seconds=_WAIT_SECONDS if wait else 0) as held:
            if held:
                yield from _healed(root, paths, place, rebuild=rebuild)
                return
        yield Progress("waiting" if wait else "busy", note=place.note)
        if not wait:
            return


def _healed(
    root: Path, only: list[str] | None, place: IndexPlace, *, rebuild: bool
) -> Iterator[Progress]:
    """Bring the index up to date, and rebuild it if it is damaged."""
    try:
        if rebuild or (only is None and not matches_checksum(place.path)):
            discard_index(place.path)
        try:
            with decoding():
                yield from _run(root, only, place.path, place.note)
        except FAULTS as error:
            if not is_damage(error):
                raise
            discard_index(place.path)
            yield from _run(root, None, place.path, place.note)
    except FAULTS as error:
        raise unavailable(place.path, error) from error


def bring_up_to_date(
    root: Path,
    *,
    rebuild: bool = False,
    wait: bool = True,
    only: Iterable[str] | None = None,
    report: Callable[[Progress], None] | None = None,
) -> Progress:
    """Run `sync` to the end, passing each step to `report`; return the last one."""
    progress = Progress()
    for progress in sync(root, rebuild=rebuild, wait=wait, only=only):
        if report is not None:
            report(progress)
    return progress


def healing(root: Path, ask: Callable[[], _Answer]) -> _Answer:
    """Return what `ask` returns. If it finds the index of `root` damaged, rebuild and ask again.

    `ask` must let sqlite3's errors through.
    """
    try:
        return ask()
    except FAULTS as error:
        if not is_damage(error):
            raise
    bring_up_to_date(root, rebuild=True)
    return ask()


def tidy(root: Path) -> None:
    """Tidy the index while nobody waits: searches get faster, and it gets a checksum.

    Nothing happens while another process writes it. Raises `database.IndexUnavailableError`.
    """
    place = index_place(root)
    with writer_lock(place.path, seconds=0) as held:
        if held:
            try:
                with decoding(), open_writer(place.path) as writer:
                    writer.tidy(thoroughly=True)
            except FAULTS as error:
                raise unavailable(place.path, error) from error


def _run(root: Path, only: list[str] | None, path: Path, note: str) -> Iterator[Progress]:
    with no_search_for_cycles(), open_writer(path, settles=only is None) as writer:
        writer.drop_outdated_texts()
        run = _Run(root, writer, note)
        # An index that was deleted meanwhile needs every file.
        may_be_vault = any(posixpath.basename(path) in VAULTS for path in only or ())
        needs_all = only is None or writer.is_empty() or run.has_other_traits() or may_be_vault
        yield from run.everything() if needs_all else run.only(only or ())
        writer.tidy()


class _Run:
    def __init__(self, root: Path, writer: IndexWriter, note: str) -> None:
        self._root = root
        self._base = root.parent if root.is_file() else root
        self._rules = rules_for(root)
        self._writer = writer
        self._notes = writer.notes
        self._traits = traits_at(root, self._rules)
        self._choose_by_contents()
        self._began = time.monotonic()
        self._progress = Progress(note=note)

    def has_other_traits(self) -> bool:
        """Tell whether the index was made when the folder was, say, no vault yet."""
        return not self._notes.knows_traits(self._traits)

    def everything(self) -> Iterator[Progress]:
        yield self._step()
        walked = Walked()
        if self._writer.is_empty():
            self._notes.set_traits(self._traits)  # an interrupted run continues with them
            first = yield from self._first_rows()
            changes = Changes(looked_at=len(first), to_read=len(first))
            found = walk(self._root, walked, names_only=True, rules=self._rules)
            rest = (file for file in found if file.path not in first)
            compared = compare(rest, (), changes)
        else:
            changes = Changes()
            found = walk(self._root, walked, rules=self._rules)
            known: Iterator[Fingerprint] = self._writer.fingerprints()
            if self.has_other_traits():
                known = (FoundFile(path) for path, *_ in known)
            compared = compare(found, known, changes)
        yield from self._read(compared, changes)
        self._stop_if_gone()
        self._notes.set_folder_problems(walked.problems)
        known_vaults = self._notes.vaults()
        others = walked.vaults ^ (walked.vaults if known_vaults is None else known_vaults)
        yield from self._finish(changes, read_again=others, learns=True)
        self._notes.set_folders(walked.folders, self._rules)
        self._notes.set_vaults(walked.vaults)
        self._notes.set_traits(self._traits)

    def only(self, paths: Iterable[str]) -> Iterator[Progress]:
        yield self._step()
        changes = Changes()
        compared = (
            file
            for path in paths
            for file in compare(
                look_at(self._root, path, self._rules), self._writer.fingerprints(path), changes
            )
        )
        yield from self._read(compared, changes, holds=True)
        self._stop_if_gone()
        yield from self._finish(changes)

    def _first_rows(self) -> Generator[Progress, None, frozenset[str]]:
        """Read some files before all are found, then count them all; return the paths read."""
        found = walk(self._root, in_order=False, names_only=True, rules=self._rules)
        first = list(islice(found, _FIRST_BATCH_FILES))
        self._write([read_file(self._base, file, self._traits) for file in first])
        self._writer.commit()
        yield from self._read_again()
        yield self._step(phase="reading", files=len(first), to_read=len(first))
        count = count_files(self._root, self._rules)
        yield self._step(files=count, to_read=count, is_counted=True)
        return frozenset(file.path for file in first)

    def _read(
        self, compared: Iterable[FoundFile | None], changes: Changes, *, holds: bool = False
    ) -> Iterator[Progress]:
        """Read the files that `compared` yields, and report progress.

        They are written as they arrive, so that the readers seldom wait for this process. Batches
        become longer the longer the run takes. If it `holds`, a few files wait for their stories.
        """
        began = time.monotonic()
        until = began + _BATCH_SECONDS if holds else began
        are_many = self._progress.to_read > _FEW_FILES
        results = self._results(in_chunks(compared), are_many=are_many)
        with closing(results):
            for read in results:
                self._write(read)
                if time.monotonic() >= until:
                    yield self._told(changes)
                    now = time.monotonic()
                    seconds = max(_BATCH_SECONDS, (now - began) / 10)
                    until = now + min(seconds, _LONGEST_BATCH_SECONDS)
        if holds and changes.to_read <= _FEW_HELD:
            self._writer.hold()
        else:
            yield self._told(changes)

    def _results(
        self, chunks: Iterator[list[FoundFile]], *, are_many: bool
    ) -> Generator[list[ReadFile], None, None]:
        """Read chunks of files: the first thousand here, the others in reader processes.

        If it is known from the start that there are many, all go to reader processes.
        """
        here = 0
        while here < _FEW_FILES and not are_many:
            chunk = next(chunks, None)
            if chunk is None:
                return
            yield [read_file(self._base, file, self._traits) for file in chunk]
            here += len(chunk)
        with ReaderPool(self._base, reader_count(), self._traits) as pool:
            yield from pool.read(chunks)
        if pool.failure:
            self._note(
                "A process that reads files could not be started, so reading took longer: "
                f"{pool.failure}"
            )

    def _choose_by_contents(self) -> None:
        """Decide whether a first heading makes an article, and whether a score is a quality.

        In a vault a heading makes a note.
        """
        self._traits = self._traits._replace(
            has_headings_only=not self._traits.is_vault and self._notes.most_have_headings_only(),
            takes_scores=self._notes.takes_scores(),
        )

    def _read_again(self, folders: Iterable[str] = ()) -> Iterator[Progress]:
        """Read files again for what is in none of them: what most or all others are, and the time.

        That makes some articles, or no longer, or gives them a quality; and dates that were to come
        have come. `folders` became vaults, or are none any more.
        """
        self._choose_by_contents()
        now = self._traits
        headings = self._notes.with_headings_only(are_articles=not now.has_headings_only)
        vaults = Vaults(self._base, self._traits)
        paths = [path for path in headings if not vaults.traits_of(native(path)).is_vault]
        paths += self._notes.with_scores(are_taken=not now.takes_scores)
        paths += self._notes.with_dates_that_came()
        for folder in folders:
            paths += [path for path, *_ in self._writer.fingerprints(folder.rstrip("/"))]
        if not paths:
            return
        files = map(FoundFile, paths)
        with closing(self._results(in_chunks(files), are_many=len(paths) > _FEW_FILES)) as results:
            for read in results:
                # These were counted when they were read first.
                self._writer.put(read)
                self._writer.commit()
                yield self._step()

    def _note(self, sentence: str) -> None:
        note = clean_message(f"{self._progress.note} {sentence}")
        self._progress = replace(self._progress, note=note)

    def _told(self, changes: Changes) -> Progress:
        """End a batch."""
        self._writer.commit()
        drop_new_cycles()
        now = self._progress
        if now.is_counted and (now.to_read - now.read) * _SHARE_LEFT < now.to_read:
            self._writer.prepare_grouping(now.to_read)
        return self._step(
            phase="reading" if changes.to_read or now.read else "looking",
            files=max(now.files, changes.looked_at),
            to_read=max(now.to_read, changes.to_read),
        )

    def _finish(
        self, changes: Changes, read_again: Iterable[str] = (), *, learns: bool = False
    ) -> Iterator[Progress]:
        self._writer.remove(changes.gone)
        yield from self._read_again(read_again)
        fingerprint = topics_fingerprint(self._base, self._rules)
        if not self._notes.knows_topics(fingerprint):
            self._notes.set_topics(*read_topics(self._base, self._rules), fingerprint)
        rules = source_rules(self._base, learns=learns)
        with self._writer.grouping(rules) as there_is_time:
            self._writer.finish()
            if there_is_time:
                self._writer.tidy()
            texts = self._writer.take_in_pages(PageStore())
            regrouped = self._writer.make_stories(rules, partings_in(marks_path()))
        yield self._step(
            phase="done",
            texts=texts,
            has_new_stories=regrouped,
            files=changes.looked_at,
            to_read=self._progress.read,
            removed=len(changes.gone),
            is_counted=True,
        )

    def _write(self, files_read: list[ReadFile]) -> None:
        if any(read.file.mtime_ns == UNSETTLED for read in files_read):
            self._stop_if_gone()
        put = self._writer.put(files_read)
        self._progress = replace(
            self._progress,
            read=self._progress.read + len(files_read),
            added=self._progress.added + put.added,
            changed=self._progress.changed + put.changed,
            not_shown=self._progress.not_shown + put.not_shown,
            never_shown=self._progress.never_shown + put.never_shown,
        )

    def _stop_if_gone(self) -> None:
        if not self._root.exists():
            raise FolderGoneError(
                f"the folder {shown_path(self._root)} vanished while it was being read"
            )

    def _step(self, **changes: object) -> Progress:
        seconds = time.monotonic() - self._began
        self._progress = replace(self._progress, seconds=seconds, **changes)  # type: ignore[arg-type]
        return self._progress
