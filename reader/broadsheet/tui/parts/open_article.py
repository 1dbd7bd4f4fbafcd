"""The open article: what the detail pane shows, and what the keys for it do."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from broadsheet.articles.model import Link
from broadsheet.damage import FAULTS
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.index.rows import Row
from broadsheet.text.door import clean_message
from broadsheet.tui import sentences
from broadsheet.tui.actions.opening import Opener
from broadsheet.tui.actions.reading_places import ReadingPlaces, Text
from broadsheet.tui.messages import ArticleOpened, PaneChanged
from broadsheet.tui.parts.full_texts import FullTexts
from broadsheet.tui.parts.live_index import LiveIndex
from broadsheet.tui.threads import in_thread
from broadsheet.tui.widgets.article_table import ArticleTable
from broadsheet.tui.widgets.detail_pane import DetailPane, PageLeft

if TYPE_CHECKING:
    from broadsheet.tui.opened import OpenedArticle

_SETTLE = 0.15
"""Seconds that the cursor must rest on an article before its file is read."""

_SETTLE_TYPED = 0.35
"""The same while something is typed: nobody reads between two letters, and drawing the article
would take its time from the second one."""

_SHORT = 30_000
"""Bytes of a file, or characters of a full text, that are read while a key waits. Of what is made
to cost time, these take half a second; a file may take several."""

MarkRead = Callable[[int], None]
ActOnOpened = Callable[["OpenedArticle"], None]


class OpenArticle:
    """Shows the article of the table's cursor in the detail pane.

    `mark_read` is called with an article that was open in the detail pane for `read_after` seconds
    (never, if that is None) or in the browser. Tells `screen` with `ArticleOpened`.
    """

    def __init__(
        self,
        screen: Screen[None],
        index: LiveIndex,
        panes: tuple[ArticleTable, DetailPane],
        opener: Opener,
        mark_read: MarkRead,
        read_after: float | None,
        texts: FullTexts,
    ) -> None:
        self._screen = screen
        self._library = index.library
        self._index = index
        self._table, self._detail = panes
        self._opener = opener
        self._mark_read = mark_read
        self._read_after = read_after
        self._texts = texts
        self._places = ReadingPlaces()
        self._is_entered = False
        self._asked_unseen: int | None = None
        """The article whose full text was asked for while the pane was not in sight."""

        self._detail.hold = self.hold
        self._held: list[Callable[[], None]] = []
        self._back: tuple[int, PageLeft] | None = None
        self._awaited: tuple[int, ActOnOpened] | None = None
        """What is to be done with an article once it is read."""
        self._settling: Timer | None = None
        self._being_read: Timer | None = None

    # What the detail pane shows

    def settle(self, *, is_typing: bool) -> None:
        """Show the article of the cursor once the cursor rests."""
        if self._keeps_vanished():
            return
        if self._settling is not None:
            self._settling.stop()
        self._settling = self._screen.set_timer(
            _SETTLE_TYPED if is_typing else _SETTLE, self.refresh
        )

    def refresh(self) -> None:
        """Read the article of the cursor from its file, and show what it says now."""
        row = self._row()
        if row is not None and not self._keeps_vanished():
            in_thread(self._screen, lambda: self._read(row), "read", cancels=True)

    def clear(self) -> None:
        """Show nothing, because the table is empty."""
        self._detail.clear()

    def show(self, opened: "OpenedArticle") -> None:
        """Show an article that was read, if the cursor is still on it."""
        # An app that is leaving mounts nothing more: to show a body would end it with an error.
        if opened.row.id == self._table.article_id and self._screen.is_attached:
            self._keep_place()
            shown = self._detail.opened
            is_same = self._is_shown(opened.row)
            is_same_text = shown is None or shown.full_text.page == opened.full_text.page
            self._detail.show(opened, is_same=is_same and is_same_text)
            if self._is_entered and not (is_same and is_same_text):
                self._go_to_place(opened)
            self._back = None
            if self._held:  # it has to be laid out first
                self._screen.call_after_refresh(self._do_held)
            self._expect_read()
            if opened.row.mark == self._asked_unseen:
                self._say_unseen(opened)
            self._do_awaited(opened)

    def hold(self, act: Callable[[], None]) -> bool:
        """Keep for later what a key is for if the pane still shows the article before."""
        is_late = self._row() is not None and not self._keeps_vanished() and not self._has_items
        if self._screen.focused is self._detail and (is_late or self._held):
            self._held.append(act)
            return True
        return False

    @property
    def _has_items(self) -> bool:
        """Whether the items in the pane are those of the cursor's article."""
        shown = self._detail.opened
        return shown is not None and shown.row.id == self._table.article_id

    def _do_held(self) -> None:
        held, self._held = self._held, []
        for act in held if self._screen.focused is self._detail else ():
            act()

    def _go_to_place(self, opened: "OpenedArticle") -> None:
        """Go to where the article was left, be it a moment ago or the last time it was read."""
        if self._back is not None and self._back[0] == opened.row.id:
            self._detail.bring_back(self._back[1])
        else:
            self._detail.go_to_place(self._places.of(_text_of(opened)))

    def come_back(self, article_id: int, page: PageLeft) -> None:
        """Show an article, once it is read, as it was left."""
        self._back = article_id, page

    def _say_unseen(self, opened: "OpenedArticle") -> None:
        """Say what came of asking for a full text that is not in sight."""
        text = opened.full_text
        if self._detail.display or text.is_failure or not text.sentence:
            self._asked_unseen = None
        if not self._detail.display:
            sentence = text.sentence or sentences.unseen_text(is_full=text.page is not None)
            self._screen.notify(sentence, markup=False, timeout=4)

    def pane_changed(self, message: PaneChanged) -> None:
        """Count the time that the person spends in the detail pane."""
        if message.pane == "detail":
            self.enter()
        else:
            self.leave()

    def enter(self) -> None:
        """Count the article as read once it has been open long enough."""
        if not self._is_entered:
            self._is_entered = True
            self._resume()
        self._expect_read()

    def leave(self) -> None:
        """Stop counting, and let go of an article whose file is gone."""
        if self._screen.focused is not self._detail:  # keys may have gone back meanwhile
            self._held = []
        if self._is_entered:
            self._keep_place()
            self._is_entered = False
            self.refresh()
        self._expect_read()

    def close(self) -> None:
        """Remember how far the article was read."""
        self._keep_place()
        self._places.save()

    def _resume(self) -> None:
        """Go to where the article was left the last time, unless it was scrolled since."""
        shown = self._detail.opened
        if shown is not None and self._detail.scroll_y == 0:
            self._detail.go_to_place(self._places.of(_text_of(shown)))

    def _keep_place(self) -> None:
        """Remember how far the article was read, unless it was only looked at."""
        shown, place = self._detail.opened, self._detail.place
        if shown is None or not (self._is_entered or place):
            return
        if self._places.keep(_text_of(shown), place):
            in_thread(self._screen, self._places.save, "places")

    def _is_shown(self, row: Row) -> bool:
        """Return whether the article of `row` is the one that is shown, even if its file moved."""
        shown = self._detail.opened
        if shown is None or shown.row.id == row.id:
            return shown is not None
        return shown.row.mark == row.mark and self._index.row(shown.row.id) is None

    def _keeps_vanished(self) -> bool:
        """Return whether the file of the article that is being read is gone: it stays on screen."""
        shown = self._detail.opened
        return self._is_entered and shown is not None and self._index.row(shown.row.id) is None

    def _row(self) -> Row | None:
        return self._index.row(self._table.article_id)

    def _read(self, row: Row) -> None:
        # Imported here, in a thread: the first rows do not need it.
        from broadsheet.tui.opened import OpenedArticle, open_article, with_more_like_it

        worker = get_current_worker()
        try:
            with self._library.open_index() as index:
                index.stories.as_of = self._index.now.stories.as_of
                opened = open_article(self._library, index, row, self._texts.of(row))
                opened = with_more_like_it(index, opened, lambda: worker.is_cancelled)
        except (IndexUnavailableError, *FAULTS) as error:
            opened = OpenedArticle(row, None, clean_message(str(error)))
        if not worker.is_cancelled:
            # Here, the event loop does not wait for the lines of a long text.
            opened.page.lines(self._detail.text_width)
            self._screen.post_message(ArticleOpened(opened))

    def _expect_read(self) -> None:
        if self._being_read is not None:
            self._being_read.stop()
        shown = self._detail.opened
        if self._read_after is not None and self._is_entered and shown is not None:
            article_id = shown.row.id
            self._being_read = self._screen.set_timer(
                max(self._read_after, 0.01), lambda: self._was_read(article_id)
            )

    def _was_read(self, article_id: int) -> None:
        if self._is_entered and self._table.article_id == article_id:
            self._mark_read(article_id)

    # What the keys for it do

    def open(self) -> None:
        """Open the article's page in the browser, or the item selected in the detail pane."""
        if self._is_entered and self._has_items and self._detail.open_current():
            return
        row = self._row()
        if row is not None:
            self._opener.open(Link("original", row.url))
            if self._read_after is not None:
                self._mark_read(row.id)

    def toggle_full_text(self) -> None:
        """Show the article's full text, fetched if need be; or its excerpt again."""
        row = self._row()
        if row is not None:
            self._texts.toggle(row)
            self._asked_unseen = None if self._detail.display else row.mark

    def text_changed(self, key: int) -> None:
        """Show what is known of a full text by now, if it is this article's."""
        row = self._row()
        if row is not None and row.mark == key:
            self.refresh()

    @property
    def selected_in_story(self) -> int | None:
        """The article of the story that is selected in the detail pane, if that has the focus."""
        is_there = self._is_entered and self._has_items
        return self._detail.selected_in_story if is_there else None

    def copy_url(self) -> None:
        """Copy the address of the article, or of the selected item."""
        row = self._row()
        url = self._detail.selected_url if self._is_entered and self._has_items else ""
        if url or row is not None:
            self._opener.copy(Link("original", url or (row.url if row else "")))

    def show_links(self) -> None:
        """List every link of the article."""
        from broadsheet.tui.screens.links import LinksScreen

        def show(opened: "OpenedArticle") -> None:
            title, links = opened.row.title, opened.links
            if links:
                self._screen.app.push_screen(LinksScreen(title, links, self._opener))
            else:
                self._screen.notify(sentences.NO_LINKS, markup=False, timeout=3)

        self.with_opened(show)

    def with_opened(self, act: ActOnOpened) -> None:
        """Do something with the article of the cursor: now, or once it is read if it is long."""
        row = self._row()
        shown = self._detail.opened
        if row is None:
            return
        if shown is not None and shown.row.id == row.id:
            act(shown)
        elif self._keeps_vanished() or self._is_short(row):
            from broadsheet.tui.opened import open_article

            opened = open_article(self._library, self._index.now, row, self._texts.of(row))
            self._detail.show(opened)
            act(opened)
        else:  # a thread reads it already, or does once the cursor has rested
            self._awaited = row.id, act
            self._screen.notify(sentences.BEING_READ, markup=False, timeout=3)

    def _is_short(self, row: Row) -> bool:
        text = self._texts.of(row).page
        if text is not None:
            return len(text.markdown) <= _SHORT
        try:
            return (self._library.base / row.path).stat().st_size <= _SHORT
        except (OSError, ValueError):
            return True  # there is nothing to read

    def _do_awaited(self, opened: "OpenedArticle") -> None:
        awaited, self._awaited = self._awaited, None
        if awaited is not None and awaited[0] == opened.row.id:
            awaited[1](opened)

    def show_source(self) -> None:
        """Show the file itself."""
        from broadsheet.tui.screens.source import source_screen

        row = self._row()
        if row is None:
            return
        note, shown = "", self._detail.opened
        if shown is not None and shown.row.id == row.id and shown.article is not None:
            count = shown.article.secured_bytes
            note = f"encrypted by its publisher: {count:,} bytes" if count else ""
        self._screen.app.push_screen(source_screen(self._library.base, row.path, note=note))


def _text_of(opened: "OpenedArticle") -> Text:
    return Text(opened.row.mark, opened.full_text.page is not None)
