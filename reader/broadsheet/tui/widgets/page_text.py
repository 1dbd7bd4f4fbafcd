"""A page of text, of which only the lines on the screen are drawn, however long it is."""

from bisect import bisect_right
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from broadsheet.tui.blending import style_upon
from broadsheet.tui.page.blocks import Look
from broadsheet.tui.page.layout import Line
from broadsheet.tui.page.page import Page

_NAMES = {look: f"page--{look.name.lower().replace('_', '-')}" for look in Look}


class PageText(Widget):
    """Shows a page. Where a link is pressed, it posts `LinkPressed`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*_NAMES.values(), "page--code-block"}

    class LinkPressed(Message):
        """A link was pressed; `href` is its address as the text has it."""

        def __init__(self, href: str) -> None:
            super().__init__()
            self.href = href

    class Reflowed(Message):
        """The page has another width."""

        def __init__(self, page: "PageText") -> None:
            super().__init__()
            self.page = page

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._page = Page()
        self._styles: dict[tuple[Look, bool], Style] = {}
        self._width = 0
        self.display = False

    def show(self, page: Page) -> None:
        """Show another page, or nothing if it is empty."""
        if page == self._page:
            return
        self._page = page
        self.display = bool(page)
        self.refresh(layout=True)

    @property
    def plain(self) -> str:
        """The text of the page, line by line."""
        return "\n".join(_plain(line) for line in self._lines)

    @property
    def _lines(self) -> list[Line]:
        return self._page.lines(self.size.width)

    def place_of(self, line: int) -> int:
        """Return how many characters stand before a line: its place at any width."""
        lines = self._lines
        return lines[min(line, len(lines) - 1)].at if lines and line > 0 else 0

    def line_at(self, place: int) -> int:
        """Return the line that a place is in now."""
        lines = self._lines
        return max(0, bisect_right(lines, place, key=lambda line: line.at) - 1) if place else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the page has at a width."""
        return len(self._page.lines(width))

    def notify_style_update(self) -> None:
        """Drop the styles of the theme before."""
        super().notify_style_update()
        self._styles = {}

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        width = self.size.width
        lines = self._lines
        if y >= len(lines):
            return Strip.blank(width, self.rich_style)
        line = lines[y]
        segments = [
            Segment(text, self._style(look, href, is_code=line.is_code))
            for text, look, href in line.spans
        ]
        strip = Strip(segments)
        fill = self._style(Look.CODE if line.is_code else Look.PLAIN, "", is_code=line.is_code)
        strip = strip.adjust_cell_length(width, fill)
        return self._with_selection(strip, y).apply_offsets(0, y)

    def _with_selection(self, strip: Strip, y: int) -> Strip:
        selection = self.text_selection
        span = None if selection is None else selection.get_span(y)
        if span is None:
            return strip
        # Not `divide`: the page may be narrower now than when it was selected.
        start, end = span
        end = strip.cell_length if end == -1 else end
        before, chosen, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end)
        style = self.screen.get_component_rich_style("screen--selection")
        return Strip.join([before, Strip(Segment.apply_style(chosen, post_style=style)), after])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that was selected with the mouse."""
        return selection.extract(self.plain), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected."""
        self.refresh()

    def _style(self, look: Look, href: str, *, is_code: bool) -> Style:
        style = self._styles.get((look, is_code))
        if style is None:
            styles = self.get_component_styles(_NAMES[look])
            background = self.background_colors[1]
            if is_code or look is Look.CODE:
                background += self.get_component_styles("page--code-block").background
            if styles.has_rule("background"):
                background += styles.background
            style = self.rich_style + Style(bgcolor=background.rich_color)
            style += style_upon(background, styles)
            self._styles[look, is_code] = style
        return style + Style(meta={"href": href}) if href else style

    def on_resize(self, event: events.Resize) -> None:
        """Tell of another width."""
        if self._width != event.size.width:
            self._width = event.size.width
            self.post_message(self.Reflowed(self))

    def on_click(self, event: events.Click) -> None:
        """Post which link was pressed."""
        href = event.style.meta.get("href")
        if href:
            event.stop()
            self.post_message(self.LinkPressed(str(href)))


def _plain(line: Line) -> str:
    return "".join(span.text for span in line.spans)
