"""Sixteen colours: those that can be read in the palette of every usual terminal.

Many terminals show bold text in the bright colour of the same name: bold black would be grey.
"""

from colorsys import rgb_to_hls
from functools import lru_cache

from rich.color import Color as TerminalColor
from rich.color_triplet import ColorTriplet
from rich.style import Style

_BLACK, _BLUE, _LIGHT_GREY, _GREY, _WHITE = 0, 4, 7, 8, 15
_HUES_ON_BLACK = {9: 0, 11: 35, 10: 120, 14: 180, 13: 300}
_HUES_ON_WHITE = {1: 0, _BLUE: 240, 5: 300}
"""The numbers of the colours that can be read, and their hues in degrees: orange is yellow."""

_NEAR = 60
"""Degrees between two hues beyond which one is not shown as the other."""

_LEAST_COLOURFUL = 50
"""Between the strongest and the weakest part of a colour that is no grey."""


@lru_cache(maxsize=4_096)
def of_16(style: Style, *, is_light: bool, is_text: bool) -> Style:
    """Return `style` in colours of the sixteen, on white or on black.

    Frames and blocks may be grey. Bold text is brighter on black, and blue on white.
    """
    ground = TerminalColor.from_ansi(_WHITE if is_light else _BLACK)
    color = style.color
    if color is None or color.triplet is None:
        return style + Style(bgcolor=ground)
    hues = _HUES_ON_WHITE if is_light else _HUES_ON_BLACK
    number = None if style.reverse else _nearest_hue(color.triplet, hues)
    if number is None and not (is_text or style.reverse):
        number = _GREY
    elif number is None:
        number = _of_grey(style, is_light=is_light)
    return style + Style(
        color=TerminalColor.from_ansi(number),
        bgcolor=ground,
        bold=False if is_light or style.reverse else None,
    )


def _of_grey(style: Style, *, is_light: bool) -> int:
    if is_light:
        # The selected row is bold and underlined, whatever it holds.
        return _BLUE if style.bold and not (style.reverse or style.underline) else _BLACK
    return _WHITE if style.bold or style.reverse else _LIGHT_GREY


def _nearest_hue(color: ColorTriplet, hues: dict[int, int]) -> int | None:
    if max(color) - min(color) < _LEAST_COLOURFUL:
        return None
    hue = 360 * rgb_to_hls(*color.normalized)[0]
    apart = {number: abs((one - hue + 180) % 360 - 180) for number, one in hues.items()}
    nearest = min(apart, key=lambda number: apart[number])
    return nearest if apart[nearest] <= _NEAR else None
