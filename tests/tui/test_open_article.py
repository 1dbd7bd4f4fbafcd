"""The article that is open: what happens to it meanwhile moves nothing under the reader's eyes."""

from pathlib import Path

import pytest

from broadsheet.config.settings import Settings
from broadsheet.tui.body_links import links_in, tokens_of
from broadsheet.tui.parts import open_article
from broadsheet.tui.screens.links import LinksScreen
from tests.files import touch_later, write_article
from tests.tui.conftest import OpenReader, RunningReader

RELATED = [
    f'{{title: "Related {number}", webUrl: "https://e.example/{number}"}}' for number in (1, 2, 3)
]


def write(folder: Path, title: str, related: list[str], name: str = "a.md") -> Path:
    """Write an article that is longer than the pane, with related items."""
    body = "\n\n".join(f"Paragraph {number}." for number in range(60))
    return write_article(
        folder,
        name,
        title,
        f"related: [{', '.join(related)}]",
        url="https://e.example/a",
        body=body,
    )


def selected(reading: RunningReader) -> str:
    """Return the related item or link that is selected."""
    detail = reading.main.detail
    return next(
        (
            items.items[items.selected].text
            for items in (detail.related, detail.links)
            if items.selected is not None
        ),
        "",
    )


async def to_second_related_item(reading: RunningReader) -> int:
    """Select a related item, and return how far the pane is scrolled then."""
    await reading.press("enter", "G", "k", "k")
    assert "Related 2" in selected(reading)
    return round(reading.main.detail.scroll_y)


async def test_no_article_is_opened_between_two_letters(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_article, "_SETTLE_TYPED", 60.0)
    for title in ("Harbour", "Night trains"):
        write_article(news, f"{title}.md", title)
    async with open_reader(news) as reading:
        detail = reading.main.detail
        await reading.until(lambda: detail.opened is not None)
        shown = detail.opened
        assert shown is not None
        (other,) = {*reading.titles} - {shown.row.title}
        await reading.press("slash", other[0].lower())
        await reading.until(lambda: not reading.main.parts.counts.is_counting)
        assert reading.title == other
        assert detail.opened is shown


@pytest.mark.parametrize("read_after", [0.0, None])
async def test_an_open_article_that_is_marked_keeps_its_selection_and_place(
    open_reader: OpenReader, news: Path, read_after: float | None
) -> None:
    write(news, "A long story", RELATED)
    async with open_reader(news, settings=Settings(read_after=None)) as reading:
        place = await to_second_related_item(reading)
        assert place > 0
        reading.main.parts.article._read_after = read_after
        reading.main.parts.article.enter()
        if read_after is None:
            await reading.press("m")
        await reading.until(
            lambda: (
                reading.main.detail.opened is not None and reading.main.detail.opened.row.is_read
            )
        )
        await reading.settle()
        assert "Related 2" in selected(reading)
        assert round(reading.main.detail.scroll_y) == place
        assert reading.is_in("detail")
        await reading.press("k")
        assert "Related 1" in selected(reading)


@pytest.mark.usefixtures("followed")
async def test_an_edited_article_keeps_the_item_that_is_selected_wherever_it_is_now(
    open_reader: OpenReader, news: Path
) -> None:
    write(news, "A long story", RELATED)
    async with open_reader(news) as reading:
        await to_second_related_item(reading)
        touch_later(write(news, "A longer story", RELATED[1:]))
        await reading.until(lambda: "A longer story" in str(reading.main.detail.head.content))
        await reading.settle()
        assert "Related 2" in selected(reading)
        assert reading.is_in("detail")


@pytest.mark.usefixtures("followed")
async def test_an_article_whose_file_moves_while_it_is_read_stays_as_it_is(
    open_reader: OpenReader, news: Path
) -> None:
    write(news, "A long story", RELATED)
    async with open_reader(news) as reading:
        place = await to_second_related_item(reading)
        before = reading.main.table.article_id
        (news / "a.md").rename(news / "b.md")
        await reading.press("R")
        await reading.until(lambda: reading.main.table.article_id != before)
        await reading.press("h")
        assert "Related 2" in selected(reading)
        assert round(reading.main.detail.scroll_y) == place


async def test_another_article_is_shown_from_its_beginning(
    open_reader: OpenReader, news: Path
) -> None:
    write(news, "A long story", RELATED)
    write_article(news, "z.md", "Another", "related: [" + ", ".join(RELATED) + "]")
    async with open_reader(news) as reading:
        await to_second_related_item(reading)
        await reading.press("h", "j")
        assert "Another" in str(reading.main.detail.head.content)
        assert selected(reading) == ""
        assert reading.main.detail.scroll_y == 0


