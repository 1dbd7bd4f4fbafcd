"""What becomes of entries: new, changed, edited, deleted, doubled, interrupted."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.feeds.model import Enclosure, FeedDocument, FeedEntry, FeedImage, Subscription
from broadsheet.feeds.state import State
from broadsheet.feeds.writer import MOST_REWRITES, Written, finish_interrupted, write_entries
from tests.feeds.conftest import files

FEED = Subscription("https://feed.example/rss", "Mine", topics=("News",), folder="mine")
ENTRY = FeedEntry(
    id="tag:feed.example,1",
    title="Night trains return",
    link="https://feed.example/1",
    date="2024-03-05T10:00:00Z",
    summary="They are back.",
)


@pytest.fixture
def state(news: Path) -> Iterator[State]:
    with closing(State(news)) as state:
        yield state


def write(news: Path, state: State, *entries: FeedEntry, feed: Subscription = FEED) -> Written:
    return write_entries(news, feed, FeedDocument("Mine", entries=entries), state)


def test_an_entry_is_an_article_with_everything_it_carries(news: Path, state: State) -> None:
    entry = replace(
        ENTRY,
        content="The *entire* text.",
        authors=('Ada "L" Lovelace',),
        topics=("Trains",),
        images=(FeedImage("https://feed.example/1.jpg", 800, 600),),
        enclosures=(Enclosure("https://feed.example/1.mp3", "audio/mpeg", 123),),
        type="podcast",
    )
    assert write(news, state, entry) == Written(added=1)
    article = read_article(news, "mine/2024-03-05-night-trains-return.md")
    assert isinstance(article, Article)
    assert article.problems == ()
    assert (article.title, article.excerpt) == (entry.title, entry.summary)
    assert (article.original_url, article.type) == (entry.link, "podcast")
    assert article.topics == ("News", "Trains")
    assert article.provider.name == "Mine"
    assert article.images[0].width == 800
    assert article.body.strip() == entry.content
    assert article.fields["enclosures"] == [
        {"url": "https://feed.example/1.mp3", "type": "audio/mpeg", "length": 123}
    ]


def test_long_titles_that_differ_at_their_ends_are_articles_of_their_own(
    news: Path, state: State
) -> None:
    title = "A very long title of a press release about night trains that return in the spring"
    parts = [
        replace(ENTRY, id=f"tag:feed.example,{n}", title=f"{title}, {n}", summary=f"Part {n}.")
        for n in range(3)
    ]
    assert write(news, state, *parts) == Written(added=3)
    for n, text in enumerate(files(news).values()):
        assert f"Part {n}." in text


def test_a_changed_entry_rewrites_our_own_file_and_keeps_its_name(news: Path, state: State) -> None:
    write(news, state, ENTRY)
    changed = replace(ENTRY, title="Night trains return, again", summary="More of them.")
    assert write(news, state, changed) == Written(updated=1)
    [(path, text)] = files(news).items()
    assert path == "mine/2024-03-05-night-trains-return.md"
    assert "More of them." in text


def test_an_entry_that_changes_at_every_fetch_is_left_alone_after_a_while(
    news: Path, state: State
) -> None:
    write(news, state, ENTRY)
    updates = [
        write(news, state, replace(ENTRY, summary=f"Views: {n}")).updated
        for n in range(MOST_REWRITES + 5)
    ]
    assert sum(updates) == MOST_REWRITES


def test_a_file_that_the_user_edited_is_theirs(news: Path, state: State) -> None:
    write(news, state, ENTRY)
    file = news / "mine/2024-03-05-night-trains-return.md"
    file.write_text("---\ntitle: My own\n---\nText\n")
    assert write(news, state, replace(ENTRY, summary="New words")) == Written()
    assert file.read_text() == "---\ntitle: My own\n---\nText\n"


def test_an_article_that_the_user_deleted_does_not_come_back(news: Path, state: State) -> None:
    write(news, state, ENTRY)
    (news / "mine/2024-03-05-night-trains-return.md").unlink()
    assert write(news, state, replace(ENTRY, summary="New words")) == Written()
    assert files(news) == {}


def test_a_file_that_is_there_already_is_never_replaced(news: Path, state: State) -> None:
    (news / "mine").mkdir()
    (news / "mine/2024-03-05-NIGHT-trains-return.md").write_text("mine")
    own = news / "mine/2024-03-05-night-trains-return.md"
    own.write_text("also mine")
    write(news, state, ENTRY)
    assert own.read_text() == "also mine"
    assert len(files(news)) == 3


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param(
            [replace(ENTRY, id="same", link=f"https://e.example/{n}") for n in range(3)],
            id="one guid for all",
        ),
        pytest.param(
            [replace(ENTRY, id=f"g{n}", link="https://e.example/") for n in range(3)],
            id="one link for all",
        ),
        pytest.param(
            [
                replace(ENTRY, id=f"https://e.example/{n}#{n}", link=f"https://e.example/{n}#0")
                for n in range(3)
            ],
            id="fragments",
        ),
        pytest.param(
            [replace(ENTRY, id="", link="", title=f"Number {n}") for n in range(3)],
            id="neither guid nor link",
        ),
    ],
)
def test_as_many_articles_as_entries_and_none_twice(
    news: Path, state: State, entries: Sequence[FeedEntry]
) -> None:
    assert write(news, state, *entries).added == 3
    assert write(news, state, *reversed(entries)) == Written()
    assert len(files(news)) == 3


@pytest.mark.parametrize(
    "again",
    [
        replace(ENTRY, id="tag:feed.example,changed"),
        replace(ENTRY, link="http://www.feed.example/1/?utm_source=rss#top"),
        replace(ENTRY, id="", link="https://feed.example/1?token=abc"),
    ],
)
def test_a_guid_or_link_that_changes_is_the_same_article(
    news: Path, state: State, again: FeedEntry
) -> None:
    write(news, state, ENTRY)
    assert write(news, state, again).added == 0
    assert len(files(news)) == 1


def test_an_article_in_two_feeds_is_one_file_with_the_topics_of_both(
    news: Path, state: State
) -> None:
    other = Subscription("https://other.example/rss", "Other", topics=("Rail",), folder="other")
    write(news, state, ENTRY)
    assert write(news, state, replace(ENTRY, id="x9"), feed=other) == Written(updated=1)
    [(path, text)] = files(news).items()
    assert path.startswith("mine/")
    assert '  - "News"\n  - "Rail"\n' in text
    assert write(news, state, ENTRY) == Written()
    assert write(news, state, replace(ENTRY, id="x9"), feed=other) == Written()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Łódź & Straße — ça va?", "2024-03-05-odz-strae-ca-va.md"),
        ("../../etc/passwd", "2024-03-05-etc-passwd.md"),
        ("日本語", r"2024-03-05-[0-9a-f]{6}.md"),
        ("x" * 300, "2024-03-05-" + "x" * 100 + ".md"),
    ],
)
def test_names_are_plain_ascii_whatever_the_title(
    news: Path, state: State, title: str, name: str
) -> None:
    import re

    write(news, state, replace(ENTRY, title=title))
    [path] = files(news)
    assert re.fullmatch(f"mine/{name}", path)


def test_what_an_interrupted_run_had_planned_is_written_by_the_next(
    news: Path, state: State
) -> None:
    write(news, state, ENTRY)
    [(path, text)] = files(news).items()
    entry = state.entry("id:tag:feed.example,1")
    assert entry is not None
    # As after a kill between the note and the file.
    (news / path).unlink()
    with state.changes():
        state.plan([(entry._replace(hash=""), text.encode())])
    finish_interrupted(news, state)
    assert files(news) == {path: text}
    assert state.pending() == []
    assert write(news, state, replace(ENTRY, summary="New words")) == Written(updated=1)


def test_an_interrupted_run_replaces_no_link_that_took_the_place_of_its_file(
    news: Path, state: State
) -> None:
    write(news, state, ENTRY)
    [(path, text)] = files(news).items()
    entry = state.entry("id:tag:feed.example,1")
    assert entry is not None
    (news / path).rename(news.parent / "moved.md")
    (news / path).symlink_to(news.parent / "moved.md")
    with state.changes():
        state.plan([(entry, text.encode() + b"changed")])
    finish_interrupted(news, state)
    assert (news / path).is_symlink()
    assert (news.parent / "moved.md").read_text() == text


def test_machines_that_share_the_folder_write_each_article_once_and_update_it(
    news: Path, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with Syncthing or git: the files of the other machine come before we fetch the feed."""
    monkeypatch.setenv("XDG_STATE_HOME", str(news.parent / "elsewhere"))
    with closing(State(news)) as other:
        old = replace(ENTRY, id="tag:feed.example,0", title="Before", link="https://feed.example/0")
        write(news, state, old)
        write(news, other, old)
        assert write(news, other, old, ENTRY) == Written(added=1)
        assert write(news, state, old, ENTRY) == Written()
        changed = replace(ENTRY, summary="More of them.")
        assert write(news, state, changed) == Written(updated=1)
        assert write(news, other, changed) == Written()
        assert write(news, other, replace(ENTRY, summary="Most of them.")) == Written(updated=1)
    assert len(files(news)) == 2


def test_an_article_of_another_machine_that_was_edited_is_left_alone(
    news: Path, state: State
) -> None:
    write(news, state, replace(ENTRY, id="tag:feed.example,0", link="", title="Another"))
    file = news / "mine/2024-03-05-night-trains-return.md"
    file.write_text("---\ntitle: My own\nguid: tag:feed.example,1\n---\nText\n")
    assert write(news, state, ENTRY) == Written()
    assert write(news, state, replace(ENTRY, summary="New words")) == Written()
    assert file.read_text().endswith("Text\n")
    assert len(files(news)) == 2


def test_what_a_killed_run_was_writing_leaves_nothing_behind(news: Path, state: State) -> None:
    write(news, state, ENTRY)
    [(path, text)] = files(news).items()
    entry = state.entry("id:tag:feed.example,1")
    assert entry is not None
    half = news / "mine/.2024-03-05-night-trains-return.md-4711.tmp"
    half.write_text(text[:20])
    with state.changes():
        state.plan([(entry, text.encode() + b"more")])
    finish_interrupted(news, state)
    assert [each.name for each in (news / "mine").iterdir()] == [Path(path).name]
    assert (news / path).read_text() == text + "more"
