"""Weights of providers and feeds: set in the settings or the list of feeds, or learned."""

from pathlib import Path

import pytest

from broadsheet.config.feed_weights import feed_weights
from broadsheet.config.settings import settings_file
from broadsheet.feeds.model import Subscription
from broadsheet.feeds.opml import read_library, write_library
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.stories.source_rules import SourceRules
from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from tests.files import write_settings
from tests.library.rows import rows
from tests.library.stories.events import write_report

FEED = "https://example.org/feed?a=1&b=2"
LEARNED = "learned from what you read, star and keep"


def write_many(news: Path, provider: str, count: int) -> None:
    for number in range(count):
        write_report(
            *(news, f"{provider}-{number}.md", provider, f"{provider} says {number}", None),
            date=f"2023-05-{1 + number % 28:02}T08:00:00Z",
        )


def computed(root: Path) -> dict[str, set[int | None]]:
    """The computed qualities of each provider's articles, once the index is up to date."""
    bring_up_to_date(root)
    found: dict[str, set[int | None]] = {}
    with Library(root).open_index() as index:
        for row in rows(index):
            found.setdefault(row.provider, set()).add(row.story.quality)
    return found


def reasons(root: Path, path: str) -> list[tuple[str, int]]:
    with Library(root).open_index() as index:
        article_id = next(row.id for row in rows(index) if row.path == path)
        fact = index.stories.fact(article_id)
        assert fact is not None
        return index.stories.quality_parts(fact, SourceRules())


def mark(root: Path, kind: str, query: str, count: int) -> None:
    with Library(root).open_index() as index, Marks(marks_path()) as marks:
        found = [*index.rows(index.ids(parse(query))).values()][:count]
        known = [(row.mark, row.url) for row in found]
        marks.mark(kind, True, known)  # type: ignore[arg-type]


@pytest.fixture
def library(news: Path) -> Path:
    for provider in ("Liked", "Ignored", "Other"):
        write_many(news, provider, 30)
    assert computed(news) == {"Liked": {52}, "Ignored": {52}, "Other": {52}}
    return news


def test_what_is_read_and_starred_raises_a_provider(library: Path) -> None:
    mark(library, "read", "provider:Liked", 30)
    mark(library, "starred", "provider:Liked", 10)
    mark(library, "read", "provider:Ignored", 20)
    now = computed(library)
    (liked,), (ignored,), other = now["Liked"], now["Ignored"], now["Other"]
    assert liked is not None
    assert ignored is not None
    assert ignored < 52 < liked <= 102
    assert other == {52}
    assert (LEARNED, liked - 52) in reasons(library, "Liked-3.md")


def test_nothing_is_learned_from_a_few_articles(library: Path) -> None:
    mark(library, "starred", "provider:Liked", 19)
    assert computed(library)["Liked"] == {52}
    mark(library, "starred", "provider:Liked", 20)
    assert computed(library)["Liked"] != {52}


def test_what_the_user_says_counts_in_place_of_what_was_learned(library: Path) -> None:
    mark(library, "starred", "provider:Liked", 30)
    write_settings('[[providers]]\nname = "Liked"\nweight = -10\n')
    assert computed(library)["Liked"] == {42}
    assert ("weight of its provider", -10) in reasons(library, "Liked-3.md")
    settings_file().unlink()
    assert computed(library)["Liked"] != {42}


def test_the_weight_of_a_feed_counts_first(library: Path) -> None:
    write_report(
        *(library, "fed.md", "Liked", "From a feed", None, f"feed: {FEED}"),
        date="2023-05-18T08:00:00Z",
    )
    write_settings('[[providers]]\nname = "Liked"\nweight = -10\n')
    subscriptions = read_library(library).add([Subscription(FEED, "A feed", weight=20)])
    write_library(library, subscriptions)
    assert feed_weights(library) == {FEED: 20}
    assert computed(library)["Liked"] == {42, 72}
    assert ("weight of its feed", 20) in reasons(library, "fed.md")
    write_library(library, subscriptions.change(FEED, weight=""))
    assert feed_weights(library) == {}
    assert computed(library)["Liked"] == {42}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<outline xmlUrl="a" broadsheet:weight="7"/>', {"a": 7}),
        ("<outline text='1 > 0' xmlUrl='a&amp;b' broadsheet:weight='-70'></outline>", {"a&b": -50}),
        ('<!-- <outline xmlUrl="a" broadsheet:weight="7"/> -->', {}),
        ('<outline xmlUrl="a" broadsheet:weight="much"/><outline xmlUrl="b"/>', {}),
        ("<outline " * 1000, {}),
        ('<outline xmlUrl="a" broadsheet:weight="7"/><unfinished', {"a": 7}),
    ],
)
def test_weights_are_read_from_any_list_of_feeds(
    news: Path, text: str, expected: dict[str, int]
) -> None:
    (news / "feeds.opml").write_text(
        f"<opml xmlns:broadsheet='b'><body>{text}</body></opml>", "utf-8"
    )
    assert feed_weights(news) == expected


def test_a_new_weight_can_change_which_article_leads(news: Path) -> None:
    titles = ("Comet Orlova visible above the horizon", "Above the horizon: comet Orlova visible")
    for provider, title in zip(("Skyline", "Observer"), titles, strict=True):
        write_report(news, f"{provider}.md", provider, title, None, date="2023-05-18T08:00:00Z")
    for better in ("Skyline", "Observer"):
        write_settings(f'[[providers]]\nname = "{better}"\nweight = 10\n')
        bring_up_to_date(news)
        with Library(news).open_index() as index:
            leads = [row.provider for row in rows(index) if row.story.is_lead]
        assert leads == [better]
