"""A page of text, of which only the lines on the screen are drawn, however long it is."""

from bisect import bisect_right
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
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

if TYPE_CHECKING:
    from broadsheet.tui.page.found import LineSearch

_NAMES = {look: f"page--{look.name.lower().replace('_', '-')}" for look in Look}


class PageText(Widget):
    """Shows a page. Where a link is pressed, it posts `LinkPressed`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *_NAMES.values(),
        "page--code-block",
        "page--match",
        "page--match-shown",
    }

    class LinkPressed(Message):
        """A link was pressed; `href` is its address as the text has it."""

        def __init__(self, href: str) -> None:
            super().__init__()
            self.href = href

    class Reflowed(Message):
        """The page has another width, or another number of lines."""

        def __init__(self, page: "PageText") -> None:
            super().__init__()
            self.page = page

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._page = Page()
        self._styles: dict[tuple[Look, bool], Style] = {}
        self._wanted = ""
        self._search: LineSearch | None = None
        self._match: int | None = None
        self.display = False

    def show(self, page: Page) -> None:
        """Show another page, or nothing if it is empty."""
        if page == self._page:
            return
        self._page = page
        self.display = bool(page)
        self.refresh(layout=True)

    @property
    def is_laid_out(self) -> bool:
        """Whether the lines that the page has are in their places."""
        return not self.display or (bool(self.size) and self.size.height == len(self._lines))

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

    def find(self, words: str) -> int:
        """Mark where some words are in the text; return how often."""
        self._wanted, self._match = words, None
        self.refresh()
        return self._found.find(words) if words and self.display else 0

    def show_match(self, match: int | None) -> None:
        """Mark one of the matches as the one that is looked at."""
        self._match = match
        self.refresh()

    def line_of_match(self, match: int) -> int:
        """Return the line that a match begins on."""
        return self._found.line_of(match)

    def first_match_from(self, line: int) -> int:
        """Return the first match on a line or after it; of none, how many there are."""
        return self._found.first_from(line)

    @property
    def _found(self) -> "LineSearch":
        # Imported once somebody finds something: the first rows need none of it.
        from broadsheet.tui.page.found import LineSearch

        if self._search is None or self._search.lines is not self._lines:
            self._search = LineSearch(self._lines)
            self._search.find(self._wanted)
        return self._search

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
        if self._wanted:
            strip = self._with_matches(strip, y)
        return self._with_selection(strip, y).apply_offsets(0, y)

    def _with_matches(self, strip: Strip, y: int) -> Strip:
        text = _plain(self._lines[y])
        for first, end, match in self._found.pieces(y):
            name = "page--match-shown" if match == self._match else "page--match"
            strip = _restyled(
                strip,
                cell_len(text[:first]),
                cell_len(text[:end]),
                self.get_component_rich_style(name),
            )
        return strip

    def _with_selection(self, strip: Strip, y: int) -> Strip:
        selection = self.text_selection
        span = None if selection is None else selection.get_span(y)
        if span is None:
            return strip
        # Not `divide`: the page may be narrower now than when it was selected.
        start, end = span
        end = strip.cell_length if end == -1 else end
        style = self.screen.get_component_rich_style("screen--selection")
        return _restyled(strip, start, end, style)

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
        """Tell of another size."""
        self.post_message(self.Reflowed(self))

    def on_click(self, event: events.Click) -> None:
        """Post which link was pressed."""
        href = event.style.meta.get("href")
        if href:
            event.stop()
            self.post_message(self.LinkPressed(str(href)))


def _restyled(strip: Strip, start: int, end: int, style: Style) -> Strip:
    before, chosen, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end)
    return Strip.join([before, Strip(Segment.apply_style(chosen, post_style=style)), after])


def _plain(line: Line) -> str:
    return "".join(span.text for span in line.spans)
