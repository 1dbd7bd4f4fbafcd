"""Articles in words: nothing is said by a symbol, a colour or a place on the screen."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap

from broadsheet.articles.as_markdown import body_as_markdown
from broadsheet.articles.excerpts import beginning_length, is_repeated
from broadsheet.articles.model import Article, Link, Precision, local_moment
from broadsheet.library.index.rows import Row
from broadsheet.links import SafeLink, check_url
from broadsheet.marks.model import MarkKind
from broadsheet.plain.spoken import spoken_paragraphs
from broadsheet.text.counting import counted
from broadsheet.text.folding import fold_in_place

WIDTH = 79
_MONTHS = "January February March April May June July August September October November December"


def line_of(number: int, row: Row) -> str:
    """Return an article of the list, with its number, what is known of it, and its marks."""
    more = row.story.sources - 1 if row.story.is_lead else 0
    new = f", {row.story.new_sources:,} of them new" if row.story.new_sources else ""
    about = [
        *(row.provider, shown_date(row), row.type if row.type != "article" else ""),
        *marks(row),
        f"told by {counted(more, 'more source')}{new}" if more > 0 else "",
    ]
    return f"{number}. {row.title} ({', '.join(filter(None, about))})"


NO_LONGER: Mapping[MarkKind, str] = {
    "starred": "No longer starred. ",
    "later": "No longer kept for later. ",
}
"""What is said first when a mark is removed; `read` has a word for it: unread."""


def marks(row: Row) -> list[str]:
    """Return the marks of an article in words."""
    return [
        "read" if row.is_read else "unread",
        *(["starred"] if row.is_starred else []),
        *(["kept for later"] if row.is_later else []),
    ]


def shown_date(row: Row) -> str:
    """Return the day of an article, or its month; empty if it has no date."""
    if row.date is None:
        return ""
    moment = local_moment(row.date, row.date_precision)
    day = "" if row.date_precision == Precision.MONTH else f"{moment.day} "
    return f"{day}{_MONTHS.split()[moment.month - 1]} {moment.year}"


def article_lines(row: Row, article: Article) -> list[str]:
    """Return title, facts, excerpt and body, in lines of at most `WIDTH` characters."""
    facts = [
        row.provider,
        f"by {', '.join(article.authors)}" if article.authors else "",
        shown_date(row),
        f"quality {row.quality}" if row.quality is not None else "",
        f"heat {row.heat}" if row.heat is not None else "",
        *marks(row),
    ]
    topics = f"Topics: {', '.join(article.topics)}." if article.topics else ""
    body = [*_body_of(article)]
    beginning = " ".join(body)[: beginning_length(article.excerpt)]
    is_twice = article.is_excerpt_of_body or is_repeated(article.excerpt, beginning)
    excerpt = "" if is_twice else article.excerpt
    return _lines_of([row.title, f"{', '.join(filter(None, facts))}.", topics, excerpt, *body])


def text_lines(markdown: str) -> list[str]:
    """Return a full text in lines of at most `WIDTH` characters."""
    return _lines_of(spoken_paragraphs(markdown))


def found_lines(lines: Sequence[str], words: str) -> list[str]:
    """Return the paragraphs of a text, given in its lines, that have some words, and how many."""
    if not words:
        return ["Type words after the sign: #chips."]
    paragraphs = [" ".join(paragraph.split("\n")) for paragraph in "\n".join(lines).split("\n\n")]
    wanted = " ".join(fold_in_place(words)[0].split())
    found = [one for one in paragraphs if wanted in fold_in_place(one)[0]]
    return [*_lines_of(found), f"Found in {counted(len(found), 'paragraph')}."]


def _lines_of(paragraphs: Iterable[str]) -> list[str]:
    return [line for paragraph in filter(None, paragraphs) for line in [*wrapped(paragraph), ""]]


def _body_of(article: Article) -> Iterable[str]:
    if article.body_format == "text":
        return [" ".join(paragraph.split()) for paragraph in article.body.split("\n\n")]
    return spoken_paragraphs(body_as_markdown(article))


def wrapped(paragraph: str) -> list[str]:
    """Return a paragraph in lines."""
    return wrap(paragraph, WIDTH, break_on_hyphens=False) or [""]


def links_of(article: Article) -> list[Link]:
    """Return the links of an article that can be opened, its page first, each once."""
    candidates = [
        Link("article", article.url),
        *article.other_links,
        *(Link("picture", image.url) for image in article.images),
    ]
    first: dict[str, Link] = {}
    for link in candidates:
        safe = check_url(link.url) if link.url else None
        if isinstance(safe, SafeLink):
            first.setdefault(safe.url, Link(link.label, safe.url))
    return list(first.values())


def link_lines(links: Sequence[Link]) -> list[str]:
    """Return the links with their numbers."""
    if not links:
        return ["This article has no links."]
    return [f"Link {number}: {link.label}, {link.url}" for number, link in enumerate(links, 1)]


def related_lines(titles: Iterable[tuple[str, bool]]) -> list[str]:
    """Return the related items, each with its title and whether the library has it."""
    return [
        f"Related {number}: {title}" + ("" if is_here else " (not in the library)")
        for number, (title, is_here) in enumerate(titles, 1)
    ]


def page_line(
    first: int, last: int, count: int, query: str, *, behind: int = 0, muted: int = 0
) -> str:
    """Return which articles of the list were said, how many are behind these, and how many muted.

    Articles `behind` others are in their stories.
    """
    of = f"Articles {first} to {last} of {count:,}" if count else "No matching articles"
    hidden = f" In their stories: {behind:,} more." if behind else ""
    hidden += f" Muted: {muted:,}." if muted else ""
    return f"{of}{f', for {query}' if query else ''}.{hidden}"


def changed(added: int, updated: int, removed: int) -> str:
    """Return what a look at the folder found."""
    parts = [
        counted(added, "new article") if added else "",
        f"{updated:,} changed" if updated else "",
        f"{removed:,} removed" if removed else "",
    ]
    return f"{', '.join(filter(None, parts)) or 'Nothing new'}."
