"""A list of any length that draws only the lines on the screen; the base of all lists here."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollTo
from textual.strip import Strip

from broadsheet.tui import keys
from broadsheet.tui.blending import seen_upon, style_upon
from broadsheet.tui.cells import fit, steady
from broadsheet.tui.widgets.line_map import GAP, HEADING, LineMap
from broadsheet.tui.widgets.moving import Edge, Moving

Piece = tuple[str, str]
"""Text and the component class for its style ('' for the style of the line)."""

_NOT_BOLD = Style(bold=False)


class LineList(Moving, ScrollView, can_focus=True):
    """A cursor over `count` items, most often of one line each; subclasses provide the lines."""

    CLICK_CHOOSES = True
    """Whether one click chooses a line; otherwise it takes a double click."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.MOVING]
    ALLOW_SELECT = False  # a press of the mouse chooses a line, it begins no selection of text

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--plain",
        "line--cursor",
        "line--cursor-below",
        "line--hover",
        "line--muted",
        "line--accent",
        "line--drawn",
        "line--strong",
        "line--unread",
        "line--match",
        "line--peak",
        "line--warning",
    }

    # However many lines there are, most lists stay where they are: no new layout is needed.
    virtual_size: reactive[Size] = reactive(Size(0, 0), repaint=False)

    # When these change, two lines are redrawn, not the entire list.
    cursor: reactive[int] = reactive(0, repaint=False)
    hovered: reactive[int] = reactive(-1, repaint=False)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._styles: dict[tuple[str, str], Style] = {}
        self._map = LineMap(0)
        self.pressed = -1
        """The line of the window where the mouse was pressed, or -1 on the frame.

        The list may move before the mouse is let go: the press takes the focus from a bar above.
        """

    @property
    def count(self) -> int:
        """The number of items."""
        raise NotImplementedError

    def line_map(self) -> LineMap:
        """Return which lines show which item, as of now."""
        return LineMap(self.count)

    def _lines_now(self) -> LineMap:
        if self._map.count != self.count:
            self._map = self.line_map()
        return self._map

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return the pieces of an item's line, which is cut or padded to `width` cells."""
        raise NotImplementedError

    def more_pieces(self, index: int, offset: int, width: int) -> list[Piece]:
        """Return the pieces of another line of an item, or of the heading above it."""
        raise NotImplementedError

    def on_cursor(self, index: int) -> None:
        """React to the cursor moving to an item."""

    def on_choice(self, index: int) -> None:
        """React to a click or Enter on an item."""

    def on_pointed(self) -> None:
        """React to a click that put the cursor where it is."""

    def refilled(self, cursor: int) -> None:
        """Redraw after the items changed, with the cursor on the one at `cursor`."""
        self.take_cursor(cursor)
        self.refresh()

    def take_cursor(self, cursor: int) -> None:
        """Follow items that changed, with the cursor on the one at `cursor`, without redrawing.

        The window follows the cursor, unless a person had scrolled it away and the cursor stays.
        """
        top = round(self.scroll_y)
        was_in_sight = top <= self._lines_now().line_of(self.cursor) < top + self.page_lines
        before = self.cursor
        self._map = self.line_map()
        self.virtual_size = Size(self.scrollable_content_region.width, self._lines_now().lines)
        cursor = max(0, min(cursor, self.count - 1))
        self.set_reactive(LineList.cursor, cursor)
        if was_in_sight or cursor != before:
            self._show_cursor(far=True)

    def watch_virtual_size(self, size: Size) -> None:
        """Let the scroll bar know how many lines there are, and a window that is as high."""
        self._scroll_update(size)
        if self.styles.is_auto_height:
            self.refresh(layout=True)

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        # Textual compares all lines with those in sight, finds a difference whenever the screen is
        # laid out, and redraws the scroll bar and every line next to it.
        if size == self._size:
            return False
        return super()._size_updated(size, virtual_size, container_size, layout)

    def watch_cursor(self, before: int, after: int) -> None:
        """Redraw the two items that changed."""
        self.refresh_item(before)
        self.refresh_item(after)
        self._show_cursor()
        if self.count:
            self.on_cursor(after)

    def watch_hovered(self, before: int, after: int) -> None:
        """Redraw the two items that changed."""
        self.refresh_item(before)
        self.refresh_item(after)

    def refresh_item(self, index: int) -> None:
        """Redraw the lines of an item."""
        line = self._lines_now().line_of(index)
        for offset in range(self._lines_now().height_of(index)):
            self.refresh_line(line + offset)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on an item."""
        return max(0, min(cursor, self.count - 1))

    def _show_cursor(self, *, far: bool = False) -> None:
        """Bring the cursor into the window, to its middle if it may have come from `far`."""
        height = self.scrollable_content_region.height
        if height <= 0:
            return
        top = round(self.scroll_y)
        line = self._lines_now().line_of(self.cursor)
        last = line + self._lines_now().height_of(self.cursor) - 1
        if self._lines_now().has_heading(self.cursor):
            line -= 1
        if not top <= line <= last < top + height:
            target = line if line < top else last - height + 1
            if far:
                target = line - height // 2
            self.scroll_to(y=target, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight when the room changes."""
        self._map = self.line_map()
        self.virtual_size = Size(self.scrollable_content_region.width, self._lines_now().lines)
        self._show_cursor()

    def notify_style_update(self) -> None:
        """Drop the styles of the theme before."""
        super().notify_style_update()
        self._styles = {}

    def watch_has_focus(self, focus: bool) -> None:
        """Show by the colour of the cursor whether the list has the focus."""
        super().watch_has_focus(focus)
        self._styles = {}
        self.refresh_item(self.cursor)

    def style_of(self, line: str, piece: str = "") -> Style:
        """Return the style of a kind of line, or of a piece of such a line."""
        key = (line, piece)
        if key not in self._styles:
            style = self.get_component_rich_style(line)
            if piece:
                background = self.get_component_styles(line).background
                own = style_upon(background, self.get_component_styles(piece))
                style += seen_upon(background, own) if line.startswith("line--cursor") else own
            self._styles[key] = style
        return self._styles[key]

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of the window."""
        width = self.scrollable_content_region.width
        number = y + round(self.scroll_y)
        if number >= self._lines_now().lines:
            return Strip.blank(width, self.style_of("line--plain"))
        index, offset = self._lines_now().at(number)
        if offset == GAP:
            return Strip.blank(width, self.style_of("line--plain"))
        line = "line--plain"
        if index == self.cursor and offset != HEADING:
            line = "line--cursor-below" if offset else "line--cursor"
        elif index == self.hovered and offset != HEADING:
            line = "line--hover"
        segments: list[Segment] = []
        room = width
        pieces = self.more_pieces(index, offset, width) if offset else self.pieces(index, width)
        is_below = offset not in (0, HEADING)  # what stands below a title is never bold
        for text, piece in pieces:
            if room <= 0:
                break
            style = self.style_of(line, piece)
            segment = Segment(steady(text), style + _NOT_BOLD if is_below else style)
            if segment.cell_length > room:
                segment = Segment(fit(segment.text, room), segment.style)
            segments.append(segment)
            room -= segment.cell_length
        if room > 0:
            segments.append(Segment(" " * room, self.style_of(line)))
        return Strip(segments, width)

    def items_in_sight(self) -> range:
        """Return the items that the window shows, or part of them."""
        top = round(self.scroll_y)
        lines = self._lines_now()
        last = lines.at(top + self.page_lines - 1).item
        return range(lines.at(top).item, min(last + 1, self.count))

    def _on_scroll_to(self, message: ScrollTo) -> None:
        """Follow the scroll bar at once; Textual would lag a tenth of a second behind."""
        message.prevent_default()
        message.stop()
        self.scroll_to(message.x, message.y, animate=False, immediate=True)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember what the mouse was pressed on."""
        self.pressed = self._row_at(event)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the click was; choose that line, if need be by a double click."""
        index = self._item_on(self.pressed)
        if index >= 0:
            event.stop()
            self.cursor = index
            self.on_pointed()
            if self.CLICK_CHOOSES or event.chain > 1:
                self.on_choice(index)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Highlight the line under the pointer."""
        self.hovered = self._item_on(self._row_at(event))

    def _row_at(self, event: events.MouseEvent) -> int:
        place = event.get_content_offset(self)
        return -1 if place is None else place.y

    def _item_on(self, row: int) -> int:
        """Return the item in a row of the window, or -1 outside, between items and below all."""
        line = -1 if row < 0 else row + round(self.scroll_y)
        if not 0 <= line < self._lines_now().lines:
            return -1
        index, offset = self._lines_now().at(line)
        return -1 if offset in (HEADING, GAP) else index

    def on_leave(self) -> None:
        """Remove the highlight."""
        self.hovered = -1

    def choose_current(self) -> None:
        """Choose the item of the cursor."""
        if self.count:
            self.on_choice(self.cursor)

    @property
    def page_lines(self) -> int:
        """The lines in sight."""
        return max(1, self.scrollable_content_region.height)

    def step(self, lines: int) -> None:
        """Move the cursor by items."""
        self.cursor += lines

    def jump(self, lines: int) -> None:
        """Move the cursor by lines, at least to the next item."""
        line = self._lines_now().line_of(self.cursor) + lines
        index = self._lines_now().at(max(0, line)).item
        least = self.cursor + (1 if lines > 0 else -1)
        self.cursor = max(index, least) if lines > 0 else min(index, least)

    def go_to_edge(self, edge: Edge) -> None:
        """Move the cursor to the first or the last item."""
        self.cursor = 0 if edge == "first" else self.count - 1
