"""What there is to fetch for an article, and how long a text is."""

import re
from dataclasses import dataclass
from importlib.util import find_spec

from broadsheet.articles.article_keys import key64, mark_key
from broadsheet.articles.html import html_to_markdown
from broadsheet.articles.model import Article

_TARGET = re.compile(r"\]\((?:[^()]|\([^()]*\))*\)")
_MARKUP = re.compile(r"[\[\]*_`#>|\\-]+")
_WIDE = "\u2e80"  # from here on, a character says about as much as two letters


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article whose text is to be fetched."""

    key: int
    """What its text is kept under."""

    addresses: tuple[str, ...]
    """Its pages, the best one first."""

    title: str = ""
    had: int = 0
    """The characters of what its file has: a text, or an excerpt."""

    address: str = ""
    """What `key` is made from."""


def is_installed() -> bool:
    """Tell whether the package that extracts texts is there: it is an optional one."""
    return find_spec("trafilatura") is not None


def wanted(article: Article) -> Wanted:
    """Return what there is to fetch for an article."""
    body = html_to_markdown(article.body) if article.body_format == "html" else article.body
    known_as = mark_key(article)
    return Wanted(
        key64(known_as),
        article.addresses,
        article.title,
        max(text_length(body), text_length(article.excerpt)),
        known_as,
    )


def text_length(markdown: str) -> int:
    """Return how many characters a reader sees; those of Chinese or Japanese count twice."""
    text = " ".join(_MARKUP.sub("", _TARGET.sub("", markdown)).split())
    return len(text) + sum(character >= _WIDE for character in text)
