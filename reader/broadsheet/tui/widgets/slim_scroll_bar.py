"""A scroll bar half a cell wide, which stands back behind the text."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

_THUMB = {(True, True): "▐", (True, False): "▝", (False, True): "▗"}
"""By whether the thumb covers the upper and the lower half of a line."""


class SlimScrollBar(ScrollBarRender):
    """Draws vertical scroll bars, for `ScrollBar.renderer`."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the thumb on its ground; a mouse grabs it, or moves it by a page."""
        if not self.vertical:
            yield from super().__rich_console__(console, options)
            return
        style = console.get_style(self.style)
        halves = 2 * (options.height or console.height)
        first, end = self._thumb(halves)
        segments = []
        for half in range(0, halves, 2):
            thumb = _THUMB.get((first <= half < end, first <= half + 1 < end))
            action = "grab" if thumb else "scroll_up" if half < first else "scroll_down"
            meta = Style.from_meta({"@mouse.down": action}) if end else Style()
            segments.append(Segment((thumb or " ") * self.thickness, style + meta))
        yield Segments(segments, new_lines=True)

    def _thumb(self, halves: int) -> tuple[int, int]:
        """Return where the thumb begins and ends, in halves of lines; 0, 0 if all is in sight."""
        hidden = self.virtual_size - self.window_size
        if not self.window_size or hidden <= 0:
            return 0, 0
        length = max(2, round(halves * self.window_size / self.virtual_size))
        first = round((halves - length) * self.position / hidden)
        return first, first + length
