"""The body of an article as Markdown, in which no link can pass for a link to another host.

Imported only for the first article that has a body, because Textual's Markdown loads slowly.
"""

import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from textual.widgets import Markdown

from broadsheet.links import SafeLink, check_url
from broadsheet.text.door import clean_line
from broadsheet.tui.body_links import body_parser

# Look-alikes of "." and "/" that Unicode normalization (NFKC) leaves as they are.
_LOOKALIKES = str.maketrans(
    dict.fromkeys("\u00b7\u2022\u2027\u2219\u22c5\u3002\u30fb\uff61", ".")
    | dict.fromkeys("\u2044\u2215\u29f8\u30ce\u4e36\u4e3f", "/")
)
_SEEMS_HOST = re.compile(r"(?:[^\s/:?#@.]+\.)+[^\s/:?#@.]{2,}")


class Body(Markdown):
    """Shows Markdown. If the text of a link names another host, the real one is shown after it."""

    def __init__(self, markdown: str) -> None:
        super().__init__(markdown, id="detail-body", parser_factory=_parser, open_links=False)


def address(href: str) -> str:
    """Return the address that a link of a body opens."""
    return clean_line(href)


def _parser() -> MarkdownIt:
    parser = body_parser()
    parser.core.ruler.push("hosts", _name_hosts)
    return parser


def _name_hosts(state: StateCore) -> None:
    for token in state.tokens:
        if token.children:
            token.children = _with_hosts(token.children)
            for inner in token.children:
                _keep_address(inner)
                if inner.type == "image" and not inner.content:
                    inner.children = [Token("text", "", 0, content="picture")]


def _keep_address(token: Token) -> None:
    """Escape the escapes of an address: Textual unescapes it, and would open another one."""
    for name in ("href", "src"):
        if name in token.attrs:
            token.attrs[name] = str(token.attrs[name]).replace("%", "%25")


def _with_hosts(tokens: list[Token]) -> list[Token]:
    """Add the host after each link that seems to lead to another one."""
    made: list[Token] = []
    href, text = "", ""
    for token in tokens:
        made.append(token)
        if token.type == "link_open":
            href, text = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close":
            made += _host_of(href, text)
            href = ""
        else:
            text += token.content
            if token.type == "image":
                made += _host_of(href or str(token.attrs.get("src", "")), token.content)
    return made


def _host_of(href: str, text: str) -> list[Token]:
    checked = check_url(address(href))
    if not isinstance(checked, SafeLink) or not _names_another_host(text, checked):
        return []
    return [Token("text", "", 0, content=f" [{checked.shown_host}]")]


def _names_another_host(text: str, link: SafeLink) -> bool:
    plain = unicodedata.normalize("NFKC", text.translate(_LOOKALIKES)).lower()
    named = {host.strip(".,;()[]<>'\"") for host in _SEEMS_HOST.findall(plain)}
    own = link.shown_host.partition(" ")[0]
    return "@" in plain or bool(named - {own, own.removeprefix("www."), f"www.{own}"})
