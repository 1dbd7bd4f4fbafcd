"""Reading: all that is done with the article that the cursor of the table is on."""

import sqlite3
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.getters import query_one
from textual.timer import Timer
from textual.worker import get_current_worker

from broadsheet.articles.model import Link
from broadsheet.library.index.database import IndexUnavailableError
from broadsheet.library.index.index import Row
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.marks.model import MarkKind
from broadsheet.text.door import clean_line
from broadsheet.tui import keys, messages, sentences
from broadsheet.tui.actions.marking import Marking
from broadsheet.tui.actions.opening import Opener
from broadsheet.tui.opened import OpenedArticle, open_article
from broadsheet.tui.screens.links import LinksScreen
from broadsheet.tui.screens.panes import PanesScreen
from broadsheet.tui.screens.questions import ConfirmScreen
from broadsheet.tui.screens.source import source_screen
from broadsheet.tui.widgets.article_table import ArticleTable
from broadsheet.tui.widgets.detail_pane import DetailPane
from broadsheet.tui.widgets.line_list import LineList

_SETTLE = 0.15
"""Seconds that the cursor must rest on an article before its file is read."""


_READ = parse("is:read")


class ReadingScreen(PanesScreen):
    """Shows, opens and marks articles; which ones there are is for `MainScreen` to say."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.READING, *keys.MARKING]

    table = query_one("#table", ArticleTable)
    detail = query_one("#detail", DetailPane)

    def __init__(
        self, library: Library, opener: Opener, marking: Marking, read_after: float | None
    ) -> None:
        super().__init__()
        self._library = library
        self._index = library.open_index()
        self._opener = opener
        self._marking = marking
        self._read_after = read_after
        self._highlighted: Row | None = None
        self._trail: list[int] = []
        self._settling: Timer | None = None
        self._being_read: Timer | None = None

    # Reading

    @on(messages.ArticleHighlighted)
    def _article_highlighted(self, message: messages.ArticleHighlighted) -> None:
        row = self._row(self.table.article_id)
        if row is None or self._reads_vanished():
            return
        self._highlighted = row
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(_SETTLE, self._read_current)

    def present_article(self) -> int | None:
        """Return the article of the cursor; where its file moved, the one that it is now."""
        article_id, row = self.table.article_id, self._highlighted
        if row is None or row.id != article_id or self._row(article_id) is not None:
            return article_id
        return self._index.id_of_mark(row.mark) or article_id

    def _reads_vanished(self) -> bool:
        """Whether an article is being read whose file is gone: it stays until it is left."""
        reading = self.detail.reading
        return self.pane == "detail" and reading is not None and self._row(reading.row.id) is None

    def _row(self, article_id: int | None) -> Row | None:
        return None if article_id is None else self._index.rows([article_id]).get(article_id)

    def _read_current(self) -> None:
        row = self._row(self.table.article_id)
        if row is not None and not self._reads_vanished():
            self._read(row)

    @work(thread=True, exclusive=True, group="read", exit_on_error=False)
    def _read(self, row: Row) -> None:
        worker = get_current_worker()
        try:
            with self._library.open_index() as index:
                reading = open_article(self._library, index, row)
        except (IndexUnavailableError, sqlite3.Error) as error:
            reading = OpenedArticle(row, None, clean_line(str(error)))
        if not worker.is_cancelled:
            self.post_message(messages.ArticleOpened(reading))

    @on(messages.ArticleOpened)
    def _reading_ready(self, message: messages.ArticleOpened) -> None:
        # An app that is leaving mounts nothing more: to show a body would end it with an error.
        if message.reading.row.id == self.table.article_id and self.is_attached:
            self.detail.show(message.reading)
            self._expect_read()

    @on(messages.ArticleChosen)
    def _article_chosen(self, message: messages.ArticleChosen) -> None:
        self.focus_pane("detail")

    def action_choose(self) -> None:
        """Show, read or follow what the cursor is on."""
        focused = self.focused
        if isinstance(focused, LineList | DetailPane):
            focused.choose_current()

    @on(messages.RelatedChosen)
    def _related_chosen(self, message: messages.RelatedChosen) -> None:
        if message.article_id is None:
            self._opener.open(Link("related", message.related.url))
            return
        if self.table.article_id is not None:
            self._trail.append(self.table.article_id)
            self.refresh_bindings()
        self._go_to(message.article_id)

    def action_back(self) -> None:
        """Return to the article one came from."""
        if self._trail:
            self._go_to(self._trail.pop())
            self.refresh_bindings()
        else:
            self.focus_pane("table")

    def _go_to(self, article_id: int) -> None:
        """Show an article, the table following: in the whole library where the view has it not."""
        if not self.table.go_to(article_id):
            self.show_everything(article_id)

    def show_everything(self, keep: int) -> None:
        """Show the whole library, the cursor on the article `keep`."""
        raise NotImplementedError

    # Links

    def action_open(self) -> None:
        """Open the original, or the item that is selected in the detail pane."""
        if self.pane == "detail" and self.detail.open_current():
            return
        row = self._row(self.table.article_id)
        if row is not None:
            self._opener.open(Link("original", row.url))
            if self._read_after is not None:
                self._marking.mark_read([row.id], undoable=False)

    @on(messages.LinkChosen)
    def _link_chosen(self, message: messages.LinkChosen) -> None:
        self._opener.open(message.link)

    def action_copy_url(self) -> None:
        """Copy the address of the article, or of the selected item."""
        row = self._row(self.table.article_id)
        url = self.detail.selected_url if self.pane == "detail" else ""
        if url or row is not None:
            self._opener.copy(Link("original", url or (row.url if row else "")))

    def action_links(self) -> None:
        """List the links of the article."""
        row = self._row(self.table.article_id)
        if row is None:
            return
        reading = self.detail.reading
        if reading is None or reading.row.id != row.id:
            reading = open_article(self._library, self._index, row)
            self.detail.show(reading)
        if reading.links:
            self.app.push_screen(LinksScreen(reading.row.title, reading.links, self._opener))

    def action_source(self) -> None:
        """Show the file itself."""
        row = self._row(self.table.article_id)
        if row is not None:
            self.app.push_screen(source_screen(self._library.base, row.path))

    # Marks

    def enter_pane(self, pane: str) -> None:
        """Count what is in the detail pane as read, once it was open long enough."""
        leaves_detail = self.pane == "detail" and pane != "detail"
        super().enter_pane(pane)
        if leaves_detail:
            self._read_current()
        self._expect_read()

    def _expect_read(self) -> None:
        if self._being_read is not None:
            self._being_read.stop()
        reading = self.detail.reading
        if self._read_after is not None and self.pane == "detail" and reading is not None:
            article_id = reading.row.id
            self._being_read = self.set_timer(
                max(self._read_after, 0.01), lambda: self._was_read(article_id)
            )

    def _was_read(self, article_id: int) -> None:
        if self.pane == "detail" and self.table.article_id == article_id:
            self._marking.mark_read([article_id], undoable=False)

    def _toggle(self, kind: MarkKind) -> None:
        if self.table.article_id is not None:
            self._marking.toggle(kind, self.table.article_id)

    def action_toggle_read(self) -> None:
        """Mark the article as read, or as unread again."""
        self._toggle("read")

    def action_toggle_starred(self) -> None:
        """Star the article, or take the star away."""
        self._toggle("starred")

    def action_toggle_later(self) -> None:
        """Keep the article for later, or no longer."""
        self._toggle("later")

    def action_mark_all_read(self) -> None:
        """Mark every article of the view as read, if the person means it."""
        ids = self.table.ids

        def answered(confirmed: bool | None) -> None:
            if confirmed:
                self._marking.mark_read(ids)

        if ids:
            self.app.push_screen(ConfirmScreen(sentences.mark_all(len(ids))), answered)

    def action_undo(self) -> None:
        """Undo what was marked last."""
        self._marking.undo()

    def action_next_unread(self) -> None:
        """To the next unread article of the view."""
        self._go_to_unread(range(self.table.cursor + 1, self.table.count))

    def action_previous_unread(self) -> None:
        """To the unread article before this one."""
        self._go_to_unread(range(self.table.cursor - 1, -1, -1))

    def _go_to_unread(self, lines: range) -> None:
        ids, read = self.table.ids, set(self._index.ids(_READ))
        line = next((line for line in lines if ids[line] not in read), None)
        if line is None:
            self.notify("No unread article there.", markup=False, timeout=3)
        else:
            self.table.cursor = line
