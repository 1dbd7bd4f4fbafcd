"""A link in a body never leads to a host that was not shown."""

from pathlib import Path
from time import process_time

import pytest

from broadsheet.tui.body_links import links_in, tokens_of
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader

EVIL = "https://evil.example.net/phish"
MARK = "[evil.example.net]"


def screen(reading: RunningReader) -> str:
    return "\n".join(s.text.rstrip() for s in reading.app.screen._compositor.render_strips())


MISLEADING = [
    f"[https://mybank.example.com/login]({EVIL})",
    f"[mybank.example.com]({EVIL})",
    f"[log in at *mybank*.example.com]({EVIL})",
    f"[`mybank.example.com`]({EVIL})",
    f"[evil.example.net.mybank.example.com]({EVIL})",
    f"[https://evil.example.net@mybank.example.com]({EVIL})",
    f"[mybank\u2024example\u3002com]({EVIL})",
    f"[me@mybank.example.com]({EVIL})",
    f"[![mybank.example.com](https://pictures.example.org/a.png)]({EVIL})",
    f"![mybank.example.com]({EVIL})",
    f"[mybank.example.com][1]\n\n[1]: {EVIL}",
    f"| a |\n|---|\n| [mybank.example.com]({EVIL}) |",
    f"# [mybank.example.com]({EVIL})",
    f"[10.0.0.1]({EVIL})",
    f"- [mybank.example.com]({EVIL})",
]
HONEST = [
    f"[1.83]({EVIL})",
    f"[Bevy0.14-rc.20, and more]({EVIL})",
    f"![Screenshot (49).png]({EVIL})",
    f"[rollup.js, package.json]({EVIL})",
    f"[the report]({EVIL})",
    f"[{EVIL}]({EVIL})",
    f"<{EVIL}>",
    "https://evil.example.net/node.exe",
    f"[www.evil.example.net]({EVIL})",
    f"[The end. And more...]({EVIL})",
    "[not opened.at.all](javascript:alert(1))",
]


async def test_a_link_that_names_another_host_shows_its_own(
    open_reader: OpenReader, news: Path
) -> None:
    links = [f"Please {link}" if link[0] in "[!" else link for link in MISLEADING]
    write_article(news, "a.md", "A title", body="\n\n".join(f"§\n\n{link}" for link in links))
    async with open_reader(news, (160, 120)) as reading:
        shown = screen(reading).split("§")[1:]
        assert [link for link, part in zip(links, shown, strict=True) if MARK not in part] == []


async def test_other_links_are_shown_as_they_are(open_reader: OpenReader, news: Path) -> None:
    body = "\n\n".join(f"Please {link} now" for link in HONEST)
    write_article(news, "a.md", "A title", body=body)
    async with open_reader(news, (160, 60)) as reading:
        assert screen(reading).count("Please") == len(HONEST)
        assert MARK not in screen(reading)


@pytest.mark.parametrize("size", [(160, 40), (80, 24)])
async def test_the_frame_says_where_the_link_under_the_pointer_leads(
    open_reader: OpenReader, news: Path, size: tuple[int, int]
) -> None:
    write_article(news, "a.md", "A title", body=f"[the report]({EVIL}) and more")
    async with open_reader(news, size) as reading:
        await reading.press("enter")
        lines = screen(reading).split("\n")
        row = next(y for y, line in enumerate(lines) if "the report" in line)
        column = lines[row].index("the report")
        await reading.pilot.hover(offset=(column + 2, row))
        assert "Article → evil.example.net" in screen(reading)
        await reading.pilot.hover(offset=(column + 14, row))
        assert "→" not in screen(reading)


def test_names_of_files_and_words_after_a_full_stop_are_no_links() -> None:
    text = (
        "See README.md, main.rs, setup.py and run.sh. After an M.Sc. he left.It was done.In time. "
        "All of www.example.ch, example.com, docs.example.org/a and example.md/now do exist, "
        "as do me@example.is and https://example.sh."
    )
    assert [link.url for link in links_in(tokens_of(text)).pages] == [
        "http://www.example.ch",
        "http://example.com",
        "http://docs.example.org/a",
        "http://example.md/now",
        "https://example.sh",
    ]


@pytest.mark.parametrize("piece", ["- http://a.b", "www.$-$"])
def test_addresses_that_run_into_one_another_take_no_time(piece: str) -> None:
    begun = process_time()
    tokens_of(piece * (50_000 // len(piece)))
    assert process_time() - begun < 3


@pytest.mark.parametrize("length", [10, 290])
def test_the_parts_of_an_address_may_be_long(length: int) -> None:
    text = f"See www.example.com/{'a-' * (length // 2)}b, then more."
    [link] = links_in(tokens_of(text)).pages
    assert link.url == f"http://{text.split()[1].rstrip(',')}"
