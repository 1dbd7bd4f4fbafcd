"""The article table: it reads from the index only the rows that are on the screen."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from textwrap import wrap
from typing import ClassVar, Literal

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from broadsheet.config.settings import TableSettings
from broadsheet.library.index.index import Row
from broadsheet.library.index.makeup import Makeup
from broadsheet.library.library import View
from broadsheet.library.query.parse import Query, SortKey
from broadsheet.library.stories.scores import FOLLOWS
from broadsheet.library.texts.snippets import Snippet
from broadsheet.library.titles.highlight import Highlighter
from broadsheet.tui import clock
from broadsheet.tui.cells import age, bar, fit, local_date
from broadsheet.tui.messages import ArticleChosen, ArticleHighlighted, SortChosen, StoryToggled
from broadsheet.tui.widgets.found_lines import heading, snippet_pieces
from broadsheet.tui.widgets.line_list import LineList, Piece
from broadsheet.tui.widgets.line_map import HEADING, LineMap, Section
from broadsheet.tui.widgets.moving import Edge
from broadsheet.tui.widgets.table_columns import (
    BROKEN,
    COMPUTED,
    FOLLOWER,
    HEADS,
    LATER,
    SEEN,
    STARRED,
    UNREAD,
    Column,
    columns_for,
)

_PEAK = 0.6
"""The share of the library's highest value from which a score is shown as a peak."""

_EXACT_DATE = len("2026-03-25")

_ASK_AFTER = 0.03
"""Seconds until snippets are asked for: rows that the list only passes by need none."""

_BELOW = "  "
"""What stands before the title of an article below the lead of its story."""

Fetch = Callable[[Iterable[int]], dict[int, Row]]
AskSnippets = Callable[[Query, Sequence[int]], None]
"""Asks for the snippets of articles, which come with `ArticleTable.take_snippets`."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the cursor goes in a view that is shown next.

    "stay" is on the article, or on its line if a refresh lost it; "best" is on the article if no
    other one matches better, else on the first. Without an article, it is the one of the cursor.
    """

    to: Literal["stay", "first", "last", "best"]
    article_id: int | None = None


STAY, FIRST, LAST, BEST = Cursor("stay"), Cursor("first"), Cursor("last"), Cursor("best")


