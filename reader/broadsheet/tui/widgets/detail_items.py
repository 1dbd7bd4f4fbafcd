"""The items below an article: related articles and links, which the cursor walks over."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from broadsheet.tui.cells import fit, steady


@dataclass(frozen=True, slots=True)
class Item:
    """A line and the note below it; `choose` is for Enter, `open` for the key that opens."""

    text: str
    note: str
    choose: Callable[[], Message]
    open: Callable[[], Message]


class ItemList(Widget):
    """A heading and numbered items of two lines each; the pane moves the selection."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "item--heading",
        "item--text",
        "item--note",
        "item--selected",
    }
    LINES_AN_ITEM = 2

    selected: reactive[int | None] = reactive(None)

    @dataclass
    class Clicked(Message):
        """An item was clicked."""

        items: "ItemList"
        index: int

        @property
        def control(self) -> "ItemList":
            """The list it is in."""
            return self.items

    def __init__(self, heading: str, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._heading = heading
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
        return 2 + index * self.LINES_AN_ITEM

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return two lines per item, and the heading with its blank lines."""
        return 2 + len(self.items) * self.LINES_AN_ITEM

    def render_line(self, y: int) -> Strip:
        """Draw a line of the heading or of an item."""
        width = self.size.width
        if y == 1:
            heading = f"{self._heading} ({len(self.items)})"
            style = self.get_component_rich_style("item--heading")
            return Strip([Segment(fit(heading, width), style)])
        index, line = divmod(y - 2, self.LINES_AN_ITEM)
        if not 0 <= index < len(self.items):
            return Strip.blank(width, self.rich_style)
        item = self.items[index]
        if line == 0:
            text, name = f"{index + 1:>3}  {item.text}", "item--text"
        else:
            text, name = f"     {item.note}", "item--note"
        style = self.get_component_rich_style(name)
        if index == self.selected:
            style = self.get_component_rich_style("item--selected")
        return Strip([Segment(fit(steady(text), width), style)])

    def on_click(self, event: events.Click) -> None:
        """Post which item was clicked."""
        index = (event.y - 2) // self.LINES_AN_ITEM
        if event.y >= 2 and index < len(self.items):
            event.stop()
            self.post_message(self.Clicked(self, index))
