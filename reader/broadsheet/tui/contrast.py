"""Contrast: in every theme, text can be read and the selected row can be seen.

The measure is that of WCAG 2: 1 where two colours are as bright, 21 between black and white.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rich.color import Color as TerminalColor
from rich.color import ColorSystem
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from broadsheet.text.patterns import compiled_later

LEAST = 4.5
"""The contrast that WCAG requires for text at level AA."""

_LEAST_OF_CURSOR, _LEAST_OF_QUIET_CURSOR = 1.5, 1.2
"""Between the selected row and other rows: in the pane with the keys, and elsewhere."""

_STEPS = 20
_CUBE = (0, 95, 135, 175, 215, 255)
"""The parts that the first of 256 colours are mixed of."""

_WHITE, _BLACK = ColorTriplet(255, 255, 255), ColorTriplet(0, 0, 0)
_NO_TEXT = compiled_later(r"[\s\u2500-\u259f]*|\U0010eeee.*")
"""Frames and blocks, and where Kitty draws a picture: the colour is its number."""

_PICTURE = "▀"
_FOCUSED_FRAME = frozenset("━┃┏┓┗┛")
_LIGHT_FROM = 0.18
"""The luminance from which black stands out more than white."""


class Legible(LineFilter):
    """Makes text lighter or darker if it is too close to its background; frames stay as they are.

    With `few` colours, a bar in reverse video has two of them, whatever the pieces of text in it
    have elsewhere. With sixteen, all is black or white below the text.

    It applies the filters `before` it itself: Textual makes new strips of all lines per filter.
    """

    def __init__(
        self,
        system: ColorSystem = ColorSystem.TRUECOLOR,
        before: Sequence[LineFilter] = (),
        *,
        few: bool = False,
    ) -> None:
        super().__init__()
        self.few = few
        self.system = system
        self.before = before

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return `segments` with colours that can be read."""
        for line_filter in self.before:
            segments = line_filter.apply(segments, background)
        made: list[Segment] = []
        for segment in segments:
            text, style, control = segment
            if self.system is ColorSystem.STANDARD and style is not None and text != _PICTURE:
                segment = Segment(text, _of_16(style, background.rich_color, text), control)
            elif self.few and style is not None and style.reverse:
                segment = Segment(text, _barred(style, background.rich_color), control)
            elif style is not None:
                clear = _legible(style, background.rich_color, self.system)
                if clear is not style and not _NO_TEXT.fullmatch(text):
                    segment = Segment(text, clear, control)
            made.append(segment)
        if self.system is ColorSystem.EIGHT_BIT:
            return [Segment(text, _of_256(style), control) for text, style, control in made]
        return made


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """Return the contrast of two colours.

    >>> round(contrast(ColorTriplet(0, 0, 0), ColorTriplet(255, 255, 255)))
    21
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def with_visible_cursor(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of a theme with a selected row that stands out, and frames of panes."""
    background, foreground = (Color.parse(variables[n]) for n in ("background", "foreground"))
    made = dict(variables)
    for name, least in (
        ("block-cursor-background", _LEAST_OF_CURSOR),
        ("block-cursor-blurred-background", _LEAST_OF_QUIET_CURSOR),
    ):
        color = background + Color.parse(variables[name])
        made[name] = _away_from(background, color, foreground, least).hex
    made.setdefault("pane-frame", background.blend(foreground, 0.3).hex)
    return made


def _away_from(background: Color, color: Color, toward: Color, least: float) -> Color:
    for step in range(_STEPS):
        further = color.blend(toward, step / _STEPS)
        if contrast(_triplet(further), _triplet(background)) >= least:
            return further
    return toward


@lru_cache(maxsize=256)
def _barred(style: Style, background: TerminalColor) -> Style:
    """Return a style in reverse video with the background, and with what is furthest from it."""
    ground = background.triplet
    if ground is None:
        return style
    return style + Style(color=TerminalColor.from_triplet(_extreme(ground)), bgcolor=background)


def _extreme(ground: ColorTriplet) -> ColorTriplet:
    return max(_WHITE, _BLACK, key=lambda end: contrast(end, ground))


@lru_cache(maxsize=4_096)
def _legible(style: Style, background: TerminalColor, system: ColorSystem) -> Style:
    color, below = style.color, style.bgcolor or background
    if color is None or color.triplet is None or below.triplet is None:
        return style
    ground = _as_shown(below.triplet, system)
    extreme = _extreme(ground)
    for step in range(_STEPS + 1):
        mixed = _mixed(color.triplet, extreme, step / _STEPS)
        if contrast(_as_shown(mixed, system), ground) >= LEAST:
            break
    if mixed == color.triplet:
        return style
    return style + Style(color=TerminalColor.from_triplet(mixed))


def _as_shown(color: ColorTriplet, system: ColorSystem) -> ColorTriplet:
    if system is ColorSystem.EIGHT_BIT:
        return _ansi(color).get_truecolor()
    return TerminalColor.from_triplet(color).downgrade(system).get_truecolor()


def _of_16(style: Style, background: TerminalColor, text: str) -> Style:
    # Imported only where it is needed, which few terminals do.
    from broadsheet.tui.sixteen_colours import of_16

    below = (background if style.reverse else style.bgcolor or background).triplet
    if below is None:
        return style
    is_text = not _NO_TEXT.fullmatch(text) or not _FOCUSED_FRAME.isdisjoint(text)
    return of_16(style, is_light=_luminance(below) >= _LIGHT_FROM, is_text=is_text)


@lru_cache(maxsize=4_096)
def _of_256(style: Style | None) -> Style | None:
    """Return a style in the nearest of 256 colours; Rich would make dark blues and greens of greys.

    Nord's background, for one, would be teal.
    """
    if style is None:
        return None
    color, ground = (
        None if one is None or one.triplet is None else _ansi(one.triplet)
        for one in (style.color, style.bgcolor)
    )
    return style if color is None and ground is None else style + Style(color=color, bgcolor=ground)


def _ansi(color: ColorTriplet) -> TerminalColor:
    return TerminalColor.from_ansi(nearest_of_256(color))


def nearest_of_256(color: ColorTriplet) -> int:
    """Return the number of the nearest of the 256 colours: in their cube, or one of their greys.

    >>> nearest_of_256(ColorTriplet(46, 52, 64))
    237
    """
    steps = [min(range(6), key=lambda step: abs(_CUBE[step] - part)) for part in color]
    grey = max(0, min(23, round((sum(color) / 3 - 8) / 10)))
    in_cube = sum((_CUBE[step] - part) ** 2 for step, part in zip(steps, color, strict=True))
    if sum((8 + 10 * grey - part) ** 2 for part in color) < in_cube:
        return 232 + grey
    return 16 + 36 * steps[0] + 6 * steps[1] + steps[2]


def _mixed(color: ColorTriplet, other: ColorTriplet, share: float) -> ColorTriplet:
    red, green, blue = (
        round(one + (two - one) * share) for one, two in zip(color, other, strict=True)
    )
    return ColorTriplet(red, green, blue)


def _triplet(color: Color) -> ColorTriplet:
    return ColorTriplet(*color.rgb)


@lru_cache(maxsize=4_096)
def _luminance(color: ColorTriplet) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
