"""The article table: it reads from the index only the rows that are on the screen."""

from array import array
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Literal

from rich.segment import Segment
from textual import events
from textual.strip import Strip

from broadsheet.library.index.makeup import Makeup
from broadsheet.library.index.rows import Row
from broadsheet.library.query.parse import Query
from broadsheet.library.view import View
from broadsheet.records import record
from broadsheet.tui.cells import fit
from broadsheet.tui.messages import ArticleChosen, ArticleHighlighted, OfferTaken, StoryToggled
from broadsheet.tui.page.wrapping import lines_in
from broadsheet.tui.widgets.found_lines import heading, snippet_pieces
from broadsheet.tui.widgets.line_list import LineList, Piece
from broadsheet.tui.widgets.line_map import HEADING, LineMap, Place, Section
from broadsheet.tui.widgets.moving import Edge
from broadsheet.tui.widgets.second_lines import LinesWanted, SecondLines
from broadsheet.tui.widgets.table_cells import Cells
from broadsheet.tui.widgets.table_columns import Columns

if TYPE_CHECKING:
    from broadsheet.library.texts.snippets import Snippet

_ASK_AFTER = 0.03
"""Seconds until second lines are asked for: rows that the list only passes by need none."""

Fetch = Callable[[Iterable[int]], dict[int, Row]]


AskForLines = Callable[[LinesWanted], None]
"""Asks for second lines, which come with `ArticleTable.take_lines`."""


@record
class Cursor:
    """Where the cursor goes in a view that is shown next.

    "stay" is on the article, or on its line if a refresh lost it; "best" is on the article if no
    other one matches better, else on the first. Without an article, it is the one of the cursor.
    """

    to: Literal["stay", "first", "last", "best"]
    article_id: int | None = None


STAY, FIRST, LAST = Cursor("stay"), Cursor("first"), Cursor("last")


