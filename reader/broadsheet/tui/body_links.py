"""The links in the body of an article, found by the parser that the body is shown with."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from broadsheet.articles.model import Link
from broadsheet.links import SafeLink, check_url
from broadsheet.text.door import clean_line

if TYPE_CHECKING:
    from markdown_it.token import Token

_MOST = 200
_LONGEST_LABEL = 40
_MAY_HOLD_LINKS = re.compile(r"\]\(|\]:|://|www\.", re.IGNORECASE)


def links_in(markdown: str) -> list[Link]:
    """Return the links and pictures of `markdown` that may be opened, at most 200 of them."""
    if not _MAY_HOLD_LINKS.search(markdown):
        return []
    # Most articles have no body, and the parser takes long to import.
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("gfm-like").parse(markdown)
    links = (link for token in tokens for link in _links_of(token.children or []))
    return list(islice((link for link in links if _may_be_opened(link)), _MOST))


def _links_of(tokens: "list[Token]") -> Iterator[Link]:
    for place, token in enumerate(tokens):
        if token.type == "image":
            yield _link("image", token.content, str(token.attrs.get("src", "")))
        elif token.type == "link_open":
            words = []
            for inner in tokens[place + 1 :]:
                if inner.type == "link_close":
                    break
                words.append(inner.content)
            yield _link("in the text", "".join(words), str(token.attrs.get("href", "")))


def _link(kind: str, label: str, url: str) -> Link:
    label, url = clean_line(label), clean_line(url)
    if not label or label in url:
        return Link(kind, url)
    if len(label) > _LONGEST_LABEL:
        label = f"{label[: _LONGEST_LABEL - 1].rstrip()}…"
    return Link(f"{kind}: {label}", url)


def _may_be_opened(link: Link) -> bool:
    return isinstance(check_url(link.url), SafeLink)
