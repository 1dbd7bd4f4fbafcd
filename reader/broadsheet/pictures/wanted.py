"""What picture is to be shown, in how much room, and in which way the terminal draws it."""

from collections.abc import Iterable
from typing import Literal
from urllib.parse import urlsplit

from broadsheet.articles.model import Image
from broadsheet.records import record

Way = Literal["blocks", "kitty", "sixel", "iterm"]
"""How a terminal draws: half blocks of two colours, or one of the protocols for pictures."""

NOT_INSTALLED = (
    "Pictures need the package textual-image. "
    "Install Broadsheet with its extra “full”: pipx install '.[full]'."
)

MOST_TRIED = 3
"""Pictures of one article that are tried, one after the other."""

_SMALLEST = 16
"""The least width or height in pixels; smaller pictures are icons, or count readers."""


@record
class Box:
    """The room for a picture, in cells, and how it is drawn there."""

    columns: int
    lines: int
    way: Way = "blocks"
    cell_width: int = 10
    """Pixels."""

    cell_height: int = 20
    """Pixels."""

    background: tuple[int, int, int] = (0, 0, 0)
    """What shows through where the picture is transparent: red, green and blue."""


@record
class Drawn:
    """A picture drawn into a box: as many columns and lines as its shape needs.

    With `blocks`, `data` is the red, green and blue of each half of a cell, in Base64; with `kitty`
    a PNG in Base64. Otherwise `rows` has the control sequence that draws each line.
    """

    way: Way
    columns: int
    lines: int
    data: str = ""
    rows: tuple[str, ...] = ()


def is_installed() -> bool:
    """Tell whether the packages that draw pictures are there: they are optional."""
    from importlib.util import find_spec

    return find_spec("textual_image") is not None and find_spec("PIL") is not None


def addresses_of(images: Iterable[Image], in_the_body: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses of pictures that may be shown, the best one first."""
    listed = [image.url for image in images if not _is_tiny(image)]
    found = dict.fromkeys(url for url in (*listed, *in_the_body) if _may_be_shown(url))
    return tuple(found)[:MOST_TRIED]


def _is_tiny(image: Image) -> bool:
    return any(size is not None and size < _SMALLEST for size in (image.width, image.height))


def _may_be_shown(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_vector = parts.path.lower().endswith((".svg", ".svgz"))
    return parts.scheme in ("http", "https") and not is_vector
