"""Markdown that holds HTML -> Markdown alone, with the same text, links and structure.

What shows Markdown drops every tag, and with a block of HTML all that is in it. Here the blocks are
converted, as CommonMark tells them from the Markdown around, and tags within a paragraph become
their Markdown. Code stays as it is. Everything is read once from front to back.
"""

import re
from dataclasses import dataclass

from broadsheet.articles.code_spans import CodeSpans
from broadsheet.articles.html import (
    BLOCKS,
    EMBEDDED,
    FORMATS,
    INLINE,
    RAW,
    Tag,
    embedded,
    html_to_markdown,
    image,
)
from broadsheet.articles.markdown import link
from broadsheet.text.patterns import compiled

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_BLOCK_TAG = re.compile(
    rf" {{0,3}}<(?:(?P<long>pre|script|style|textarea|table)\b|/?(?:{'|'.join(sorted(BLOCKS))})"
    r"(?=[\s/>]|$)|!doctype\b)|(?P<comment> {0,3}<!--)",
    re.IGNORECASE,
)
_INDENTED = re.compile(r" {4}|\t")
_PIECE = compiled(
    r"(?P<code>`+)"
    r"|\\[\\<`]"
    r"|<(?:https?://|mailto:|[\w.+-]+@)[^\s<>]*>"
    r"|<!--(?:-?>|.*?(?:-->|\Z))"
    r"|<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*+)"
    r"""(?P<attributes>(?:\s(?:[^<>"']|"[^"]*+"|'[^']*+')*+)?)/?>"""
    r"|<(?=[A-Za-z/!?])",
    re.DOTALL,
)
_MAY_BE_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def without_html(markdown: str) -> str:
    """Return `markdown` with its HTML turned into Markdown."""
    if "<" not in markdown:
        return markdown
    blocks = _Blocks(markdown.split("\n"))
    return "\n".join(blocks.converted())


def without_tags(text: str) -> str:
    """Return plain `text` as Markdown that shows what looks like a tag in it."""
    return _MAY_BE_TAG.sub(r"\\<", text)


class _Blocks:
    """Goes through the lines, and knows where code, HTML and Markdown begin and end."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0
        self._never_closed = set[str]()

    def converted(self) -> list[str]:
        written: list[str] = []
        after_empty = True
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if fence := _FENCE.match(line):
                written += self._code(fence[1])
            elif not line.strip():
                written.append(line)
                self._at += 1
            elif after_empty and _INDENTED.match(line):
                written.append(line)
                self._at += 1
                continue  # the next line is code too, if it is indented as deep
            elif html := _BLOCK_TAG.match(line):
                text = html_to_markdown("\n".join(self._html(html)))
                if text and written and written[-1].strip():
                    written.append("")
                written += text.split("\n") if text else []
                if text and self._at < len(self._lines) and self._lines[self._at].strip():
                    written.append("")
            else:
                written += _inline("\n".join(self._paragraph())).split("\n")
            after_empty = not written or not written[-1].strip()
        return written

    def _code(self, fence: str) -> list[str]:
        start = self._at
        end = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}\s*$")
        self._at += 1
        while self._at < len(self._lines):
            self._at += 1
            if end.match(self._lines[self._at - 1]):
                break
        return self._lines[start : self._at]

    def _html(self, begin: re.Match[str]) -> list[str]:
        """Take the lines of a block of HTML: up to an empty one, or as far as its tag reaches."""
        start = self._at
        name = "!--" if begin["comment"] else begin["long"]
        end = "-->" if name == "!--" else f"</{(name or '').lower()}"
        if name and end not in self._never_closed:
            while self._at < len(self._lines) and end not in self._lines[self._at].lower():
                self._at += 1
            if self._at == len(self._lines):
                self._never_closed.add(end)  # it reaches no further than any other block
                self._at = start
            elif name != "table":
                self._at += 1
                return self._lines[start : self._at]
        while self._at < len(self._lines) and self._lines[self._at].strip():
            self._at += 1
        return self._lines[start : self._at]

    def _paragraph(self) -> list[str]:
        start = self._at
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip() or _FENCE.match(line):
                break
            if self._at > start and _BLOCK_TAG.match(line):
                break
            self._at += 1
        return self._lines[start : self._at]


@dataclass(slots=True)
class _Open:
    name: str
    start: int  # in the pieces
    url: str = ""


def _inline(text: str) -> str:
    """Turn the tags within a paragraph into Markdown; unknown tags stay visible as text."""
    if "<" not in text:
        return text
    pieces: list[str] = []
    opened: list[_Open] = []
    at = 0
    spans = CodeSpans(text)
    while found := _PIECE.search(text, at):
        pieces.append(text[at : found.start()])
        at = found.end()
        if found["code"]:
            if any(pieces) and next(filter(None, reversed(pieces)))[-1] == "`":
                pieces.append(" ")  # a tag that stood between them is gone
            at = spans.end(*found.span(), len(text))
            code = text[found.start() : at]
            pieces.append(code if at > found.end() else code.replace("`", "\\`"))
        elif found["name"] and _is_html(found["name"].lower()):
            tag = Tag(found["name"].lower(), bool(found["closing"]), found["attributes"])
            if tag.name in RAW and not tag.is_closing:
                end = re.compile(rf"</{tag.name}[^>]*>", re.IGNORECASE).search(text, at)
                at = end.end() if end else len(text)
            else:
                _tag(tag, pieces, opened)
        elif found[0].startswith("<!--"):
            continue
        elif found["name"] or found[0] == "<":
            pieces.append("\\" + found[0])
        else:
            pieces.append(found[0])
    pieces.append(text[at:])
    return "".join(pieces)


def _is_html(name: str) -> bool:
    return name in INLINE or name in BLOCKS or name in EMBEDDED or name in RAW


def _tag(tag: Tag, pieces: list[str], opened: list[_Open]) -> None:
    if tag.name == "br":
        is_row = "".join(pieces[-3:]).rpartition("\n")[2].lstrip().startswith("|")
        pieces.append(" " if is_row else "\\\n")
    elif tag.name == "img":
        pieces.append(image(tag, is_in_link=any(other.name == "a" for other in opened)))
    elif tag.name in EMBEDDED:
        if not tag.is_closing and (url := tag.url("src")):
            pieces.append(embedded(url))
    elif tag.name in BLOCKS:
        pieces.append(" ")
    elif tag.name != "a" and tag.name not in FORMATS:
        return
    elif not tag.is_closing:
        opened.append(_Open(tag.name, len(pieces), tag.url("href") if tag.name == "a" else ""))
    else:
        _close(tag.name, pieces, opened)


def _close(name: str, pieces: list[str], opened: list[_Open]) -> None:
    at = next((n for n in range(len(opened) - 1, -1, -1) if opened[n].name == name), None)
    if at is None:
        return
    begin = opened[at]
    del opened[at:]  # those begun within it and never ended are text alone
    inner = "".join(pieces[begin.start :])
    del pieces[begin.start :]
    text = inner.strip()
    marker = FORMATS.get(name, "")
    if text and name == "a" and begin.url:
        text = link(text, begin.url)
    elif text and marker:
        text = f"{marker}{text}{marker}"
    leading = inner[: len(inner) - len(inner.lstrip())]
    trailing = inner[len(inner.rstrip()) :] if text else ""
    pieces.append(f"{leading}{text}{trailing}")
