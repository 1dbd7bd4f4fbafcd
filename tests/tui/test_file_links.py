"""Links between files of the library are followed like related items, and back."""

from pathlib import Path

import pytest

from broadsheet.tui.actions.opening import Opener
from broadsheet.tui.body_links import BodyLinks, links_in, tokens_of
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is handed to the browser: here, nothing may be."""
    urls: list[str] = []
    monkeypatch.setattr(Opener, "open", lambda _, link: urls.append(link.url))
    return urls


def screen(reading: RunningReader) -> str:
    return "\n".join(s.text.rstrip() for s in reading.app.screen._compositor.render_strips())


def listed(reading: RunningReader) -> list[str]:
    return [item.text for item in reading.main.detail.in_library.items]


async def click(reading: RunningReader, text: str) -> None:
    lines = screen(reading).split("\n")
    row = max(y for y, line in enumerate(lines) if text in line)
    await reading.pilot.click(offset=(lines[row].index(text) + 1, row))
    await reading.settle()


@pytest.fixture
def library(news: Path) -> Path:
    body = (
        "See [[Second note]], [[posts/third|the third one]], ![[Second note#Part]], "
        "[the *fourth*](posts/fourth%20one.md), [again](./posts/third.md), [[First]], [[No such]], "
        '{{< ref "posts/third" >}}, [five]({{% relref "posts/fifth.md" %}}), '
        "{% post_url 2024-01-02-six %}, [out](../out.md), `[[Code]]` and [[1]](https://e.example/)."
    )
    write_article(news, "First.md", "First", 'publishedDateTime: "2024-02-01"', body=body)
    write_article(news, "sub/Second note.md", "The second", "quality: 7")
    write_article(news, "posts/third.md", "[b]The third[/b]")
    write_article(news, "posts/fourth one.md", "The fourth")
    write_article(news, "posts/fifth.md", "The fifth")
    write_article(news, "_posts/2024-01-02-six.md", "The sixth")
    write_article(news.parent, "out.md", "Outside")
    write_article(news, "Code.md", "Code")
    return news


async def test_articles_that_the_body_links_to_are_listed_once_each(
    open_reader: OpenReader, library: Path
) -> None:
    async with open_reader(library) as reading:
        await reading.press("g")
        assert reading.title == "First"
        assert listed(reading) == [
            *("The second", "[b]The third[/b]", "The fourth", "The fifth", "The sixth")
        ]
        assert "quality 7" in reading.main.detail.in_library.items[0].note
        assert len(reading.main.detail.links.items) == 2
        assert "In this library · 5" in screen(reading)


async def test_wiki_links_are_shown_as_their_text(open_reader: OpenReader, news: Path) -> None:
    body = (
        "See [[a/b|the note]], ![[Picture.png]].\n\n- Also [[Missing]]\n\n"
        "Not `[[Code]]`, [[]] or [[1]](x)."
    )
    write_article(news, "a.md", "A title", body=body)
    async with open_reader(news, (160, 40)) as reading:
        shown = screen(reading)
        for line in ("See the note, Picture.png.", "Also Missing", "Not [[Code]], [[]] or [1]."):
            assert line in shown


async def test_enter_follows_a_link_and_backspace_returns(
    open_reader: OpenReader, library: Path, opened: list[str]
) -> None:
    async with open_reader(library, (120, 60)) as reading:
        await reading.press("g", "enter", "j")
        assert reading.main.detail.in_library.selected == 0
        await reading.press("j", "enter")
        assert reading.title == "[b]The third[/b]"
        await reading.press("backspace")
        assert reading.title == "First"
        assert reading.is_in("detail")
        assert opened == []


async def test_a_click_on_a_link_in_the_text_follows_it(
    open_reader: OpenReader, news: Path, opened: list[str]
) -> None:
    date = 'publishedDateTime: "2024-02-01"'
    write_article(news, "a.md", "Away", date, body="To [[100% odd?|it]]")
    write_article(news, "100% odd?.md", "Odd")
    async with open_reader(news, (160, 40)) as reading:
        await reading.press("g", "enter")
        lines = screen(reading).split("\n")
        row = next(y for y, line in enumerate(lines) if "To it" in line)
        place = (lines[row].index("To it") + 3, row)
        await reading.pilot.hover(offset=place)
        assert "Article → Odd" in screen(reading)
        await reading.pilot.click(offset=place)
        await reading.settle()
        assert reading.title == "Odd"
        assert opened == []


async def test_an_escaped_address_in_the_text_is_opened_as_it_is_written(
    open_reader: OpenReader, news: Path, opened: list[str]
) -> None:
    write_article(
        news,
        "a.md",
        "A title",
        body="[first](https://e.example/a%2Fb)\n\n[mybank.example](https%3A//evil.example)\n\n"
        "[[https://evil.example|three]]",
    )
    async with open_reader(news, (160, 40)) as reading:
        await reading.press("enter")
        for text in ("first", "mybank", "three"):
            await click(reading, text)
        assert opened == [
            "https://e.example/a%2Fb",
            "https%3A//evil.example",
            "https%3A//evil.example",
        ]


@pytest.mark.parametrize(
    ("body", "files"),
    [
        ("[[a]] [[b|c]] [[ d ]] [[|]] [[]] [[[e]]]", ("a", "b", "d", "e")),
        ("| x |\n|---|\n| [[a\\|b]] |", ("a",)),
        ("[text [[a]] more](b)", ("a",)),
        ("```\n[[a]]\n```\n\n    [[b]]", ()),
        ("![a](b.png) [x](c.md 'title') [y][z]\n\n[z]: d.md", ("c.md", "d.md")),
        ("[[" * 20_000, ()),
        ("[[a|" * 10_000, ()),
    ],
)
def test_what_is_a_link_to_a_file(body: str, files: tuple[str, ...]) -> None:
    assert links_in(tokens_of(body)) == BodyLinks((), files)


def test_a_body_of_links_without_end_names_the_first_two_hundred_files() -> None:
    body = " ".join(f"[[{number}]]" for number in range(1000))
    assert len(links_in(tokens_of(body)).files) == 200