class ArticleTable(LineList):
    """The articles of a view. The cursor stays on its article when the view changes."""

    CLICK_CHOOSES = False

    def __init__(
        self,
        fetch: Fetch,
        columns: Columns,
        lines: int = 1,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._fetch = fetch
        self.view = View(Query(), ())
        """The view that is shown."""
        self._rows: dict[int, Row] = {}
        self.makeup = Makeup()
        """What the articles of the library have."""
        self.columns = columns
        self._cells = Cells()
        self._below: AbstractSet[int] = frozenset()
        self._sentence = ""
        self.was_moved = False
        """Whether a person has moved the cursor yet."""
        self._waiting_from: int | None = None
        self._wanted: Cursor | None = None
        self._wanted_above: tuple[int, int] | None = None
        """The cursor, and the lines that `scroll_under` was asked for since the last new size."""
        self.lines = lines
        """How many lines each row has: one for the title, and perhaps one for the excerpt."""
        self.ask_for_lines: AskForLines = lambda wanted: None
        self._second = SecondLines()
        self._asks_soon = False

    @property
    def count(self) -> int:
        """The number of articles in the view."""
        return len(self.view.ids)

    @property
    def ids(self) -> "array[int]":
        """The articles of the view, in order."""
        return self.view.ids

    @property
    def article_id(self) -> int | None:
        """The article that the cursor is on."""
        return self.view.ids[self.cursor] if self.view.ids else None

    def await_view(self) -> None:
        """Expect another view: keys that move the cursor before it comes count from its start."""
        self._waiting_from = self.cursor
        self._wanted = None

    @property
    def was_sent_on(self) -> bool:
        """Whether keys have moved the cursor since a view is awaited."""
        return self._waiting_from is not None and (
            self._wanted is not None or self.cursor != self._waiting_from
        )

    def show(self, view: View, keep: Cursor, below: AbstractSet[int] = frozenset()) -> None:
        """Show `view`, the cursor where `keep` says, or where keys have sent it since.

        The articles `below` stand under the lead of their story.
        """
        before = self.article_id
        is_refresh = view.query == self.view.query
        if not is_refresh:
            self._second.forget_quoted()
        line = self._line_in(view, self._wanted or keep, self.cursor if is_refresh else 0)
        self._waiting_from = self._wanted = self._wanted_above = None
        if view.goes_on_from(self.view):
            self._append(view, line)
        else:
            self.view = view
            self._rows = {}
            self._below = below
            self._cells.suit(view, below)
            self.refilled(line)
        if self.article_id != before or before is None:
            self.post_message(ArticleHighlighted(self.article_id))

    def _append(self, view: View, line: int) -> None:
        """Show a view that has more below what is shown: only lines that change are drawn again."""
        top, before = round(self.scroll_y), self._lines_in_sight()
        self.view = view
        self.take_cursor(line)
        for offset, (old, new) in enumerate(zip(before, self._lines_in_sight(), strict=True)):
            if old != new:
                self.refresh_line(top + offset)

    def _lines_in_sight(self) -> list[tuple[int, Place, bool] | None]:
        """Return which article each line in sight shows, and whether the cursor is on it."""
        top, lines = round(self.scroll_y), self._lines_now()
        places = [
            lines.at(line) if line < lines.lines else None
            for line in range(top, top + self.page_lines)
        ]
        return [
            place and (self.view.ids[place.item], place, place.item == self.cursor)
            for place in places
        ]

    def _line_in(self, view: View, keep: Cursor, lost: int) -> int:
        """Return the line that `keep` means in `view`; `lost` if a refresh lost the article."""
        moved = 0 if self._waiting_from is None else self.cursor - self._waiting_from
        match keep.to:
            case "first":
                return moved
            case "last":
                return len(view.ids) - 1 + moved
        article_id = self.article_id if keep.article_id is None else keep.article_id
        try:
            line = view.ids.index(article_id) if article_id is not None else 0
        except ValueError:
            return moved if keep.to == "best" else lost
        if keep.to == "best" and line >= view.best:
            return moved
        # The cursor's own article has been moved to by the same keys.
        return line if keep.article_id is None else line + moved

    def show_library(self, makeup: Makeup, highest: tuple[int, int]) -> None:
        """Suit a library of this makeup, with this highest quality and heat."""
        self.makeup = makeup
        self._cells.highest = highest
        self._second.age()
        self.forget_rows()

    def set_lines(self, lines: int) -> None:
        """Give each row one line or two, with the cursor where it was in the window."""
        above = self.above
        self.lines = lines
        self.refilled(self.cursor)
        self.scroll_under(above)

    @property
    def above(self) -> int:
        """How many lines of the window are above the cursor."""
        return self._lines_now().line_of(self.cursor) - round(self.scroll_y)

    def scroll_under(self, above: int) -> None:
        """Scroll so that as many lines of the window are above the cursor."""
        self._wanted_above = (self.cursor, above)
        top = self._lines_now().line_of(self.cursor) - above
        self.scroll_to(y=max(0, top), animate=False, immediate=True)
        self._show_cursor()

    def on_resize(self) -> None:
        """Scroll as was wanted, if a bar that closes left no room for that before."""
        super().on_resize()
        if self._wanted_above is not None:
            cursor, above = self._wanted_above
            if cursor == self.cursor:
                self.scroll_under(above)
            self._wanted_above = None

    def say(self, sentence: str) -> None:
        """Show a sentence while there are no articles."""
        self._sentence = sentence
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw an article, or a line of the sentence that is shown instead."""
        if self.view.ids:
            return super().render_line(y)
        width = self.scrollable_content_region.width
        lines = [self._sentence[start:end] for start, end in self._sentence_lines()]
        text = f"  {lines[y - 1]}" if 0 < y <= len(lines) else ""
        return Strip([Segment(fit(text, width), self.style_of("line--plain", "line--muted"))])

    def _sentence_lines(self) -> list[tuple[int, int]]:
        """Return where each line of the sentence begins and ends, from the second row on."""
        return [*lines_in(self._sentence, self.scrollable_content_region.width - 4)]

    def on_click(self, event: events.Click) -> None:
        """Choose an article or, if there is none, what the sentence offers in that place."""
        lines = [] if self.count else self._sentence_lines()
        if 0 < self.pressed <= len(lines):
            start, _ = lines[self.pressed - 1]
            first = self._sentence.rfind("\n", 0, start) + 1
            self.post_message(OfferTaken(self._sentence[first:].partition("\n")[0]))

    def go_to(self, article_id: int) -> bool:
        """Put the cursor on an article; return False if it is not in the view."""
        try:
            self.cursor = self.view.ids.index(article_id)
        except ValueError:
            return False
        return True

    def forget_rows(self) -> None:
        """Read the rows from the index again, because it or the marks changed."""
        self._rows = {}
        self.refresh()

    def action_toggle_story(self) -> None:
        """Ask to open or close the story of the cursor's article."""
        self.post_message(StoryToggled())

    def go_to_edge(self, edge: Edge) -> None:
        """Move to the first or the last line, in the next view too."""
        super().go_to_edge(edge)
        self._go_in_next(FIRST if edge == "first" else LAST)

    def stay(self) -> None:
        """Keep the cursor on its article in the next view: the person chose it."""
        self.was_moved = True
        self._go_in_next(STAY)

    on_pointed = stay

    def _go_in_next(self, cursor: Cursor) -> None:
        if self._waiting_from is not None:
            self._wanted = cursor
            self._waiting_from = self.cursor

    def on_cursor(self, index: int) -> None:
        """Post the article that the cursor moved to."""
        self.was_moved = True
        self.post_message(ArticleHighlighted(self.view.ids[index]))

    def on_choice(self, index: int) -> None:
        """Post that the article was chosen."""
        self.post_message(ArticleChosen(self.view.ids[index]))

    def rows_in_sight(self) -> list[Row]:
        """Return the rows of the articles that are on the screen."""
        rows = (self._row(index) for index in self.items_in_sight())
        return [row for row in rows if row is not None]

    def _row(self, index: int) -> Row | None:
        article_id = self.view.ids[index]
        if article_id not in self._rows:
            in_sight = self.items_in_sight()
            first, last = min(index, in_sight.start), max(index + 1, in_sight.stop)
            if len(self._rows) > 20 * max(1, self.size.height):
                self._rows = {}
            rows = self._fetch(self.view.ids[first:last])
            self._rows.update(rows)
            self._cells.were_unread.update(row.mark for row in rows.values() if not row.is_read)
        return self._rows.get(article_id)

    def line_map(self) -> LineMap:
        """Return the lines: the second one has the excerpt, or the sentence found in the text."""
        if self.view.is_front_page:
            # Imported with the first front page: the first rows need none of it.
            from broadsheet.tui.widgets.front_lines import front_map

            return front_map(self.view.ids, self._below, self.page_lines, self.lines)
        sections = (Section(part.start, self._lines_of(part.start)) for part in self.view.beyond)
        return LineMap(self.count, self._lines_of(0), tuple(sections))

    def _lines_of(self, index: int) -> int:
        return max(self.lines, 2 if index >= self.view.quoted_from else 1)

    def more_pieces(self, index: int, offset: int, width: int) -> list[Piece]:
        """Return a heading, or the second line of an article."""
        if offset == HEADING and self.view.is_front_page:
            from broadsheet.tui.widgets.front_lines import more_heading

            stories = sum(one not in self._below for one in self.view.ids[index:])
            return more_heading(stories, width)
        if offset == HEADING:
            starts = [part.start for part in self.view.beyond] + [self.count]
            at = starts.index(index)
            return heading(self.view.beyond[at], starts[at + 1] - index, width)
        article_id = self.view.ids[index]
        is_quoted = index >= self.view.quoted_from
        lines = self._second.quoted if is_quoted else self._second.excerpts
        if not lines.is_current(article_id):
            self._want_lines()
        line, height = lines.of(article_id), self._lines_now().height_of(index)
        if line is not None and height > 2:
            from broadsheet.tui.widgets.front_lines import sentence_line

            return sentence_line(line.text, offset - 1, height - 1, width)
        return snippet_pieces(line if offset == 1 else None, width)

    def _want_lines(self) -> None:
        if not self._asks_soon:
            self._asks_soon = True
            self.set_timer(_ASK_AFTER, self._ask_for_lines)

    def _ask_for_lines(self) -> None:
        self._asks_soon = False
        in_sight, ids, quoted = self.items_in_sight(), self.view.ids, self.view.quoted_from
        missing = self._second.excerpts.missing
        excerpts: list[int] = []
        if self.lines > 1:
            # What may be in sight next comes after what is.
            page, last = len(in_sight), min(in_sight.stop, quoted)
            excerpts = missing(ids[in_sight.start : last]) or missing(
                ids[max(0, in_sight.start - page) : min(quoted, last + page)]
            )
        elif self.view.is_front_page:
            heights = self._lines_now().height_of
            excerpts = missing(ids[item] for item in in_sight if heights(item) > 1)
        found = self._second.quoted.missing(ids[max(quoted, in_sight.start) : in_sight.stop])
        wanted = LinesWanted(self.view.query, tuple(found), tuple(excerpts))
        if self._second.ask(wanted):
            self.ask_for_lines(wanted)

    def take_lines(
        self,
        wanted: LinesWanted,
        quoted: "Mapping[int, Snippet | None]",
        excerpts: "Mapping[int, Snippet | None]",
    ) -> None:
        """Show lines that were asked for; what was quoted, only if the query is still shown."""
        taken = self._second.take(wanted, quoted, excerpts, self.view.query)
        for item in self.items_in_sight():
            if self.view.ids[item] in taken:
                self.refresh_item(item)
        if self.lines > 1:
            self._want_lines()

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return the cells of the article on line `index`."""
        row = self._row(index)
        if row is None:
            return [("  (no longer in the library)", "line--muted")]
        pieces: list[Piece] = []
        sorted_by = self.view.sort[0].field if self.view.sort else ""
        for column in self.columns.fitting(width, self.makeup, sorted_by):
            pieces.extend(self._cells.of(column, row))
            pieces.append((" ", ""))
        if index == 0 and self.view.is_front_page:
            unread = {"line--unread": "line--strong"}
            return [(text, unread.get(style, style)) for text, style in pieces[:-1]]
        return pieces[:-1]
