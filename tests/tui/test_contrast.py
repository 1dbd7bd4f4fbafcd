"""Every text can be read, and the selected row be seen, in every theme that can be chosen."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color as TerminalColor
from rich.color import ColorSystem
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES, Theme

from broadsheet.tui.contrast import LEAST, Legible, contrast, with_visible_cursor
from broadsheet.tui.themes import DARK, LIGHT
from broadsheet.tui.widgets.line_list import LineList
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader

THEMES = {theme.name: theme for theme in (*BUILTIN_THEMES.values(), DARK, LIGHT) if not theme.ansi}
byte = st.integers(0, 255)
colors = st.builds(ColorTriplet, byte, byte, byte)

MARKDOWN = """\
# First

Text with *stress*, **weight**, `code` and [a link](https://example.com/elsewhere).

> What somebody said.

```python
def answer() -> int:  # a comment
    return 42
```

| head | of |
|------|----|
| a    | table |

- [x] done
1. numbered
"""

WINDOWS: dict[str, tuple[list[str], str]] = {
    "the sidebar": (["h", "j", "j"], "#sidebar"),
    "an article": (["l", "G"], "#detail"),
    "reading mode": (["z"], "#detail"),
    "a search": (["slash", *"chips topic:ai qualty:3"], "#search"),
    "help": (["question_mark"], "#help"),
    "links": (["L"], "#links"),
    "a file": (["v"], "#text"),
    "a name": (["slash", *"chips", "ctrl+s"], ".question"),
    "the palette": (["ctrl+p"], ".names"),
    "charts": (["t"], "#charts"),
    "why": (["w"], ".question"),
    "words in the article": (["l", "number_sign", *"chips"], "#detail"),
}
"""Keys, and the part of the screen that they lead to."""


@pytest.fixture
def library(news: Path) -> Path:
    write_article(
        news,
        "a.md",
        "Chips are scarce",
        "quality: 100",
        "heat: 900",
        "publishedDateTime: 2023-05-03T10:00:00Z",
        "topics: [AI, AI Hardware]",
        "provider: {name: The Wire}",
        "originalUrl: https://example.com/a",
        "related:",
        "  - title: On to plenty",
        "    webUrl: https://example.org/b",
        body=MARKDOWN,
    )
    write_article(news, "b.md", "Chips are plenty", "quality: 0", "heat: -1")
    write_article(news, "c.md", "Nothing at all", "quality: many")
    return news


def texts(strips: list[Strip]) -> list[Segment]:
    frames = "".join(map(chr, range(0x2500, 0x25A0)))
    return [s for strip in strips for s in strip if s.text.strip() and s.text.strip(f"{frames} ")]


def contrast_of(segment: Segment) -> float:
    assert segment.style is not None
    assert not segment.style.dim, f"{segment.text!r} is dim: nobody knows by how much"
    return contrast_between(segment.style.color, segment.style.bgcolor)


@cache
def contrast_between(color: TerminalColor | None, ground: TerminalColor | None) -> float:
    assert color is not None
    assert ground is not None
    return contrast(color.get_truecolor(), ground.get_truecolor())


def shown(reading: RunningReader, region: Region) -> list[Strip]:
    strips = reading.app.screen._compositor.render_strips()[region.y : region.bottom]
    return [strip.crop(region.x, region.right) for strip in strips]


async def assert_legible(reading: RunningReader, theme: str, part: str = "") -> None:
    reading.app.theme = theme
    await reading.pilot.pause()
    screen = reading.app.screen
    region = screen.query_one(part).region if part else screen.region
    found = texts(shown(reading, region))
    assert found
    faint = {s.text.strip(): contrast_of(s) for s in found if contrast_of(s) < LEAST}
    assert not faint, f"in {theme}"


async def test_every_text_can_be_read_in_every_theme(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library, (160, 60)) as reading:
        # Read, starred and for later, found by a word of its title, and selected in the table.
        await reading.press("m", "s", "b", "slash", *"chips", "enter")
        for theme in reading.app.available_themes:
            await assert_legible(reading, theme)


async def test_every_window_can_be_read(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library, (120, 40)) as reading:
        for keys, part in WINDOWS.values():
            await reading.press(*keys)
            for theme in ("broadsheet-dark", "broadsheet-light", "catppuccin-latte", "nord"):
                await assert_legible(reading, theme, part)
            for _ in range(3):
                await reading.press("escape")
            reading.main.panes.focus("table")


async def test_bars_stand_out_in_the_selected_row(open_reader: OpenReader, library: Path) -> None:
    async with open_reader(library, (120, 40)) as reading:
        await reading.press("H", "g")
        for keys, part in (("m", "#table"), ("t", "#charts")):
            await reading.press(keys)
            for theme in ("broadsheet-dark", "solarized-light", "tokyo-night", "gruvbox"):
                reading.app.theme = theme
                await reading.settle()
                table = reading.app.screen.query_one(part, LineList)
                row = table.render_line(table.cursor - round(table.scroll_y))
                bars = [s for s in row if s.text.strip() and not s.text.strip("▁▂▃▄▅▆▇█▏▎▍▌▋▊▉ ")]
                assert bars
                assert min(map(contrast_of, bars)) >= 3, f"{part} in {theme}"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_selected_row_can_be_seen_in_every_theme(theme: Theme) -> None:
    colors = {**theme.to_color_system().generate(), **theme.variables}
    made = with_visible_cursor(colors)
    background = Color.parse(made["background"])
    for name, least in (("block-cursor", 1.5), ("block-cursor-blurred", 1.2)):
        cursor = Color.parse(made[f"{name}-background"])
        assert cursor.a == 1
        assert contrast(ColorTriplet(*cursor.rgb), ColorTriplet(*background.rgb)) >= least


@given(colors)
def test_of_256_colours_the_nearest_one_is_shown(color: ColorTriplet) -> None:
    style = Style(bgcolor=TerminalColor.from_triplet(color))
    (segment,) = Legible(ColorSystem.EIGHT_BIT).apply([Segment("  ", style)], Color(0, 0, 0))
    assert segment.style is not None
    shown = segment.style.bgcolor
    assert shown is not None
    best = min(range(16, 256), key=lambda number: _apart(TerminalColor.from_ansi(number), color))
    assert _apart(shown, color) == _apart(TerminalColor.from_ansi(best), color)


def _apart(shown: TerminalColor, color: ColorTriplet) -> int:
    return sum((one - other) ** 2 for one, other in zip(shown.get_truecolor(), color, strict=True))


@given(colors, colors, st.sampled_from([ColorSystem.STANDARD, ColorSystem.EIGHT_BIT]))
def test_any_text_can_be_read_with_few_colours(
    color: ColorTriplet, ground: ColorTriplet, system: ColorSystem
) -> None:
    style = Style(
        color=TerminalColor.from_triplet(color), bgcolor=TerminalColor.from_triplet(ground)
    )
    (segment,) = Legible(system).apply([Segment("text", style)], Color(0, 0, 0))
    assert segment.style is not None
    seen = [
        shown.downgrade(system).get_truecolor()
        for shown in (segment.style.color, segment.style.bgcolor)
        if shown is not None
    ]
    assert contrast(*seen) >= LEAST


LINUX = "000 a00 0a0 a50 00a a0a 0aa aaa 555 f55 5f5 ff5 55f f5f 5ff fff"
XTERM = "000 c00 0c0 cc0 00e c0c 0cc eee 777 f00 0f0 ff0 55f f0f 0ff fff"


@given(colors, colors, st.booleans(), st.booleans())
def test_sixteen_colours_can_be_read_where_bold_is_bright(
    color: ColorTriplet, ground: ColorTriplet, bold: bool, reverse: bool
) -> None:
    both = [TerminalColor.from_triplet(one) for one in (color, ground)]
    style = Style(color=both[0], bgcolor=both[1], bold=bold, reverse=reverse)
    legible = Legible(ColorSystem.STANDARD, few=True)
    (segment,) = legible.apply([Segment("text", style)], Color(*ground))
    shown = segment.style
    assert shown is not None
    assert shown.color is not None
    assert shown.bgcolor is not None
    assert not (shown.bold and shown.reverse), "either of the two colours may be brighter then"
    numbers = (shown.color.number or 0) | 8 * bool(shown.bold), shown.bgcolor.number or 0
    for palette in (LINUX, XTERM):
        seen = [Color.parse(f"#{name}") for name in palette.split()]
        assert contrast(*(ColorTriplet(*seen[number].rgb) for number in numbers)) >= LEAST


def test_frames_keep_their_colour() -> None:
    faint = Style(color="#222222", bgcolor="#111111")
    frame, text = Legible().apply([Segment("┌──┐", faint), Segment("┌ a", faint)], Color(0, 0, 0))
    assert frame.style == faint
    assert text.style != faint


def test_with_sixteen_colours_the_ground_is_one_where_nothing_is_written() -> None:
    cells = [
        Segment("a", Style(color="#000000", bgcolor="#e6dfcd")),
        Segment(" ", Style(bgcolor="#e6dfcd")),
    ]
    legible = Legible(ColorSystem.STANDARD, few=True)
    shown = {s.style.bgcolor for s in legible.apply(cells, Color(255, 255, 255)) if s.style}
    assert shown == {TerminalColor.from_ansi(15)}


def test_with_sixteen_colours_on_white_bold_text_has_a_colour_of_its_own() -> None:
    # As bold black is grey in many terminals, it would look like text that is not bold.
    legible = Legible(ColorSystem.STANDARD, few=True)
    plain, bold = (Style(color="#26241f", bgcolor="#f7f3ea", bold=bold) for bold in (False, True))
    white = Color(255, 255, 255)
    shown = [s.style for s in legible.apply([Segment("a", plain), Segment("b", bold)], white)]
    assert [style and style.color for style in shown] == [
        TerminalColor.from_ansi(0),
        TerminalColor.from_ansi(4),
    ]
    assert not any(style and style.bold for style in shown)


def test_the_focused_frame_stands_out_with_sixteen_greys() -> None:
    grey = Style(color="#999999", bgcolor="#ffffff")
    legible = Legible(ColorSystem.STANDARD, few=True)
    lines = [Segment("┏━━┓", grey), Segment("┌──┐", grey)]
    shown = [s.style.color for s in legible.apply(lines, Color(255, 255, 255)) if s.style]
    assert shown == [TerminalColor.from_ansi(0), TerminalColor.from_ansi(8)]


async def test_a_theme_that_nobody_can_vouch_for_is_not_offered(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        assert {"nord", "gruvbox", "broadsheet-light"} <= set(reading.app.available_themes)
        assert not [theme for theme in reading.app.available_themes if "ansi" in theme]


async def test_with_few_colours_the_title_of_an_unread_article_is_bold(
    open_reader: OpenReader, news: Path
) -> None:
    for name in "abc":
        write_article(news, f"{name}.md", f"Title {name}")
    async with open_reader(news) as reading:
        reading.app.set_class(True, "-few-colours")
        await reading.settle()  # what was not seen unread gets no ○
        await reading.press("m", "j")
        await reading.until(lambda: "○" in str(reading.main.table.render_line(0).text))
        bold = [
            segment.style.bold
            for line in (0, 2)
            for segment in reading.main.table.render_line(line)
            if "Title" in segment.text and segment.style is not None
        ]
        assert bold == [None, True]
