"""Full texts of the feeds that are marked `fulltext`: fetched after their entries are written."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from broadsheet.articles.folder_traits import ANY_ARTICLE
from broadsheet.articles.model import Article
from broadsheet.articles.read import read_article
from broadsheet.config.settings import Settings
from broadsheet.feeds import opml
from broadsheet.feeds.fetch import FetchResult
from broadsheet.pages.batch import Report, fetch_texts
from broadsheet.pages.store import PageStore
from broadsheet.pages.wanted import Wanted, is_installed, wanted

_NEWEST = 50
"""Articles of one feed whose texts are fetched; `broadsheet text` fetches those of the others."""


def fetch_full_texts(
    library: Path, results: Sequence[FetchResult], settings: Settings, report: Report
) -> int:
    """Fetch the texts that feeds which were just fetched want; return how many were tried."""
    urls = {each.feed.url for each in results if each.outcome in ("new", "unchanged")}
    if settings.text.fetch == "manual" or not is_installed():
        return 0
    store = PageStore()
    missing = [*_missing(library, urls, store)]
    fetch_texts(missing, store, settings.feeds.private_hosts, report)
    return len(missing)


def _missing(library: Path, urls: Collection[str], store: PageStore) -> Iterator[Wanted]:
    # As the subscriptions are by now: a first fetch chooses the folder of a feed.
    for feed in opml.read_library(library).subscriptions:
        if not (feed.fulltext and feed.folder and feed.url in urls):
            continue
        # Their names begin with their dates.
        names = sorted((file.name for file in (library / feed.folder).glob("*.md")), reverse=True)
        for name in names[:_NEWEST]:
            path = f"{feed.folder}/{name}"
            article = read_article(library, path, ANY_ARTICLE, with_fields=False, with_items=False)
            if isinstance(article, Article):
                text = wanted(article)
                if text.addresses and store.is_worth_trying(text.key):
                    yield text
