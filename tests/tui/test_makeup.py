"""The table shows columns only for what the library has."""

from pathlib import Path

from broadsheet.demo import write_demo
from tests.files import write_article
from tests.tui.conftest import OpenReader, RunningReader


def heads(reading: RunningReader) -> list[str]:
    head = reading.main._head
    return head.render_line(0).text.replace("▼", "").replace("▲", "").split()


async def test_a_blog_has_authors_and_no_scores(open_reader: OpenReader, tmp_path: Path) -> None:
    write_demo(30, tmp_path / "blog", make="zola")
    for file in (tmp_path / "blog").rglob("*.md"):
        text = file.read_text()
        file.write_text("\n".join(li for li in text.split("\n") if not li.startswith("canonical")))
    async with open_reader(tmp_path / "blog", size=(160, 40)) as reading:
        assert heads(reading) == ["DATE", "AUTHOR", "TITLE"]
        await reading.press("H")
        assert "No article of this library has a heat." in reading.said
        assert "no heat" not in str(reading.main.detail.head.content)


async def test_scores_that_arrive_get_their_columns(open_reader: OpenReader, news: Path) -> None:
    write_article(news, "a.md", "Night trains return", "provider: {name: Rail}")
    async with open_reader(news, size=(160, 40)) as reading:
        assert heads(reading) == ["DATE", "PROVIDER", "TITLE"]
        write_article(news, "b.md", "Chips are scarce", "quality: 7", "heat: 8")
        await reading.press("R")
        await reading.until(lambda: "QUAL" in heads(reading))
        assert heads(reading) == ["HEAT", "QUAL", "DATE", "PROVIDER", "TITLE"]
