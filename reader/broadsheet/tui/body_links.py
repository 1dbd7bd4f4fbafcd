"""Parses the body of an article, and finds the links in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from broadsheet.articles.model import Link
from broadsheet.links import SafeLink, check_url
from broadsheet.text.door import clean_line
from broadsheet.tui.article_links import IN_THE_TEXT

if TYPE_CHECKING:
    from typing import Protocol

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    class _Address(Protocol):
        schema: str
        text: str


_LONGEST_SCHEME = 32
_TOO_LONG = re.compile(
    r"[^\s!\"#%&'()*,/:;?@\[\\\]_{}\u2010-\u2027\u3000-\u3003\u3008-\u3011\uff01-\uff20]{300,}"
)
_MOST = 200
_LONGEST_LABEL = 40
# `[[1]](https://…)` is a link of Markdown.
_WIKI_LINK = re.compile(r"!?\[\[([^\[\]\n|]{1,300})(?:\|([^\[\]\n]{0,300}))?\]\](?!\()")

_SURE = frozenset(["com", "edu", "gov", "info", "io", "net", "org", "de", "eu", "fr", "jp", "uk"])
"""Ends of hosts that are neither those of files nor words after a full stop without a space."""


@dataclass(frozen=True, slots=True)
class BodyLinks:
    """The links of a body: those that may be opened, and those that may lead to a file."""

    pages: tuple[Link, ...] = ()
    files: tuple[str, ...] = ()
    """Addresses as they are in the body: `[[Ada's note]]` is `Ada%27s%20note`."""
    pictures: tuple[str, ...] = ()


def _parser() -> "MarkdownIt":
    """Return a parser of Markdown that also knows `[[wiki links]]` and footnotes."""
    # Most articles have no body, and the parser takes long to import.
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    # Footnotes stay where they are written: those that nothing refers to would be left out.
    parser = MarkdownIt("gfm-like").use(footnote_plugin, inline=False, move_to_end=False)
    parser.inline.ruler.before("link", "wiki_link", _wiki_link)
    parser.inline.ruler.before("linkify", "divided_text", _divide_text)
    if parser.linkify is not None:
        test, match = parser.linkify.test, parser.linkify.match
        parser.linkify.test = lambda text: test(_without_long_parts(text))
        parser.linkify.match = lambda text: (
            [*filter(_is_meant, match(_without_long_parts(text)) or ())] or None
        )
    return parser


def _without_long_parts(text: str) -> str:
    """Return a text with blanks in place of what is too long for a host or a part of a path.

    Looking for addresses in it takes time by the square of its length.
    """
    return _TOO_LONG.sub(lambda part: " " * len(part[0]), text)


def _is_meant(address: "_Address") -> bool:
    """Whether text that might be an address is one: `README.md` and `M.Sc` are not."""
    if address.schema:
        return True
    host, _, path = address.text.lower().partition("/")
    return bool(path) or host.startswith("www.") or host.rpartition(".")[2] in _SURE


def tokens_of(markdown: str) -> "list[Token]":
    """Parse `markdown`, which `links_in` and the page are made of."""
    return _parser().parse(markdown) if markdown else []


def links_in(tokens: "Iterable[Token]") -> BodyLinks:
    """Return the links of a body, at most 200 of each kind."""
    pages: list[Link] = []
    files: dict[str, None] = {}
    pictures: list[str] = []
    for token in tokens:
        for kind, label, url in _links_of(token.children or []):
            if isinstance(check_url(clean_line(url)), SafeLink):
                pages.append(_link(kind, label, url))
                if kind == "image":
                    pictures.append(clean_line(url))
            elif kind != "image":
                files[url] = None
    return BodyLinks(tuple(pages[:_MOST]), tuple(files)[:_MOST], tuple(pictures[:_MOST]))


def caption_of(picture: "Token") -> str:
    """Return the text of a picture, without its formatting."""
    return "".join(token.content for token in picture.children or [])


def _links_of(tokens: "list[Token]") -> "list[tuple[str, str, str]]":
    """Return kind, label and address of the links and pictures among `tokens`."""
    found = []
    for place, token in enumerate(tokens):
        if token.type == "image":
            found.append(("image", caption_of(token), str(token.attrs.get("src", ""))))
        elif token.type == "link_open":
            words = []
            for inner in tokens[place + 1 :]:
                if inner.type == "link_close":
                    break
                words.append(inner.content)
            found.append((IN_THE_TEXT, "".join(words), str(token.attrs.get("href", ""))))
    return found


def _link(kind: str, label: str, url: str) -> Link:
    label, url = clean_line(label), clean_line(url)
    if not label or label in url:
        return Link(kind, url)
    if len(label) > _LONGEST_LABEL:
        label = f"{label[: _LONGEST_LABEL - 1].rstrip()}…"
    return Link(f"{kind}: {label}", url)


def _divide_text(state: "StateInline", silent: bool) -> bool:
    """Put aside the text before an address: the parser would look through all of it each time."""
    if state.src.startswith("://", state.pos) and not silent:
        text = state.pending
        if len(text) > _LONGEST_SCHEME:
            state.pending = text[:-_LONGEST_SCHEME]
            state.pushPending()
            state.pending = text[-_LONGEST_SCHEME:]
    return False


def _wiki_link(state: "StateInline", silent: bool) -> bool:
    """Read `[[file]]` or `[[file|text]]` as a link; the parser calls this at every sign."""
    if state.src[state.pos] not in "![":
        return False
    found = _WIKI_LINK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    target = found[1].rstrip("\\").strip()
    text = (found[2] or "").strip() or target
    if not target:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": quote(target, safe="/#")}
        state.push("text", "", 0).content = text
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True
