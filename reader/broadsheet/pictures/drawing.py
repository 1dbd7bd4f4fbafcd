"""Draws a picture for a terminal. Only the process with limits may call this."""

import re
import warnings
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from broadsheet.pictures.wanted import Box, Drawn, Way

MOST_PIXELS = 30_000_000
"""What a picture may unpack to; its size is read before any of it is."""

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
_FEWEST_PIXELS = 3
"""The least width or height; smaller pictures are there to count readers."""

_ON_ITS_SIDE = (5, 6, 7, 8)
_COLOURS_A_LINE = 128
_PNG_LEVEL = 2
_SIXEL_COLOUR = re.compile(r"(#\d+);2;\d+;\d+;\d+")


class PictureError(Exception):
    """A picture cannot be drawn; the message is the end of a sentence about it."""


def draw(data: bytes, box: Box) -> Drawn:
    """Return the picture in `data` as it fits into `box`; raises `PictureError`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of faults that the picture is shown in spite of
        image = _opened(data)
        columns, lines = _fitting(_upright_size(image), box)
        # Half a cell is a pixel of a picture made of blocks.
        wide, high = (1, 2) if box.way == "blocks" else (box.cell_width, box.cell_height)
        size = columns * wide, lines * high
        made = _made(image, size, box.background)
    match box.way:
        case "blocks":
            return Drawn("blocks", columns, lines, b64encode(made.tobytes()).decode())
        case "kitty":
            return Drawn("kitty", columns, lines, _png(made))
        case _:
            rows = tuple(_rows(made, box.way, columns, lines))
            return Drawn(box.way, columns, lines, rows=rows)


def _opened(data: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise PictureError(f"it is {_kind(data)}") from error
    except Image.DecompressionBombError as error:
        raise PictureError("it unpacks to too many pixels") from error
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise PictureError(f"it unpacks to too many pixels ({width:,} × {height:,})")
    if min(width, height) < _FEWEST_PIXELS:
        raise PictureError(f"it has only {width:,} × {height:,} pixels")
    return image


def _kind(data: bytes) -> str:
    start = data[:1024].lstrip().lower()
    if not start:
        return "empty"
    if b"<svg" in start:
        return "an SVG drawing, which is not shown"
    if b"<html" in start or b"<!doctype html" in start:
        return "a web page instead"
    return "not a JPEG, PNG, GIF or WebP picture"


def _upright_size(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    with suppress(Exception):  # whatever is wrong with what a camera noted
        if image.getexif().get(ExifTags.Base.Orientation, 1) in _ON_ITS_SIDE:
            return height, width
    return width, height


def _fitting(size: tuple[int, int], box: Box) -> tuple[int, int]:
    """Return the columns and lines of a picture: its own size, or less to fit into the box."""
    width, height = size
    share = min(
        1.0, box.columns * box.cell_width / width, max(1, box.lines) * box.cell_height / height
    )
    columns = round(width * share / box.cell_width)
    lines = round(height * share / box.cell_height)
    return max(1, min(columns, box.columns)), max(1, min(lines, box.lines))


def _made(
    image: Image.Image, size: tuple[int, int], background: tuple[int, int, int]
) -> Image.Image:
    """Return the picture unpacked, upright, in the size and upon the background."""
    longest = max(size)
    image.draft("RGB", (longest, longest))  # a JPEG is unpacked only as large as needed
    image.load()
    with suppress(Exception):  # whatever is wrong with what a camera noted
        ImageOps.exif_transpose(image, in_place=True)
    if image.mode not in ("RGB", "L", "RGBA", "LA"):
        image = image.convert("RGBA")
    image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    if image.mode in ("RGBA", "LA"):
        below = Image.new("RGBA", size, (*background, 255))
        image = Image.alpha_composite(below, image.convert("RGBA"))
    return image.convert("RGB")


def _png(image: Image.Image) -> str:
    buffer = BytesIO()
    image.save(buffer, "PNG", compress_level=_PNG_LEVEL)
    return b64encode(buffer.getvalue()).decode()


def _rows(image: Image.Image, way: Way, columns: int, lines: int) -> Iterator[str]:
    """Yield what draws each line of the picture: lines scroll, and are covered, one by one."""
    height = image.height // lines
    for line in range(lines):
        row = image.crop((0, line * height, image.width, (line + 1) * height))
        yield _sixel(row) if way == "sixel" else _iterm(row, columns)


def _sixel(row: Image.Image) -> str:
    # Not from its public modules, which look for a terminal when they are imported.
    from textual_image._sixel import SixelOptions, image_to_sixels

    # The second parameter leaves alone what is below the line: six pixels do not go into all.
    said = image_to_sixels(row, SixelOptions(_COLOURS_A_LINE))
    # xterm defines a colour without choosing it, so it is chosen as well.
    said = _SIXEL_COLOUR.sub(r"\g<0>\1", said)
    return said.replace("\x1bP0;0;0q", "\x1bP0;1;0q", 1)


def _iterm(row: Image.Image, columns: int) -> str:
    data = _png(row)
    about = f"inline=1;width={columns};height=1;preserveAspectRatio=0;doNotMoveCursor=1"
    return f"\x1b]1337;File={about}:{data}\x07"
