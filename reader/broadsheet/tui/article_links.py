"""The links of an article as they are listed and numbered: each page once, whatever its form."""

from collections.abc import Iterable
from dataclasses import dataclass

from broadsheet.articles.model import Article, Link

IN_THE_TEXT = "in the text"
"""The label of a link in the body, followed by its words if it has any."""


@dataclass(frozen=True, slots=True)
class ListedLink:
    """A link, and the other forms of the same page: from the web, AMP, from a cache of AMP."""

    link: Link
    others: tuple[Link, ...] = ()

    @property
    def all(self) -> tuple[Link, ...]:
        """The link and its other forms."""
        return (self.link, *self.others)


def links_of(article: Article, in_the_body: Iterable[Link] = ()) -> tuple[ListedLink, ...]:
    """Return every address of `article`, its home first, those of its body last, each once."""
    known: set[str] = set()
    home = _new(
        [
            Link("original", article.original_url),
            Link("web", article.web_url),
            Link("AMP", article.amp_web_url),
            Link("AMP cache", article.cdn_amp_web_url),
        ],
        known,
    )
    others = _new(
        [
            Link("featured content", article.featured_url),
            *article.other_links,
            *(
                Link(f"image: {image.title}" if image.title else "image", image.url)
                for image in article.images
            ),
            *in_the_body,
        ],
        known,
    )
    listed = [ListedLink(home[0], tuple(home[1:]))] if home else []
    return (*listed, *map(ListedLink, others))


def short_label(link: Link) -> str:
    """Return the label for a list of links: of those in the text, only their words."""
    return link.label.removeprefix(f"{IN_THE_TEXT}: ")


def numbers_of(links: Iterable[ListedLink]) -> dict[str, int]:
    """Return the number of each address in the list of `links`."""
    return {link.url: number for number, entry in enumerate(links, 1) for link in entry.all}


def _new(links: Iterable[Link], known: set[str]) -> list[Link]:
    found = []
    for link in links:
        if link.url and link.url not in known:
            known.add(link.url)
            found.append(link)
    return found
