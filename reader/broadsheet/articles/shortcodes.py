"""Tags of site generators in Markdown -> what they stand for, or nothing: Liquid and Hugo."""

import re
from collections.abc import Callable

from broadsheet.articles.code_spans import CodeSpans
from broadsheet.articles.html import embedded
from broadsheet.articles.markdown import escape, link
from broadsheet.text.patterns import compiled_later

# Each quantifier has a limit, so the time is proportional to the text.
_PIECE = compiled_later(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})|(?P<code>`+)|^(?P<indented>(?: {4}|\t)[^\n]*)"
    r"|\{%[-+]? {0,9}(?P<liquid>\w{1,40})(?P<with>[^%]{0,500}?)[-+]?%\}"
    r"|\{\{(?:<(?P<angled>[^{}]{0,1000}?)>|%(?P<percent>[^{}]{0,1000}?)%)\}\}",
    re.MULTILINE,
)
_NAMED = compiled_later(
    r"(\w{1,40}) {0,3}= {0,3}(?:\"([^\"]{0,500})\"|'([^']{0,500})'|([^\s\"']{1,500}))"
)
_UNNAMED = compiled_later(r"\"([^\"]{0,500})\"|([^\s\"'=]{1,500})")
_ID = compiled_later(r"[\w-]{1,60}")

_PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "instagram": "https://www.instagram.com/p/{}/",
}
_CODE = "highlight"


def without_shortcodes(markdown: str) -> str:
    """Return `markdown` without the tags of Liquid and Hugo, but with what is between them.

    Pictures and videos become links, highlighted code becomes a block of code. Code stays as it is.
    """
    if "{%" not in markdown and "{{" not in markdown:
        return markdown
    return _Scanner(markdown).without()


class _Scanner:
    """Goes through the text once, past code, and replaces the tags."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = CodeSpans(text)
        self._never_closed = set[str]()
        self._paragraph_end = 0

    def without(self) -> str:
        pieces: list[str] = []
        at = 0
        while found := _PIECE.search(self._text, at):
            pieces.append(self._text[at : found.start()])
            shown, at = self._taken(found)
            pieces.append(shown)
        return "".join(pieces) + self._text[at:]

    def _taken(self, found: re.Match[str]) -> tuple[str, int]:
        """Return what is shown in place of a piece of the text, and where the piece ends."""
        start, end = found.span()
        if found["fence"] or found["code"]:
            end = self._end_of_code(found)
            return self._text[start:end], end
        if found["indented"]:
            return found[0], end
        if found["liquid"]:
            return self._liquid(found["liquid"], found["with"], end)
        said = (found["angled"] or found["percent"] or "").strip()
        if said.startswith("/*") and said.endswith("*/"):  # Hugo's way to write about a tag
            return f"{{{{\\{found[0][2]}{said[2:-2]}{found[0][-3:]}", end
        name, _, rest = said.strip("/").strip().partition(" ")
        if name == _CODE and not said.startswith("/"):
            closing = r"\{\{[<%] {0,9}/ {0,9}highlight {0,9}[>%]\}\}"
            return self._between(end, closing, lambda code: _fenced(code, rest))
        return _picture_or_player(name, rest), end

    def _liquid(self, name: str, rest: str, end: int) -> tuple[str, int]:
        closing = rf"\{{%[-+]? {{0,9}}end{name} {{0,9}}[-+]?%\}}"
        if name == "raw":
            return self._between(end, closing, str)
        if name == "comment":
            return self._between(end, closing, lambda _: "")
        if name == _CODE:
            return self._between(end, closing, lambda code: _fenced(code, rest))
        return _picture_or_player(name, rest), end

    def _between(self, at: int, closing: str, shown: Callable[[str], str]) -> tuple[str, int]:
        """Return what is shown of the text up to a closing tag, and where that ends."""
        found = None
        if closing not in self._never_closed:
            found = re.compile(closing).search(self._text, at)
        if found is None:
            self._never_closed.add(closing)
            return "", at
        return shown(self._text[at : found.start()]), found.end()

    def _end_of_code(self, found: re.Match[str]) -> int:
        text = self._text
        if fence := found["fence"]:
            end = re.compile(rf"^ {{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
            closed = end.search(text, found.end())
            return closed.end() if closed else len(text)
        if self._paragraph_end < found.end():
            following = text.find("\n\n", found.end())
            self._paragraph_end = len(text) if following < 0 else following
        return self._spans.end(*found.span(), self._paragraph_end)


def _fenced(code: str, language: str) -> str:
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
    first = (language.split() or [""])[0].strip("\"'")
    return f"\n{ticks}{first}\n" + code.strip("\n") + f"\n{ticks}\n"


def _picture_or_player(name: str, rest: str) -> str:
    named = {found[1]: found[2] or found[3] or found[4] or "" for found in _NAMED.finditer(rest)}
    unnamed = _UNNAMED.search(_NAMED.sub("", rest))
    first = (unnamed[1] or unnamed[2] or "") if unnamed else ""
    if name in ("figure", "image", "img"):
        address = (named.get("src") or first).replace(" ", "%20")
        said = escape(named.get("caption") or named.get("title") or named.get("alt") or "")
        return f"!{link(said, address)}" if address else said
    video = named.get("id") or first
    if name in _PLAYERS and _ID.fullmatch(video):
        return embedded(_PLAYERS[name].format(video))
    return ""
