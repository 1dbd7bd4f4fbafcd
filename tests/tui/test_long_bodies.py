"""Bodies made to cost: each block is a widget, and thousands of them stop the screen."""

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Markdown

from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.tui.widgets import detail_text
from broadsheet.tui.widgets.detail_text import body_markdown
from tests.torture.shapes import BODIES, article

SOME_BLOCKS = 80
WIDGETS_OF_A_BLOCK = 5  # an item of a nested list is that many


class Body(App[None]):
    def __init__(self, markdown: str) -> None:
        super().__init__()
        self._markdown = markdown

    def compose(self) -> ComposeResult:
        yield Markdown(self._markdown, open_links=False)


@pytest.mark.parametrize("shape", ["lists, never closed", "cells", "rows", "headings", "fences"])
async def test_a_body_of_thousands_of_blocks_is_shown_in_part(
    news: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    monkeypatch.setattr(detail_text, "BLOCKS_CAP", SOME_BLOCKS)  # the real number takes seconds
    (news / "a.md").write_bytes(article("", BODIES[shape](200_000)))
    found = read_article(news, "a.md")
    assert isinstance(found, Article)
    markdown = body_markdown(found)
    assert "press v for the entire file" in markdown
    app = Body(markdown)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert 0 < len(app.query("*")) < WIDGETS_OF_A_BLOCK * SOME_BLOCKS


def test_a_body_as_people_write_it_is_shown_whole(news: Path) -> None:
    body = "\n\n".join(f"Paragraph {number} " + "of words " * 8 for number in range(300))
    (news / "a.md").write_bytes(article("", body))
    found = read_article(news, "a.md")
    assert isinstance(found, Article)
    assert body_markdown(found) == body.strip()
