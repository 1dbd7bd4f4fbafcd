"""Reads an article for the detail pane: its file, its scores compared, its related items."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from broadsheet.articles.model import Article, Link, NotAnArticle, Provider, Related, Unreadable
from broadsheet.library.index.index import Index, Row, Standing
from broadsheet.library.index.makeup import EVERYTHING, Makeup
from broadsheet.library.library import Library, resolve_related
from broadsheet.tui.body_links import links_in


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """A related item, and the id of its article if the library has it."""

    related: Related
    article_id: int | None


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
    body: str = ""
    """The body as the Markdown that is shown."""
    links: tuple[Link, ...] = ()
    in_library: tuple[RelatedItem, ...] = ()
    """The articles of the library that links of the body lead to."""
    of_address: dict[str, RelatedItem] = field(default_factory=dict)
    """Where each of these links leads, by its address in the body."""


def open_article(library: Library, index: Index, row: Row) -> OpenedArticle:
    """Read the file of `row` and collect what the detail pane shows."""
    # Imports YAML, which takes a fifth of the start, and the first rows do not need it.
    from broadsheet.articles.read import read_article
    from broadsheet.tui.widgets.detail_text import body_markdown

    article = read_article(library.base, row.path, index.traits(), with_fields=False)
    match article:
        case Unreadable(problems=problems):
            return OpenedArticle(row, None, "; ".join(problem.reason for problem in problems))
        case NotAnArticle(reason=reason):
            return OpenedArticle(row, None, reason)
    body = body_markdown(article)
    found = links_in(body)
    of_address = _articles_linked(index, row, found.files)
    return OpenedArticle(
        row,
        article,
        quality=None if article.quality is None else index.standing("quality", article.quality),
        heat=None if article.heat is None else index.standing("heat", article.heat),
        makeup=index.makeup(),
        related=tuple(RelatedItem(item, resolve_related(index, item)) for item in article.related),
        body=body,
        links=links_of(article, found.pages),
        in_library=tuple({item.article_id: item for item in of_address.values()}.values()),
        of_address=of_address,
    )


def _articles_linked(index: Index, row: Row, addresses: Iterable[str]) -> dict[str, RelatedItem]:
    """Return the articles of the library, other than `row`, that `addresses` lead to."""
    ids = {address: index.id_of_file(address, row.path) for address in addresses}
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


def links_of(article: Article, in_the_body: Iterable[Link] = ()) -> tuple[Link, ...]:
    """Return every address of `article`, its home first, those of its body last, each once."""
    candidates = [
        Link("original", article.original_url),
        Link("web", article.web_url),
        Link("AMP", article.amp_web_url),
        Link("AMP cache", article.cdn_amp_web_url),
        Link("featured content", article.featured_url),
        *article.other_links,
        *(
            Link(f"image: {image.title}" if image.title else "image", image.url)
            for image in article.images
        ),
        *in_the_body,
    ]
    first: dict[str, Link] = {}
    for link in candidates:
        if link.url:
            first.setdefault(link.url, link)
    return tuple(first.values())
