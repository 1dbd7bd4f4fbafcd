"""A picture within text: lines of half blocks, or of what the terminal's own protocol draws."""

from base64 import b64decode
from collections.abc import Iterable, Sequence
from itertools import count

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from broadsheet.pictures.wanted import Drawn
from broadsheet.tui.cells import fit, steady
from broadsheet.tui.page.wrapping import lines_in

_PLACEHOLDER = "\U0010eeee"
# Which line or column of the picture a cell shows, as the protocol of Kitty writes numbers.
_NUMBERS = bytes.fromhex(
    "0305 030D 030E 0310 0312 033D 033E 033F 0346 034A 034B 034C 0350 0351 0352 0357 035B 0363 0364"
    "0365 0366 0367 0368 0369 036A 036B 036C 036D 036E 036F 0483 0484 0485 0486 0487 0592 0593 0594"
    "0595 0597 0598 0599 059C 059D 059E 059F 05A0 05A1 05A8 05A9 05AB 05AC 05AF 05C4 0610 0611 0612"
    "0613 0614 0615 0616 0617 0657 0658 0659 065A 065B 065D 065E 06D6 06D7 06D8 06D9 06DA 06DB 06DC"
    "06DF 06E0 06E1 06E2 06E4 06E7 06E8 06EB 06EC 0730 0732 0733 0735 0736 073A"
).decode("utf-16-be")
MOST_CELLS = len(_NUMBERS)
"""Columns or lines of a picture."""

_CHUNK = 4096
_ids = count(0x42_0001)  # few programs begin here, and two at once in a terminal are rare


class PixelStrip(Strip):
    """A line that the terminal draws upon; where the line is cut, nothing is drawn."""

    def __init__(self, segments: Iterable[Segment], cell_length: int, drawing: str) -> None:
        super().__init__(segments, cell_length)
        self._drawing = drawing

    def render(self, console: Console) -> str:
        """Return the empty line, and what draws upon it from where it begins."""
        line = super().render(console)
        return f"\x1b7{line}\x1b8{self._drawing}\x1b8\x1b[{self.cell_length}C"


class PictureView(Widget):
    """Shows a picture, or a sentence about it; nothing at first."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.drawn: Drawn | None = None
        self.sentence = ""
        self._strips: dict[int, Strip] = {}
        self._pixels = b""
        self._image_id = 0
        self.display = False

    def show(self, drawn: Drawn) -> None:
        """Show a picture."""
        self.clear()
        self.drawn = drawn
        if drawn.way == "blocks":
            self._pixels = b64decode(drawn.data)
        elif drawn.way == "kitty":
            self._image_id = next(_ids)
            self._write(*_kitty_commands(self._image_id, drawn))
        self._changed()

    def say(self, sentence: str) -> None:
        """Show a sentence in place of a picture."""
        self.clear()
        self.sentence = sentence
        self._changed()

    def clear(self) -> None:
        """Show nothing, and leave nothing in the terminal."""
        if self._image_id:
            self._write(f"\x1b_Ga=d,d=I,i={self._image_id},q=2\x1b\\")
        self.drawn, self.sentence, self._pixels, self._image_id = None, "", b"", 0
        if self.display:
            self._changed()

    def on_unmount(self) -> None:
        """Leave nothing in the terminal."""
        self.clear()

    @property
    def _has_pixels(self) -> bool:
        """Whether the lines have to reach the terminal as they are, in one piece."""
        return self.drawn is not None and self.drawn.way in ("sixel", "iterm")

    def draw_again(self) -> None:
        """Draw pixels only while no window stands over the screen: they would shine through."""
        if self._has_pixels:
            self.refresh()

    def _changed(self) -> None:
        self._strips = {}
        self.display = self.drawn is not None or bool(self.sentence)
        self.refresh(layout=True)

    def _write(self, *commands: str) -> None:
        driver = self.app._driver
        if driver is not None and not self.app.is_headless:
            for command in commands:
                driver.write(command)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines of the picture or of the sentence."""
        return self.drawn.lines if self.drawn is not None else len(self._said_in(width))

    def _said_in(self, width: int) -> list[str]:
        """Return the sentence in lines, so that no part of it is cut."""
        return [self.sentence[start:end] for start, end in lines_in(self.sentence, max(1, width))]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines in sight."""
        if not self._has_pixels:
            return super().render_lines(crop)
        # Textual's styles would make new lines of these.
        return [self.render_line(y).crop(crop.x, crop.right) for y in crop.line_range]

    def render_line(self, y: int) -> Strip:
        """Draw a line of the picture, or the sentence."""
        width = self.size.width
        drawn = self.drawn
        if drawn is None:
            said = dict(enumerate(self._said_in(width)))
            return Strip([Segment(fit(steady(said.get(y, "")), width), self.rich_style)], width)
        if y >= drawn.lines or not self.screen.is_active:
            return Strip.blank(width, self.rich_style)
        if y not in self._strips:
            self._strips[y] = self._line(drawn, y)
        strip = self._strips[y]
        return strip.adjust_cell_length(width, self.rich_style)

    def _line(self, drawn: Drawn, y: int) -> Strip:
        match drawn.way:
            case "blocks":
                return Strip(_half_blocks(self._pixels, drawn.columns, y), drawn.columns)
            case "kitty":
                return Strip([_kitty_line(self._image_id, drawn.columns, y)], drawn.columns)
            case _:
                width = self.size.width
                empty = Segment(" " * width, self.rich_style)
                return PixelStrip([empty], width, drawn.rows[y])


def _half_blocks(pixels: bytes, columns: int, y: int) -> list[Segment]:
    length = columns * 3
    upper = _colours(pixels[2 * y * length : (2 * y + 1) * length])
    lower = _colours(pixels[(2 * y + 1) * length : (2 * y + 2) * length])
    return [
        Segment("▀", Style(color=above, bgcolor=below))
        for above, below in zip(upper, lower, strict=True)
    ]


def _colours(pixels: bytes) -> Sequence[Color]:
    return [
        Color.from_triplet(ColorTriplet(*pixels[at : at + 3])) for at in range(0, len(pixels), 3)
    ]


def _kitty_line(image_id: int, columns: int, y: int) -> Segment:
    cells = "".join(f"{_PLACEHOLDER}{_NUMBERS[y]}{_NUMBERS[x]}" for x in range(columns))
    number = ColorTriplet(image_id >> 16 & 255, image_id >> 8 & 255, image_id & 255)
    return Segment(cells, Style(color=Color.from_triplet(number)))


def _kitty_commands(image_id: int, drawn: Drawn) -> Iterable[str]:
    """Yield what gives the terminal a picture, to be shown where its placeholders stand."""
    about = f"a=T,U=1,q=2,f=100,i={image_id},c={drawn.columns},r={drawn.lines},"
    for at in range(0, len(drawn.data), _CHUNK):
        is_last = at + _CHUNK >= len(drawn.data)
        yield f"\x1b_G{about}m={int(not is_last)};{drawn.data[at : at + _CHUNK]}\x1b\\"
        about = ""
