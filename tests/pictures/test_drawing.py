"""How pictures of each kind become cells."""

import re
from base64 import b64decode
from io import BytesIO

import pytest
from PIL import Image

from broadsheet.pictures.drawing import PictureError, draw
from broadsheet.pictures.wanted import Box
from tests.pictures import samples
from tests.pictures.samples import BLUE, RED

BOX = Box(8, 4)


def colours(data: bytes, box: Box = BOX) -> list[tuple[int, ...]]:
    """Return the colours of the first row of half blocks."""
    drawn = draw(data, box)
    pixels = b64decode(drawn.data)
    assert len(pixels) == drawn.columns * drawn.lines * 2 * 3
    return [tuple(pixels[at : at + 3]) for at in range(0, drawn.columns * 3, 3)]


def are_close(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("PNG", "P"), ("PNG", "RGBA"), ("JPEG", "RGB"), ("JPEG", "CMYK"),
     ("GIF", "P"), ("WEBP", "RGB")],
)  # fmt: skip
def test_pictures_of_each_kind_are_drawn(kind: str, mode: str) -> None:
    row = colours(samples.picture(kind, (400, 200), mode))
    assert len(row) == 8
    assert are_close(row[0], RED)
    assert are_close(row[-1], BLUE)


def test_of_an_animation_the_first_frame_is_drawn() -> None:
    assert all(are_close(colour, RED) for colour in colours(samples.animation()))


def test_what_is_transparent_shows_the_background() -> None:
    assert set(colours(samples.transparent(), Box(8, 4, background=(1, 2, 3)))) == {(1, 2, 3)}


@pytest.mark.parametrize(
    ("size", "cells"),
    [
        ((800, 400), (40, 10)),  # as wide as there is room
        ((100, 4000), (1, 12)),  # as high as there is room
        ((60, 40), (6, 2)),  # never larger than it is
        ((4000, 20), (40, 1)),
    ],
)
def test_a_picture_keeps_its_shape(size: tuple[int, int], cells: tuple[int, int]) -> None:
    drawn = draw(samples.picture(size=size), Box(40, 12))
    assert (drawn.columns, drawn.lines) == cells


def test_a_picture_is_turned_as_the_camera_was() -> None:
    drawn = draw(samples.on_its_side(), Box(40, 12))
    assert (drawn.columns, drawn.lines) == (4, 4)


def test_kitty_gets_the_picture_in_the_size_of_its_cells() -> None:
    drawn = draw(samples.picture(size=(800, 400)), Box(20, 12, "kitty", 8, 16))
    assert (drawn.columns, drawn.lines) == (20, 5)
    assert Image.open(BytesIO(b64decode(drawn.data))).size == (160, 80)


@pytest.mark.parametrize(
    ("way", "begin", "end"), [("sixel", "\x1bP", "\x1b\\"), ("iterm", "\x1b]1337;File=", "\x07")]
)
def test_other_protocols_get_a_picture_for_each_line(way: str, begin: str, end: str) -> None:
    drawn = draw(samples.picture(size=(800, 400)), Box(20, 12, way, 8, 16))  # type: ignore[arg-type]  # one of them
    assert len(drawn.rows) == drawn.lines == 5
    for row in drawn.rows:
        assert row.startswith(begin)
        assert row.endswith(end)
        # Nothing in it ends the sequence early or begins another one.
        assert not set(row[len(begin) : -len(end)]) & {"\x1b", "\x07"}


def test_sixel_chooses_each_colour_after_defining_it() -> None:
    (row, *_) = draw(samples.picture(), Box(20, 12, "sixel", 8, 16)).rows
    defined = re.findall(r"(#\d+);2;\d+;\d+;\d+(#\d+)", row)
    assert sorted(defined) == [("#0", "#0"), ("#1", "#1")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (samples.claiming(60_000, 60_000), "too many pixels"),
        (samples.claiming(6_000, 6_000), "too many pixels"),
        (samples.picture(size=(1, 1)), "only 1 × 1 pixels"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"<!doctype html><p>No.", "a web page"),
        (b"", "empty"),
        (b"BM" + bytes(400), "not a JPEG, PNG, GIF or WebP picture"),
    ],
)
def test_what_is_no_picture_for_here_is_refused_before_it_is_unpacked(
    data: bytes, why: str
) -> None:
    with pytest.raises(PictureError, match=why):
        draw(data, BOX)
