"""Colours that let the background through, as text shows them."""

from rich.style import Style
from textual.color import Color
from textual.css.styles import StylesBase


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
