"""The keys for moving, the same in every pane and window."""

from typing import ClassVar, Literal

from textual.binding import BindingType
from textual.containers import VerticalScroll

from broadsheet.tui import keys

Edge = Literal["first", "last"]


class Moving:
    """Turns the keys for moving into three movements, which the widget defines.

    The widget binds `keys.MOVING`. This is not a widget: Textual takes styles only from the first
    base class that is one.
    """

    @property
    def page_lines(self) -> int:
        """The lines that a page key moves by."""
        raise NotImplementedError

    def step(self, lines: int) -> None:
        """Move by one line, down (1) or up (-1)."""
        self.jump(lines)

    def jump(self, lines: int) -> None:
        """Move by a page or half of one."""
        raise NotImplementedError

    def go_to_edge(self, edge: Edge) -> None:
        """Move to the beginning or to the end."""
        raise NotImplementedError

    def action_cursor_down(self) -> None:
        """Move one line down."""
        self.step(1)

    def action_cursor_up(self) -> None:
        """Move one line up."""
        self.step(-1)

    def action_cursor_first(self) -> None:
        """Move to the beginning."""
        self.go_to_edge("first")

    def action_cursor_last(self) -> None:
        """Move to the end."""
        self.go_to_edge("last")

    def action_page_down(self) -> None:
        """Move one page down."""
        self.jump(self.page_lines)

    def action_toggle_story(self) -> None:
        """Move one page down: only the table of articles has stories."""
        self.action_page_down()

    def action_page_up(self) -> None:
        """Move one page up."""
        self.jump(-self.page_lines)

    def action_half_page_down(self) -> None:
        """Move half a page down."""
        self.jump(max(1, self.page_lines // 2))

    def action_half_page_up(self) -> None:
        """Move half a page up."""
        self.jump(-max(1, self.page_lines // 2))


class MovingText(Moving, VerticalScroll):
    """Scrolls what it holds."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.MOVING]

    @property
    def page_lines(self) -> int:
        """The lines in sight but one, so that a line of the last page stays in sight."""
        return max(1, self.size.height - 1)

    def jump(self, lines: int) -> None:
        """Scroll by `lines`, at once: the next key may be on its way and goes on from there."""
        self.scroll_relative(y=lines, animate=False, immediate=True)

    def go_to_edge(self, edge: Edge) -> None:
        """Scroll to the beginning or to the end."""
        if edge == "first":
            self.scroll_home(animate=False)
        else:
            self.scroll_end(animate=False)