class ArticleTable(LineList):
    """The articles of a view. The cursor stays on its article when the view changes."""

    CLICK_CHOOSES = False

    def __init__(
        self,
        fetch: Fetch,
        settings: TableSettings,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._fetch = fetch
        self.view = View(Query(), ())
        """The view that is shown."""
        self._below: AbstractSet[int] = frozenset()
        self._rows: dict[int, Row] = {}
        self._highlighter = Highlighter("")
        self.makeup = Makeup()
        """What the articles of the library have."""
        self._settings = settings
        self._were_unread: set[int] = set()
        self.highest = (0, 0)
        """The highest quality and heat of the library; a full bar stands for them."""
        self._sentence: list[str] = []
        self.was_moved = False
        """Whether a person has moved the cursor yet."""
        self._waiting_from: int | None = None
        self._wanted: Cursor | None = None
        self.ask_snippets: AskSnippets = lambda query, ids: None
        self._snippets: dict[int, Snippet | None] = {}
        self._is_asking = False

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
        """Expect another view: where the keys go until then, they go from where it begins."""
        self._waiting_from = self.cursor
        self._wanted = None

    def show(self, view: View, keep: Cursor, below: AbstractSet[int] = frozenset()) -> None:
        """Show `view`, the cursor where `keep` says, or where keys have sent it since.

        The articles `below` stand under the lead of their story.
        """
        before = self.article_id
        is_refresh = view.query == self.view.query
        if not is_refresh:
            self._snippets = {}
        line = self._line_in(view, self._wanted or keep, self.cursor if is_refresh else 0)
        self.view = view
        self._below = below
        self._rows = {}
        self._highlighter = Highlighter(view.query.words)
        self._waiting_from = self._wanted = None
        self.refilled(line)
        if self.article_id != before or before is None:
            self.post_message(ArticleHighlighted(self.article_id))

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

    def say(self, sentence: str) -> None:
        """Show a sentence while there are no articles."""
        self._sentence = sentence.split("\n")
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw an article, or a line of the sentence that is shown instead."""
        if self.view.ids:
            return super().render_line(y)
        width = self.scrollable_content_region.width
        lines = [part for line in self._sentence for part in wrap(line, max(1, width - 4)) or [""]]
        text = f"  {lines[y - 1]}" if 0 < y <= len(lines) else ""
        return Strip([Segment(fit(text, width), self.style_of("line--plain", "line--muted"))])

    def go_to(self, article_id: int) -> bool:
        """Put the cursor on an article; return False if it is not in the view."""
        try:
            self.cursor = self.view.ids.index(article_id)
        except ValueError:
            return False
        return True

    def forget_rows(self) -> None:
        """Read the rows from the index again, because it changed."""
        self._rows = {}
        self._snippets = {}
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

    def _row(self, index: int) -> Row | None:
        article_id = self.view.ids[index]
        if article_id not in self._rows:
            in_sight = self.items_in_sight()
            first, last = min(index, in_sight.start), max(index + 1, in_sight.stop)
            if len(self._rows) > 20 * max(1, self.size.height):
                self._rows = {}
            rows = self._fetch(self.view.ids[first:last])
            self._rows.update(rows)
            self._were_unread.update(row.mark for row in rows.values() if not row.is_read)
        return self._rows.get(article_id)

    def line_map(self) -> LineMap:
        """Return the lines: what was found in texts has a second one, with the sentence."""
        sections = (Section(part.start, 1 + (part.by == "texts")) for part in self.view.beyond)
        return LineMap(self.count, sections=tuple(sections))

    def more_pieces(self, index: int, offset: int, width: int) -> list[Piece]:
        """Return a heading, or the sentence that was found."""
        if offset == HEADING:
            starts = [part.start for part in self.view.beyond] + [self.count]
            at = starts.index(index)
            return heading(self.view.beyond[at], starts[at + 1] - index, width)
        article_id = self.view.ids[index]
        if article_id not in self._snippets:
            self._want_snippets()
        return snippet_pieces(self._snippets.get(article_id), width)

    def _want_snippets(self) -> None:
        if not self._is_asking:
            self._is_asking = True
            self.set_timer(_ASK_AFTER, self._ask_snippets)

    def _ask_snippets(self) -> None:
        self._is_asking = False
        texts = next((part for part in self.view.beyond if part.by == "texts"), None)
        if texts is not None:
            in_sight = self.items_in_sight()
            ids = self.view.ids[max(texts.start, in_sight.start) : in_sight.stop]
            missing = [article_id for article_id in ids if article_id not in self._snippets]
            self._snippets.update(dict.fromkeys(missing))
            if missing:
                self.ask_snippets(self.view.query, missing)

    def take_snippets(self, query: Query, found: Mapping[int, Snippet]) -> None:
        """Show snippets that were asked for, unless another query is shown by now."""
        if query == self.view.query:
            self._snippets.update(found)
            self.refresh()

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return the cells of the article on line `index`."""
        row = self._row(index)
        if row is None:
            return [("  (no longer in the library)", "line--muted")]
        pieces: list[Piece] = []
        sorted_by = self.view.sort[0].field if self.view.sort else ""
        for column in columns_for(width, self.makeup, self._settings.columns, sorted_by):
            pieces.extend(self._cell(column, row))
            pieces.append((" ", ""))
        return pieces[:-1]

    def _cell(self, column: Column, row: Row) -> list[Piece]:
        match column.name:
            case "mark":
                return self._marks(row)
            case "heat":
                return _heat(row, self.highest[1])
            case "quality":
                return _score(row.quality, self.highest[0], row.story.quality)
            case "date":
                return [(fit(_date(row, column.width), column.width), "line--muted")]
            case "type":
                return [(fit(row.type, column.width), "line--muted")]
            case "provider":
                return self._source(row.provider, column.width, row)
            case "author":
                return self._source(row.author, column.width, row)
        return self._title(row, column.width)

    def _marks(self, row: Row) -> list[Piece]:
        seen = SEEN if row.mark in self._were_unread else " "
        last = LATER if row.is_later else BROKEN if row.is_broken else " "
        return [
            (seen, "line--muted") if row.is_read else (UNREAD, "line--accent"),
            (STARRED if row.is_starred else " ", "line--peak"),
            (last, "line--accent" if row.is_later else "line--warning"),
        ]

    def _source(self, name: str, width: int, row: Row) -> list[Piece]:
        style = "line--muted" if row.is_read else "line--accent"
        if not self.view.beyond:
            return [(fit(name, width), style)]
        return self._matched(name, width, style)

    def _title(self, row: Row, width: int) -> list[Piece]:
        style = "line--muted" if row.is_read else ""
        more = f" +{row.story.sources - 1}" if row.story.is_lead and row.story.sources > 1 else ""
        before = _BELOW if row.id in self._below else ""
        title = self._matched(row.title, max(1, width - len(more) - len(before)), style)
        pieces = [(before, style), *title, (more, "line--accent")]
        return [piece for piece in pieces if piece[0]]

    def _matched(self, text: str, width: int, style: str) -> list[Piece]:
        """Return a text with what the search matched marked."""
        shown = fit(text, width)
        pieces: list[Piece] = []
        position = 0
        for start, end in self._highlighter.spans(text):
            pieces.append((shown[position:start], style))
            pieces.append((shown[start:end], "line--match"))
            position = end
        pieces.append((shown[position:], style))
        return [piece for piece in pieces if piece[0]]


def _date(row: Row, width: int) -> str:
    if row.date is None:
        return "–"
    if width >= _EXACT_DATE:
        return local_date(row.date, row.date_precision)
    return age(row.date, clock.now(), row.date_precision)


def _heat(row: Row, highest: int) -> list[Piece]:
    """Return the heat; of an article that follows another in its story, that it does."""
    if row.heat in (None, FOLLOWS) and not row.story.is_lead:
        return [(f"   {FOLLOWER} ", "line--muted")]
    return _score(row.heat, highest, row.story.heat(row.quality))


def _score(value: int | None, highest: int, computed: int | None) -> list[Piece]:
    if value is None:
        shown = "–" if computed is None else f"{COMPUTED}{min(computed, 999)}"
        return [(f"{shown:>4} ", "line--muted")]
    peak = highest > 0 and value >= _PEAK * highest
    number = str(value) if value < 10_000 else f"{value // 1000}k" if value < 1_000_000 else "max"
    name = "line--peak" if peak else "line--muted" if value <= 0 else ""
    return [
        (number.rjust(4)[-4:], name),
        (bar(value, highest), "line--peak" if peak else "line--muted"),
    ]


class TableHead(Widget):
    """The heads of the columns, which show the order; a click changes it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"head--plain", "head--sorted"}

    def __init__(self, settings: TableSettings) -> None:
        super().__init__()
        self._settings = settings
        self._sort: SortKey | None = None
        self._makeup = Makeup()

    def show_makeup(self, makeup: Makeup) -> None:
        """Show the columns of a library whose articles have this."""
        if makeup != self._makeup:
            self._makeup = makeup
            self.refresh()

    def show_sort(self, sort: tuple[SortKey, ...]) -> None:
        """Mark the column by which the view is sorted."""
        first = sort[0] if sort else None
        if first != self._sort:
            self._sort = first
            self.refresh()

    def _columns(self) -> tuple[Column, ...]:
        # The table keeps one cell for its scroll bar (styles/lists.tcss).
        width = max(1, self.size.width - 1)
        sorted_by = self._sort.field if self._sort else ""
        return columns_for(width, self._makeup, self._settings.columns, sorted_by)

    def render_line(self, y: int) -> Strip:
        """Draw the heads of the columns."""
        plain = self.get_component_rich_style("head--plain")
        sorted_style = self.get_component_rich_style("head--sorted")
        segments: list[Segment] = []
        for column in self._columns():
            chosen = self._sort is not None and column.sort == self._sort.field
            arrow = ("▼" if self._sort and self._sort.descending else "▲") if chosen else ""
            label = HEADS[column.name] + arrow
            text = label.rjust(column.width) if column.right else fit(label, column.width)
            segments.append(Segment(text, sorted_style if chosen else plain))
            segments.append(Segment(" ", plain))
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    def on_click(self, event: events.Click) -> None:
        """Post the column that was clicked, to sort by it."""
        left = 0
        for column in self._columns():
            if left <= event.x <= left + column.width and column.sort:
                self.post_message(SortChosen(column.sort))
                return
            left += column.width + 1
