"""The folder: what the process that follows it reports, and when that reaches the table."""

from pathlib import Path

from textual.screen import Screen

from broadsheet.library.sync.progress import Progress
from broadsheet.log import note
from broadsheet.tui import sentences
from broadsheet.tui.actions.folder_process import FolderProcess
from broadsheet.tui.messages import LibraryChanged
from broadsheet.tui.parts.article_list import ArticleList
from broadsheet.tui.parts.live_index import LiveIndex
from broadsheet.tui.parts.panes import Panes
from broadsheet.tui.widgets.article_table import FIRST, STAY, ArticleTable
from broadsheet.tui.widgets.title_bar import TitleBar


class Folder:
    """Keeps the list up to date with the folder, and moves nothing that a person looks at.

    Tells `screen` with `LibraryChanged`.
    """

    def __init__(
        self,
        screen: Screen[None],
        root: Path,
        index: LiveIndex,
        articles: ArticleList,
        panes: Panes,
        widgets: tuple[TitleBar, ArticleTable],
    ) -> None:
        self._screen = screen
        self._root = root
        self._index = index
        self._list = articles
        self._panes = panes
        self._title_bar, self._table = widgets
        self._process = FolderProcess(screen, root)
        self._is_first_run = False
        self._wants_news = self._wants_stories = False
        self._has_waited = False
        self._said = ""

    @property
    def is_looking(self) -> bool:
        """Whether the folder is being looked at now."""
        return self._process.is_looking

    @property
    def is_filling(self) -> bool:
        """Whether the folder is being read for the first time."""
        return self._is_first_run and self.is_looking

    def start(self) -> None:
        """Look at the folder: at once if there is nothing to show before that."""
        self._is_first_run = self._index.now.count() == 0
        if self._is_first_run:
            self._process.look()
        else:
            self._screen.call_after_refresh(self._process.look)

    async def close(self) -> None:
        """End the process."""
        await self._process.close()

    def look(self) -> None:
        """Look at the folder again, and show what waits to be shown."""
        self._screen.notify(sentences.LOOKING, markup=False, timeout=3)
        self._wants_news = True
        self._list.show_news()
        self._process.look()

    def regroup(self) -> None:
        """Have the stories made again, after this look at the folder if there is one."""
        self._wants_stories = self._process.is_looking
        self._process.look()

    def follow(self, progress: Progress) -> None:
        """Show how far the look at the folder has come, and what it found."""
        self._title_bar.progress = progress
        if self._index.follow():
            self._list.reopen()
        is_done = progress.phase == "done"
        is_waiting = progress.phase == "waiting"
        self._has_waited |= is_waiting
        by_others = not progress.changed_anything and self._others_wrote()
        if is_done and (progress.changed_anything or by_others):
            self._take_in(progress, by_others=by_others)
        elif is_done and (progress.has_new_stories or (progress.texts and self._list.query.terms)):
            self._list.refresh()
            self._screen.post_message(LibraryChanged(is_done=True))
        elif (
            (progress.read or (is_waiting and by_others))
            and self._may_grow()
            and not self._list.is_busy
        ):
            self._list.refill()
            self._screen.post_message(LibraryChanged(is_done=False))
            if self._is_untouched():
                self._list.fill()
            else:
                self._list.refresh()
        if is_done:
            self._answer(has_news=progress.changed_anything or by_others)
            self._is_first_run = self._wants_news = self._has_waited = False
            self._say(progress.note)
            if self._wants_stories:
                self.regroup()

    def _answer(self, *, has_news: bool) -> None:
        """Say that nothing is new to the person who asked for that."""
        if self._wants_news and not has_news and not self._is_first_run:
            self._screen.notify(sentences.NOTHING_NEW, markup=False, timeout=3)

    def _say(self, sentence: str) -> None:
        """Tell what was not as it should be, once."""
        if sentence and sentence != self._said:
            note(sentence)
            self._screen.notify(
                sentence, title="The folder", severity="warning", timeout=12, markup=False
            )
        self._said = sentence

    def failed(self) -> None:
        """Show that nothing goes on any more."""
        self._title_bar.progress = None

    def sentence_if_empty(self) -> str:
        """Return why there are no articles at all, and what to do about it."""
        return sentences.empty(self._root, is_reading=self.is_looking)

    def _take_in(self, progress: Progress, *, by_others: bool) -> None:
        self._list.refill()
        said = sentences.what_changed(progress)
        if said and not self._is_first_run and not by_others:
            self._screen.notify(said, markup=False)
        # While something waits to be shown, nothing that follows may bring it in.
        if (progress.added or by_others or self._list.holds_news) and not self._may_grow():
            self._list.refresh_quietly(moved=min(progress.added, progress.removed))
        else:
            self._list.refresh(FIRST if self._is_untouched() else STAY)
        self._screen.post_message(LibraryChanged(is_done=True))

    def _others_wrote(self) -> bool:
        """Return whether another process, such as a second reader, changed the index meanwhile."""
        return self._has_waited or self._index.now.count() != self._title_bar.total

    def _is_untouched(self) -> bool:
        """Return whether a first run fills a table in which nobody has looked further down yet."""
        return self._is_first_run and not self._table.was_moved and self._panes.current == "table"

    def _may_grow(self) -> bool:
        """Return whether new articles may be inserted: they move nothing that is looked at."""
        at_top = self._panes.current != "detail" and self._table.cursor == 0
        return at_top or self._is_first_run or self._wants_news
