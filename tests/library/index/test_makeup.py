"""What the articles of a library have, which the columns follow."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from broadsheet.library.index.makeup import Makeup
from broadsheet.library.library import Library
from broadsheet.library.sync.sync import bring_up_to_date
from tests.files import write_article

ONE_AUTHOR, THREE_AUTHORS = "authors: [Ada]", "authors: [Ada, Ben, Cleo]"
RAIL, ROADS = "provider: {name: Rail}", "provider: {name: Roads}"


def makeup_of(folder: Path, articles: Sequence[Sequence[str]]) -> Makeup:
    for number, fields in enumerate(articles):
        write_article(folder, f"{number}.md", f"Article {number}", *fields, url="/")
    bring_up_to_date(folder)
    with Library(folder).open_index() as index:
        return index.makeup()


@pytest.mark.parametrize(
    ("articles", "source"),
    [
        # several providers: authors must be known of twice as many articles
        ([[RAIL, "author: Ada"], [ROADS, "author: Ben"], [RAIL]], "provider"),
        ([[RAIL, THREE_AUTHORS], [ROADS, THREE_AUTHORS], [RAIL, THREE_AUTHORS]], "provider"),
        ([[RAIL, ONE_AUTHOR], [ROADS, "author: Ben"], *[[ONE_AUTHOR]] * 3], "author"),
        # one provider tells nothing apart, but two articles of ten say nothing of the others
        ([[RAIL, "author: Ada"], [RAIL, "author: Ben"], *[[RAIL]] * 8], ""),
        ([[RAIL, "author: Ada"], [RAIL, "author: Ben"], [RAIL]], "author"),
        ([[RAIL, THREE_AUTHORS], [RAIL], [RAIL]], ""),
        # one author tells nothing apart either
        ([["author: Ada"], ["author: Ada"]], ""),
        ([["author: Ada"], ["author: Ben"]], "author"),
    ],
)
def test_authors_take_the_place_of_providers_where_they_say_more(
    tmp_path: Path, articles: list[list[str]], source: str
) -> None:
    assert makeup_of(tmp_path, articles).source == source


def test_the_makeup_follows_the_files(tmp_path: Path) -> None:
    some = [["author: Ada"], ["author: Ben", "date: 2023-05-01"], ["heat: 1"]]
    before = makeup_of(tmp_path, some)
    assert (set(before.fields), before.source) == ({"author", "date", "heat"}, "author")
    (tmp_path / "1.md").unlink()
    after = makeup_of(tmp_path, [["quality: 3", RAIL]])
    assert (set(after.fields), after.source) == ({"heat", "quality", "provider"}, "")
    assert after.has("merit")
    assert after.has("title")
    assert not after.has("author")
