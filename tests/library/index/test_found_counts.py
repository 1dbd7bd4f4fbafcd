from array import array
from pathlib import Path

from broadsheet.library.index.found_counts import counts_among
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.sync.sync import bring_up_to_date
from tests.files import write_article


def test_the_names_of_some_articles_are_counted(news: Path) -> None:
    domains = ("a.example", "b.example")
    for number in range(6):
        write_article(
            news,
            f"{number}.md",
            f"Number {number}",
            f"topics: [{'AI, Space' if number % 2 else 'AI'}]",
            f"provider: {{name: Wire, domain: {domains[number % 2]}}}",
            f"type: {'video' if number < 2 else 'article'}",
            "authors: [Ada, Bob]" if number == 3 else "heat: 1",
        )
    bring_up_to_date(news)
    with Library(news).open_index() as index:
        some = index.ids(parse("-type:video"))
        assert counts_among(index.connection, some, lambda: False) == {
            ("topic", "ai"): 4,
            ("topic", "space"): 2,
            ("provider", "wire"): 4,
            ("type", "article"): 4,
            ("author", "ada"): 1,
            ("author", "bob"): 1,
        }
        assert counts_among(index.connection, array("q"), lambda: False) == {}
        assert counts_among(index.connection, some, lambda: True) == {}