async def test_links_of_the_body_are_listed_with_the_others(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(
        news,
        "a.md",
        "With links",
        url="https://e.example/a",
        body="See [the *first* page](https://one.example/x), <https://two.example/>, "
        "[again](https://e.example/a), [here](other.md), [run](javascript:alert(1)), "
        "[ref] and ![a *cat*](https://img.example/cat.png).\n\n[ref]: https://three.example/",
    )
    async with open_reader(news) as reading:
        opened = reading.main.detail.opened
        assert opened is not None
        assert [(listed.link.label, listed.link.url) for listed in opened.links] == [
            ("original", "https://e.example/a"),
            ("in the text: the first page", "https://one.example/x"),
            ("in the text", "https://two.example/"),
            ("in the text: ref", "https://three.example/"),
            ("image: a cat", "https://img.example/cat.png"),
        ]
        assert len(reading.main.detail.links.items) == 5
        await reading.press("L")
        assert isinstance(reading.app.screen, LinksScreen)
        lines = reading.app.screen._link_lines
        assert lines.count == 5
        shown = [lines.render_line(line).text for line in range(5)]
        hosts = ("e.example", "one.example", "two.example", "three.example", "img.example")
        places = {line.index(f"  {host}") for line, host in zip(shown, hosts, strict=True)}
        assert len(places) == 1
        assert shown[1].split()[:4] == ["2", "the", "first", "page"]


def test_a_body_of_links_without_end_lists_the_first_two_hundred() -> None:
    body = " ".join(f"[x](https://e.example/{number})" for number in range(1000))
    assert len(links_in(tokens_of(body)).pages) == 200


async def test_the_four_forms_of_a_page_are_one_entry_and_numbers_lead_to_links(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(
        news,
        "a.md",
        "In four forms",
        "webUrl: https://web.example/a",
        "ampWebUrl: https://amp.example/a",
        "cdnAmpWebUrl: https://amp.example/a",
        url="https://e.example/a",
        body=" ".join(f"[word](https://e.example/{number})" for number in range(2, 14)),
    )
    async with open_reader(news) as reading:
        shown = "\n".join(s.text for s in reading.app.screen._compositor.render_strips())
        assert "1  original · web · AMP  e.example/a" in shown
        assert "word[2]" in shown
        await reading.press("L")
        screen = reading.app.screen
        assert isinstance(screen, LinksScreen)
        lines = screen._link_lines
        assert lines.count == 15
        for keys, address in (("1", "a"), ("2", "12"), ("9", "9"), ("1", "a"), ("3", "13")):
            await reading.press(*keys)
            assert lines.link is not None
            assert lines.link.url == f"https://e.example/{address}"


def lists_links(reading: RunningReader) -> bool:
    return isinstance(reading.app.screen, LinksScreen)


async def test_no_key_waits_for_a_long_article_that_may_take_seconds_to_read(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_article, "_SHORT", 2_000)  # a file that takes long would take long
    for name in ("first", "short", "then long"):
        body = "[a page](https://e.example/a) " * (200 if "long" in name else 1)
        write_article(news, f"{name}.md", name.capitalize(), body=body)
    async with open_reader(news) as reading:
        assert reading.titles == ["First", "Short", "Then long"]
        await reading.type("j", "L")
        assert lists_links(reading)
        await reading.press("escape")
        await reading.type("j", "L")
        assert not lists_links(reading)
        assert "still being read" in reading.said
        await reading.settle()
        assert lists_links(reading)
        await reading.press("escape", "k")
        await reading.type("j", "L", "k")
        await reading.settle()
        assert not lists_links(reading)


async def test_what_is_encrypted_is_told_with_the_source(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "A title", f"secured: {'QUJD' * 100}")
    async with open_reader(news) as reading:
        shown = "\n".join(s.text for s in reading.app.screen._compositor.render_strips())
        assert "ncrypted" not in shown
        await reading.press("v")
        shown = "\n".join(s.text for s in reading.app.screen._compositor.render_strips())
        assert "a.md · encrypted by its publisher: 300 bytes" in shown


async def test_an_excerpt_with_a_text_below_it_is_its_standfirst(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "Long", "date: 2024-01-02", "excerpt: In short.", body="The text.")
    write_article(news, "b.md", "Short", "date: 2024-01-01", "excerpt: No more than this.")
    async with open_reader(news) as reading:
        for is_standfirst in (True, False):
            excerpt = next(iter(reading.main.detail.excerpt.render_line(0)))
            assert excerpt.style is not None
            assert bool(excerpt.style.bold) is is_standfirst, excerpt.text
            await reading.press("j")
