"""Colours that let the background through, as text shows them."""

from rich.style import Style
from textual.color import Color
from textual.css.styles import StylesBase

from broadsheet.tui.contrast import contrast

_LEAST_OF_BARS = 3.0
"""The contrast that WCAG requires for parts of drawings."""


def style_upon(background: Color, styles: StylesBase) -> Style:
    """Return what `styles` says of text, upon a background.

    Textual's muted colours are transparent; a plain style would show them at full strength.
    """
    if not styles.has_rule("color"):
        return styles.text_style
    color = styles.color
    if styles.auto_color:
        color = background.get_contrast_text(color.a)
    return Style(color=(background + color).rich_color) + styles.text_style


def seen_upon(background: Color, style: Style) -> Style:
    """Return a style with another colour if bars of its own would not stand out.

    Text is made legible later, whatever its colour.
    """
    color = style.color
    if color is None or color.triplet is None or background.rich_color.triplet is None:
        return style
    if contrast(color.triplet, background.rich_color.triplet) >= _LEAST_OF_BARS:
        return style
    return style + Style(color=background.get_contrast_text(1).rich_color)
