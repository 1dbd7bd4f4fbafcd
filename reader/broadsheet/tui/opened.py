"""Reads an article for the detail pane: its file, its scores compared, its related items."""

from collections.abc import Iterable
from dataclasses import dataclass

from broadsheet.articles.model import Article, Link, NotAnArticle, Related, Unreadable
from broadsheet.library.index.index import Index, Row, Standing
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
    related: tuple[RelatedItem, ...] = ()
    body: str = ""
    """The body as the Markdown that is shown."""
    links: tuple[Link, ...] = ()


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
    return OpenedArticle(
        row,
        article,
        quality=None if article.quality is None else index.standing("quality", article.quality),
        heat=None if article.heat is None else index.standing("heat", article.heat),
        related=tuple(RelatedItem(item, resolve_related(index, item)) for item in article.related),
        body=body,
        links=links_of(article, links_in(body)),
    )


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
