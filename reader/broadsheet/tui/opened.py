"""An article made ready to be read: its file, its place among the rest, its related items."""

from collections.abc import Iterable
from dataclasses import dataclass

from broadsheet.articles.model import Article, Link, NotAnArticle, Related, Unreadable
from broadsheet.library.index.index import Index, Row, Standing
from broadsheet.library.library import Library, resolve_related
from broadsheet.tui.body_links import links_in


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """A related item and the article of the library that it is, if any."""

    related: Related
    article_id: int | None


@dataclass(frozen=True, slots=True)
class OpenedArticle:
    """What the detail pane shows. `article` is None, with the `reason`, where the file is gone."""

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
    """Read the file of `row` and gather what the detail pane shows of it."""
    # Not needed for the first picture, and a fifth of the time to it: it brings YAML.
    from broadsheet.articles.read import read_article
    from broadsheet.tui.widgets.detail_text import body_markdown

    article = read_article(library.base, row.path, with_fields=False)
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
