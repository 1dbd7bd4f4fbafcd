"""Rebuilds the state of feeds from the files of a library, if this machine has lost it."""

from collections.abc import Iterable
from pathlib import Path

from broadsheet.feeds.identity import identities
from broadsheet.feeds.model import FeedEntry, Subscription
from broadsheet.feeds.state import SeenEntry, State


def recover(library: Path, feeds: Iterable[Subscription], state: State) -> None:
    """Note the articles in the folders of `feeds`, so that none is written twice.

    Whether a file is as we wrote it cannot be told: it is left alone unless its bytes are just
    those that its entry gives.
    """
    for feed in feeds:
        if feed.folder and (library / feed.folder).is_dir():
            entries = [*_entries(library, feed)]
            known = zip(entries, identities(feed.url, [e for e, _ in entries]), strict=True)
            seen = [
                SeenEntry(identity.key, identity.alias, identity.said, feed.url, path)
                for (_, path), identity in known
            ]
            with state.changes():
                state.put_entries(seen)


def _entries(library: Path, feed: Subscription) -> Iterable[tuple[FeedEntry, str]]:
    # A state is seldom lost, and what reads files is large.
    from broadsheet.articles.model import Article
    from broadsheet.articles.read import read_article

    for file in sorted((library / feed.folder).glob("*.md")):
        path = f"{feed.folder}/{file.name}"
        article = read_article(library, path)
        if isinstance(article, Article):
            guid, date = article.fields.get("guid"), article.fields.get("publishedDateTime")
            yield (
                FeedEntry(
                    guid if isinstance(guid, str) else "",
                    article.title,
                    article.original_url,
                    str(date or ""),
                ),
                path,
            )
