"""Windows over the articles: how much of the screen they take, and how their lines are set."""

from pathlib import Path

from rich.color import Color

from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader

WINDOWS = {
    "help": (["question_mark"], "#help"),
    "charts": (["t"], ".window"),
    "settings": (["comma"], ".window"),
    "a file": (["v"], ".window"),
    "commands": (["ctrl+p"], ".names"),
    "a feed": (["plus"], ".question"),
    "why": (["w"], ".question"),
    "columns": (["T"], ".window"),
}
"""Keys, and the frame of the window that they open."""


def lines(reading: RunningReader) -> list[str]:
    return [strip.text for strip in reading.app.screen._compositor.render_strips()]


async def test_a_window_takes_all_columns_of_a_small_screen(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Alpha", "quality: 5\ntopics: [Alpha]")
    async with open_reader(news, (80, 24)) as reading:
        for keys, frame in WINDOWS.values():
            await reading.press(*keys)
            place = reading.app.screen.query_one(frame).region
            assert place.width == (60 if keys == ["T"] else 80), keys
            assert keys != ["question_mark"] or (place.y, place.bottom) == (1, 23)
            await reading.press("escape")
        await reading.pilot.resize_terminal(200, 50)
        for keys, frame in WINDOWS.values():
            await reading.press(*keys)
            place = reading.app.screen.query_one(frame).region
            assert place.width < 120, keys
            assert abs(place.x - (200 - place.right)) <= 1, "it stands in the middle"
            assert place.y >= 1, "the title bar is in sight"
            await reading.press("escape")


async def test_a_question_names_its_keys_below_it(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "Alpha")
    async with open_reader(news, (200, 50)) as reading:
        await reading.press("A")
        assert any("━ y Yes · n No ━" in line for line in lines(reading))
        await reading.press("n", "slash", *"alpha", "ctrl+s")
        assert any("━ Enter Save · Esc Cancel ━" in line for line in lines(reading))


async def test_what_goes_on_below_a_reason_begins_where_the_reason_does(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Alpha", "quality: 5\npublishedDateTime: 2023-05-20T12:00:00Z")
    async with open_reader(news, (60, 20)) as reading:
        await reading.press("w")
        (first,) = (n for n, line in enumerate(lines(reading)) if "• place 1 on the front" in line)
        begins = lines(reading)[first].index("place 1")
        below = lines(reading)[first + 1]
        assert below[:begins].strip("┃ ") == ""
        assert below[begins].isalnum()


async def test_the_counts_of_completions_stand_below_one_another(
    open_reader: OpenReader, news: Path
) -> None:
    for number in range(10):
        write_article(news, f"{number}.md", f"Title {number}", "topics: [Alpha]")
    write_article(news, "b.md", "Another", "topics: [Beta]")
    async with open_reader(news) as reading:
        await reading.press("slash", *"topic:")
        many, one = (
            next(line for line in lines(reading) if f" {name} " in line).rstrip()[:64]
            for name in ("Alpha", "Beta")
        )
        assert many.index("10") + 1 == one.index("1")


async def test_the_feeds_to_start_with_fit_a_small_screen_in_columns(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Alpha")
    async with open_reader(news, (60, 20)) as reading:
        await reading.press("plus", "enter")
        await reading.until(lambda: reading.app.screen.query_one("#feed-choices").display)
        await reading.settle()
        assert lines(reading)[-2].startswith("┗"), "the frame below the list is on the screen"
        feeds = [line for line in lines(reading) if "https://" in line]
        assert len(feeds) > 3
        assert len({line.index("https://") for line in feeds}) == 1


async def test_the_screen_is_not_dimmed_below_a_window_that_changes_its_looks(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Alpha")
    async with open_reader(news) as reading:

        def name() -> list[Color | None]:
            line = reading.app.screen._compositor.render_strips()[0].crop(1, 2)
            return [segment.style.color for segment in line if segment.style]

        as_usual = name()
        await reading.press("T")
        assert name() == as_usual
        await reading.press("escape", "question_mark")
        assert name() != as_usual
        await reading.press("escape")
        reading.app.search_themes()
        await reading.settle()
        assert name() == as_usual
