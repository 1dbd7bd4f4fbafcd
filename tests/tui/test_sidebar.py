"""The tree of topics, whatever the library's files say."""

from pathlib import Path

from broadsheet.library.query.terms import Facet
from broadsheet.tui.widgets.sidebar import topic_tree
from tests.files import write_article
from tests.tui.conftest import OpenReader


def topic(name: str, parent: str = "", position: int | None = None, count: int = 1) -> Facet:
    return Facet("topic", name, count, parent, position, 0)


def test_topics_stand_below_their_parents_in_the_order_of_the_library() -> None:
    topics = [
        *(topic("Rockets", "Space", 1), topic("Moons", "Space", 0), topic("Space", "", 2)),
        *(topic("Few", count=1), topic("Many", count=5), topic("Also few", count=1)),
        *(topic("Lost", "Nowhere", 3), topic("Hen", "Egg", 4), topic("Egg", "Hen", 5)),
    ]
    assert [(row.name, row.depth) for row in topic_tree(topics)] == [
        *(("Space", 0), ("Moons", 1), ("Rockets", 1), ("Lost", 0)),
        *(("Many", 0), ("Few", 0), ("Also few", 0), ("Hen", 0), ("Egg", 0)),
    ]


async def test_a_thousand_topics_each_the_parent_of_the_next_are_shown(
    open_reader: OpenReader, news: Path
) -> None:
    write_article(news, "a.md", "First", "topics: [Topic 0]")
    folder = news / "_data" / "topics"
    folder.mkdir(parents=True)
    for number in range(1100):
        parent = f"parent: Topic {number - 1}\n" if number else ""
        (folder / f"{number:04}.yaml").write_text(f"name: Topic {number}\n{parent}")
    async with open_reader(news) as reading:
        assert reading.title == "First"
        assert reading.app.is_running
