"""Long bodies, and bodies made to cost: what is not on the screen is not drawn."""

from pathlib import Path

import pytest

from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.tui.page import body as page_body
from broadsheet.tui.page.body import body_markdown
from tests.files import write_article
from tests.torture.shapes import BODIES, article
from tests.tui.conftest import OpenReader


def read(news: Path) -> Article:
    found = read_article(news, "a.md")
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize("shape", ["lists, never closed", "cells", "rows", "headings", "brackets"])
def test_a_body_of_very_many_pieces_is_shown_in_part(
    news: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    monkeypatch.setattr(page_body, "PIECES_CAP", 80)  # the real number takes longer
    (news / "a.md").write_bytes(article("", BODIES[shape](20_000)))
    markdown = body_markdown(read(news), "press v for the entire file")
    assert "press v for the entire file" in markdown
    assert len(page_body._PIECE.findall(markdown)) < 90


def test_a_body_as_people_write_it_is_shown_in_full(news: Path) -> None:
    body = "\n\n".join(f"Paragraph {number} " + "of words " * 40 for number in range(1000))
    assert 350_000 < len(body) < page_body.BODY_CAP
    (news / "a.md").write_bytes(article("", body))
    assert body_markdown(read(news), "press v for the entire file") == body.strip()


async def test_the_end_of_a_long_body_is_one_key_away(open_reader: OpenReader, news: Path) -> None:
    body = "\n\n".join(f"Paragraph {number} " + "of words " * 40 for number in range(1000))
    write_article(news, "a.md", "A book", body=f"{body}\n\nThe last words.")
    async with open_reader(news, (120, 40)) as reading:
        await reading.press("enter", "G")
        screen = "\n".join(s.text for s in reading.app.screen._compositor.render_strips())
        assert "The last words." in screen
        assert len(reading.main.detail.query("*")) < 20
