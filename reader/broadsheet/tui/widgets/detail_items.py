"""The items below an article: related articles and links, which the cursor walks over."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from broadsheet.articles.model import Link, Related
from broadsheet.records import filled, record
from broadsheet.text.counting import counted
from broadsheet.tui.cells import fit, label_room, steady

_HEAD_LINES = 3
"""The heading, and an empty line above and below it."""


@record
class Item:
    """What is listed, and a note on it; `choose` is for Enter, `open` for the key that opens."""

    of: Related | Link
    text: str
    note: str
    choose: Callable[[], Message]
    open: Callable[[], Message]


class ItemList(Widget):
    """A heading and items; the pane moves the selection."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "item--heading",
        "item--rule",
        "item--mark",
        "item--text",
        "item--note",
        "item--selected",
    }
    LINES_AN_ITEM = 1
    """The lines that an item is drawn in."""
    LINES_APART = 1
    """The lines from the first of an item to the first of the next."""

    selected: reactive[int | None] = reactive(None)

    @filled
    class Clicked(Message):
        """An item was clicked."""

        items: "ItemList"
        index: int

        @property
        def control(self) -> "ItemList":
            """The list it is in."""
            return self.items

    def __init__(self, heading: str, item: str = "", *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._heading = heading
        self._item = item  # what an item is, where that is not plain
        self.items: list[Item] = []
        self.display = False

    def show(self, items: list[Item]) -> None:
        """Show `items`, with none selected."""
        self.set_reactive(ItemList.selected, None)
        if not items and not self.items:
            return
        self.items = items
        self.display = bool(items)
        self.refresh(layout=True)

    def top_of(self, index: int) -> int:
        """Return the first line of an item, in this list."""
        return _HEAD_LINES + index * self.LINES_APART

    def pieces(self, index: int, line: int) -> list[tuple[str, str]]:
        """Return the pieces of a line of an item, each with the component class of its style."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines of all items and of the heading."""
        between = self.LINES_APART - self.LINES_AN_ITEM
        return _HEAD_LINES + len(self.items) * self.LINES_APART - between

    def render_line(self, y: int) -> Strip:
        """Draw a line of the heading or of an item."""
        if y == 1:
            return self._heading_line()
        index, line = divmod(y - _HEAD_LINES, self.LINES_APART)
        if not 0 <= index < len(self.items) or line >= self.LINES_AN_ITEM:
            return Strip.blank(self.size.width, self.rich_style)
        segments = [
            Segment(steady(text), self.get_component_rich_style(name))
            for text, name in self.pieces(index, line)
        ]
        if index == self.selected:
            text = "".join(segment.text for segment in segments)
            segments = [Segment(text, self.get_component_rich_style("item--selected"))]
        return self._cut(segments)

    def _heading_line(self) -> Strip:
        number = len(self.items)
        count = counted(number, self._item) if self._item else number
        heading = f"{self._heading} · {count} "
        rule = "─" * max(0, self.size.width - len(heading))
        return self._cut(
            [
                Segment(heading, self.get_component_rich_style("item--heading")),
                Segment(rule, self.get_component_rich_style("item--rule")),
            ]
        )

    def _cut(self, segments: list[Segment]) -> Strip:
        """Return the segments as a line: the last one is cut or padded to end where it ends."""
        width = self.size.width
        line: list[Segment] = []
        for place, segment in enumerate(segments):
            is_last = place + 1 == len(segments)
            if is_last or segment.cell_length > width:
                segment = Segment(fit(segment.text, width), segment.style)
            line.append(segment)
            width -= segment.cell_length
            if width <= 0:
                break
        return Strip(line)

    def on_click(self, event: events.Click) -> None:
        """Post which item was clicked."""
        index = (event.y - _HEAD_LINES) // self.LINES_APART
        if event.y >= _HEAD_LINES and index < len(self.items):
            event.stop()
            self.post_message(self.Clicked(self, index))


class Cards(ItemList):
    """Articles: the title in one line, and where and when it appeared in the next."""

    LINES_AN_ITEM = 2
    LINES_APART = 3

    def pieces(self, index: int, line: int) -> list[tuple[str, str]]:
        """Return the title, or the note below it."""
        item = self.items[index]
        text = (item.text, "item--text") if line == 0 else (item.note, "item--note")
        return [("▌ ", "item--mark"), text]


class Links(ItemList):
    """Links in a line each, with the numbers that the text has for them."""

    _longest = 0

    def show(self, items: list[Item]) -> None:
        """Show `items`, the addresses below each other."""
        self._longest = max((cell_len(item.text) for item in items), default=0)
        super().show(items)

    def pieces(self, index: int, line: int) -> list[tuple[str, str]]:
        """Return the number, what the link is, and its address."""
        item = self.items[index]
        room = label_room(self._longest, self.size.width)
        return [
            (f"{index + 1:>3}  ", "item--note"),
            (fit(item.text, room), "item--mark"),
            (f"  {item.note}", "item--note"),
        ]


Stop = tuple[ItemList, int]
"""A list, and the number of an item in it."""


class Selection:
    """Which item of lists that stand below each other is selected, if one is."""

    def __init__(self, lists: Sequence[ItemList]) -> None:
        self._lists = lists
        self.stop: Stop | None = None

    @property
    def item(self) -> Item | None:
        """The selected item."""
        return None if self.stop is None else self.stop[0].items[self.stop[1]]

    def select(self, stop: Stop | None) -> None:
        """Select an item, or none."""
        self.stop = stop
        for items in self._lists:
            items.selected = stop[1] if stop is not None and items is stop[0] else None

    def stops(self) -> list[Stop]:
        """Return all items, from top to bottom."""
        return [(items, index) for items in self._lists for index in range(len(items.items))]

    def stop_of(self, item: Item | None) -> Stop | None:
        """Return where what `item` stands for is listed now, or None if it is gone."""
        for items, index in self.stops():
            if item is not None and items.items[index].of == item.of:
                return items, index
        return None


def lines_of(stop: Stop) -> tuple[int, int]:
    """Return the first line of an item in its pane, and the line after its last."""
    items, index = stop
    top = items.virtual_region.y + items.top_of(index)
    return top, top + items.LINES_AN_ITEM
