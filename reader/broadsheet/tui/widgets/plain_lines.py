"""What holds other widgets shows nothing itself but its background."""

from collections.abc import Callable

from textual.containers import Container
from textual.geometry import Region
from textual.strip import Strip


def plain_lines(render: Callable[[Region], list[Strip]], crop: Region) -> list[Strip]:
    """Return the lines within `crop`, which are all alike, by drawing the first of them.

    Others cover most of them, and Textual draws them all the same.
    """
    return render(Region(crop.x, crop.y, crop.width, 1)) * crop.height


class PlainContainer(Container):
    """Holds widgets as Textual's does; must not have a border or padding of its own."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw one line, and show it in all others."""
        return plain_lines(super().render_lines, crop)
