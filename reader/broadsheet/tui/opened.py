"""Reads an article for the detail pane: its file, its scores compared, its related items."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from broadsheet.articles.model import Article, Provider, Related
from broadsheet.library.index.index import Index, Standing
from broadsheet.library.index.makeup import EVERYTHING, Makeup
from broadsheet.library.index.rows import Row
from broadsheet.library.library import Library, resolve_related
from broadsheet.pages.store import Page as FetchedPage
from broadsheet.pages.wanted import Wanted
from broadsheet.pictures.wanted import addresses_of
from broadsheet.text.folding import name_key
from broadsheet.tui import sentences
from broadsheet.tui.article_links import ListedLink, links_of, numbers_of
from broadsheet.tui.body_links import links_in, tokens_of
from broadsheet.tui.page.blocks import Block, Look, PageBlock
from broadsheet.tui.page.markdown import blocks_of
from broadsheet.tui.page.page import Page

_MOST_OF_A_STORY = 100
"""Articles of a story that are listed."""


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """A related item, and the id of its article if the library has it."""

    related: Related
    article_id: int | None


@dataclass(frozen=True, slots=True)
class FullText:
    """What is known of an article's full text: the text if it is to be shown, and a sentence."""

    page: FetchedPage | None = None
    sentence: str = ""
    is_failure: bool = False


@dataclass(frozen=True, slots=True)
class OpenedArticle:
    """What the detail pane shows. `article` is None, with a `reason`, if it cannot be read."""

    row: Row
    article: Article | None
    reason: str = ""
    quality: Standing | None = None
    heat: Standing | None = None
    makeup: Makeup = EVERYTHING
    """What other articles of the library have."""
    related: tuple[RelatedItem, ...] = ()
    page: Page = field(default_factory=Page)
    """The body as it is shown."""
    links: tuple[ListedLink, ...] = ()
    in_library: tuple[RelatedItem, ...] = ()
    """The articles of the library that links of the body lead to."""
    of_address: dict[str, RelatedItem] = field(default_factory=dict)
    """Where each of these links leads, by its address in the body."""
    pictures: tuple[str, ...] = ()
    """The addresses of pictures that may be shown, the best one first."""
    full_text: FullText = FullText()
    story: tuple[RelatedItem, ...] = ()
    """The other articles of its story, the lead first."""
    more: tuple[RelatedItem, ...] = ()
    """Articles like this one, if its file names no related ones."""


def open_article(
    library: Library, index: Index, row: Row, full_text: FullText | None = None
) -> OpenedArticle:
    """Read the file of `row` and collect what the detail pane shows.

    If there is a full text, it takes the place of the body and the excerpt.
    """
    # Imports YAML, which takes a fifth of the start, and the first rows do not need it.
    from broadsheet.articles.read import read_article
    from broadsheet.tui.page.body import body_markdown

    article = read_article(library.base, row.path, index.traits(), with_fields=False)
    if not isinstance(article, Article):
        return OpenedArticle(row, None, article.reason)
    full_text = full_text or FullText()
    rest = sentences.rest_of_file()
    if full_text.page is not None:
        rest = sentences.rest_of_page()
        article = article._replace(
            body=full_text.page.markdown, body_format="markdown", is_excerpt_of_body=True
        )
    tokens = tokens_of(body_markdown(article, rest))
    found = links_in(tokens)
    links = links_of(article, found.pages)
    of_address = _articles_linked(index, row, found.files)
    return OpenedArticle(
        row,
        article,
        quality=None if article.quality is None else index.standing("quality", article.quality),
        heat=None if article.heat is None else index.standing("heat", article.heat),
        makeup=index.makeup(),
        related=tuple(RelatedItem(item, resolve_related(index, item)) for item in article.related),
        page=Page(_without_title(blocks_of(tokens, numbers_of(links)), article.title)),
        links=links,
        in_library=tuple({item.article_id: item for item in of_address.values()}.values()),
        of_address=of_address,
        pictures=addresses_of(article.images, found.pictures),
        full_text=full_text,
        story=_others_in_story(index, row),
    )


def with_more_like_it(
    index: Index, opened: OpenedArticle, is_overtaken: Callable[[], bool]
) -> OpenedArticle:
    """Return `opened` with articles like it, if its file names no related ones.

    Those that the text links to are listed as such already.
    """
    # Imported here: the first rows do not need it.
    from broadsheet.library.nearest import nearest

    article = opened.article
    if article is None or opened.related:
        return opened
    ids = nearest(index, opened.row.id, article.title, article.excerpt, is_overtaken)
    linked = {item.article_id for item in opened.in_library}
    rows = index.rows([one for one in ids if one not in linked])
    return replace(opened, more=tuple(_related_item(rows[one]) for one in ids if one in rows))


def _others_in_story(index: Index, row: Row) -> tuple[RelatedItem, ...]:
    others = [article_id for article_id in index.stories.story_of(row.id) if article_id != row.id]
    rows = index.rows(others[:_MOST_OF_A_STORY])
    return tuple(_related_item(rows[one]) for one in others if one in rows)


def _without_title(blocks: tuple[PageBlock, ...], title: str) -> tuple[PageBlock, ...]:
    """Leave out a heading at the beginning that says the title again."""
    if blocks and isinstance(blocks[0], Block) and blocks[0].spans[0].look is Look.HEADING:
        heading = "".join(span.text for span in blocks[0].spans)
        if name_key(heading) == name_key(title):
            return blocks[1:]
    return blocks


def wanted_of(library: Library, row: Row) -> Wanted:
    """Return what there is to fetch for the full text of an article."""
    from broadsheet.kept_texts import wanted_for

    with library.open_index() as index:
        traits = index.traits()
    return wanted_for(library.base, row, traits)


def _articles_linked(index: Index, row: Row, addresses: Iterable[str]) -> dict[str, RelatedItem]:
    """Return the articles of the library, other than `row`, that `addresses` lead to."""
    ids = {address: index.lookup.id_of_file(address, row.path) for address in addresses}
    rows = index.rows({found for found in ids.values() if found not in (None, row.id)})
    return {
        address: _related_item(rows[article_id])
        for address, article_id in ids.items()
        if article_id in rows
    }


def _related_item(row: Row) -> RelatedItem:
    related = Related(
        row.title,
        row.url,
        published_at=None if row.date is None else datetime.fromtimestamp(row.date, UTC),
        published_precision=row.date_precision,
        provider=Provider(row.provider),
        quality=row.quality,
    )
    return RelatedItem(related, row.id)
