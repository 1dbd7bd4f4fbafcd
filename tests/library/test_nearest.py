from pathlib import Path

from broadsheet.library.library import Library
from broadsheet.library.nearest import nearest
from broadsheet.library.sync.sync import bring_up_to_date
from tests.library.rows import id_of, rows
from tests.library.stories.events import ALONE, LEAK, write_event, write_report

ROSES = "How to prune climbing roses in spring"


def like(root: Path, path: str, *, is_overtaken: bool = False) -> list[str]:
    bring_up_to_date(root)
    with Library(root).open_index() as index:
        article_id = id_of(index, path)
        assert article_id is not None
        title = {row.id: row.title for row in rows(index)}[article_id]
        found = nearest(index, article_id, title, "", lambda: is_overtaken)
        paths = {row.id: row.path for row in rows(index)}
    return [paths[one] for one in found]


def write_all(news: Path) -> None:
    write_event(news, "leak", LEAK)
    write_event(news, "alone", ALONE)
    write_report(news, "roses.md", "Florist", ROSES, None, date="2021-01-01T08:00:00Z")
    write_report(
        *(news, "wood.md", "Builder", "Old wood, new houses", None), date="2021-02-01T08:00:00Z"
    )


def test_articles_of_another_year_are_found_by_their_rare_words(news: Path) -> None:
    write_all(news)
    assert like(news, "roses.md") == ["alone-0.md"]
    assert like(news, "alone-0.md") == ["roses.md"]


def test_an_article_like_no_other_has_none(news: Path) -> None:
    write_all(news)
    assert like(news, "wood.md") == []


def test_the_articles_of_its_own_story_are_not_among_them(news: Path) -> None:
    write_all(news)
    assert like(news, "leak-0.md") == []


def test_one_article_of_each_story_is_listed(news: Path) -> None:
    write_all(news)
    for name in ("one.md", "two.md"):
        write_report(
            *(news, name, "Gardener", "Climbing roses, and how to prune them in spring", None),
            date="2022-01-01T08:00:00Z",
        )
    copy, another = like(news, "roses.md")
    assert copy in ("one.md", "two.md")
    assert another == "alone-0.md"


def test_nothing_is_looked_for_when_nobody_waits(news: Path) -> None:
    write_all(news)
    assert like(news, "roses.md", is_overtaken=True) == []


def test_a_library_without_stories_has_none(news: Path) -> None:
    with Library(news).open_index() as index:
        assert nearest(index, 1, ROSES, "", lambda: False) == []
