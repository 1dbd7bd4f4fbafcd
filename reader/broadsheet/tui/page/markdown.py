"""Markdown -> the blocks of a page. The tokens come from the parser that also finds the links."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import dedent
from typing import TYPE_CHECKING

from rich.cells import cell_len

from broadsheet.links import SafeLink, check_url
from broadsheet.text.door import clean_line
from broadsheet.tui.body_links import caption_of
from broadsheet.tui.cells import steady
from broadsheet.tui.page.blocks import Block, Cell, Code, Look, PageBlock, Rule, Span, Table

if TYPE_CHECKING:
    from markdown_it.token import Token

# Look-alikes of "." and "/" that Unicode normalization (NFKC) leaves as they are.
_LOOKALIKES = str.maketrans(
    dict.fromkeys("\u00b7\u2022\u2027\u2219\u22c5\u3002\u30fb\uff61", ".")
    | dict.fromkeys("\u2044\u2215\u29f8\u30ce\u4e36\u4e3f", "/")
)
_SEEMS_HOST = re.compile(r"(?:[0-9]+\.){3}[0-9]+|(?:[^\s/:?#@.]+\.)+[^\s/:?#@.]{2,}")
_NO_HOST = re.compile(
    r"(?!(?:[0-9]+\.){3}[0-9]+\Z).*\."
    r"(?:[0-9]+|css|gif|html?|jpe?g|js|json|pdf|png|svg|toml|txt|webp|xml|ya?ml)"
)
"""No host ends in a number, unless it is an address of four, nor as these files do."""
_PORT = re.compile(r":[0-9]+\Z")
_SPACES = re.compile(r"[ \t]+")
_LETTER = re.compile(r"\w")
_TASK = re.compile(r"\[([ xX])\][ \xa0]")
_CALLOUT = re.compile(r"\[!([A-Za-z]+)\][-+]?\s*")
_MARKED = re.compile(r"(?<![\w=])==(?=\S)([^=\n]+)(?<=\S)==(?![\w=])")
"""Text that Obsidian shows as if a marker had been drawn over it."""

_BULLETS = ("•", "◦", "▪")
_PICTURE = "▣ "
_NUMBER = re.compile(r"[-+−±~≈<>]?[$€£¥]?[0-9][0-9.,]*\s?(?:%|[^\W\d]{1,3})?")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DEEPEST = 8
"""Lists and quotations within others that are indented; deeper ones stand at the same place."""

_LOOKS = {"strong": Look.STRONG, "em": Look.EMPHASIS, "s": Look.STRUCK}


def blocks_of(tokens: "Sequence[Token]", numbers: Mapping[str, int]) -> tuple[PageBlock, ...]:
    """Return the blocks that `tokens` are; `numbers` has the number of each address in the list."""
    levels = [int(token.tag[1:]) for token in tokens if token.type == "heading_open"]
    reader = _Reader(numbers, _footnotes(tokens), max(2, min(levels, default=0)))
    for token in tokens:
        reader.take(token)
    return tuple(reader.blocks)


def _footnotes(tokens: "Sequence[Token]") -> dict[str, str]:
    """Return the number that each footnote is referred to by, raised."""
    return {
        str(child.meta["label"]): str(child.meta["id"] + 1).translate(_RAISED)
        for token in tokens
        for child in token.children or ()
        if child.type == "footnote_ref"
    }


@dataclass(slots=True)
class _Container:
    """A quotation, a footnote, or an item of a list: what stands before its lines."""

    first: Span
    rest: Span
    is_begun: bool = False


@dataclass(slots=True)
class _List:
    number: int | None
    depth: int

    def mark(self) -> str:
        if self.number is None:
            return f"{_BULLETS[self.depth % len(_BULLETS)]} "
        self.number += 1
        return f"{self.number - 1}. "


@dataclass(slots=True)
class _OpenTable:
    rows: list[list[Cell]] = field(default_factory=list)
    right: list[bool | None] = field(default_factory=list)
    """Whether the cells of a column end at the right, if the page says it."""

    def ends_right(self, column: int) -> bool:
        """Return whether the cells of a column end at the right, as numbers do."""
        said = self.right[column]
        if said is not None:
            return said
        texts = [_text_of(row[column]) for row in self.rows[1:] if column < len(row)]
        return any(texts) and all(_NUMBER.fullmatch(text) for text in texts if text)


class _Reader:
    """Goes through the tokens once, and knows which lists and quotations are open."""

    def __init__(
        self, numbers: Mapping[str, int], footnotes: Mapping[str, str], main_headings: int
    ) -> None:
        self.blocks: list[PageBlock] = []
        self._main_headings = main_headings  # the levels that are no subheadings
        self._numbers = numbers
        self._footnotes = footnotes
        self._containers: list[_Container] = []
        self._lists: list[_List] = []
        self._table: _OpenTable | None = None
        self._heading = 0
        self._is_tight = False
        self._was_tight = False
        self._captioned = 0  # the number of blocks when a caption was left out

    def take(self, token: "Token") -> None:
        """Take the next token."""
        match token.type:
            case "heading_open":
                self._heading = int(token.tag[1:])
            case "heading_close":
                self._heading = 0
            case "paragraph_open":
                self._is_tight = token.hidden
            case "inline":
                self._inline(token)
            case "fence" | "code_block":
                lines = dedent(token.content.rstrip("\n").expandtabs(4)).split("\n")
                self.blocks.append(Code(tuple(map(steady, lines)), *self._before()))
            case "hr":
                self.blocks.append(Rule(*self._before()))
            case _:
                if not self._of_container(token):
                    self._of_table(token)

    def _of_container(self, token: "Token") -> bool:
        """Begin or end a list or a quotation; return False if the token is something else."""
        match token.type:
            case "blockquote_open":
                bar = Span("▎ ", Look.MARKER)
                self._containers.append(_Container(bar, bar))
            case "bullet_list_open":
                self._open_list(None)
            case "ordered_list_open":
                self._open_list(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._open_container(self._lists[-1].mark())
            case "footnote_reference_open":
                label = str(token.meta["label"])
                self._open_container(f"{self._footnotes.get(label, f'[{steady(label)}]')} ")
            case "list_item_close" | "blockquote_close" | "footnote_reference_close":
                self._containers.pop()
            case _:
                return False
        return True

    def _open_container(self, mark: str) -> None:
        rest = Span(" " * cell_len(mark))
        self._containers.append(_Container(Span(mark, Look.MARKER), rest))

    def _of_table(self, token: "Token") -> None:
        match token.type:
            case "table_open":
                self._table = _OpenTable()
            case "tr_open" if self._table is not None:
                self._table.rows.append([])
            case "th_open" if self._table is not None:
                style = str(token.attrs.get("style", ""))
                self._table.right.append("right" in style if style else None)
            case "table_close" if self._table is not None:
                rows = tuple(map(tuple, self._table.rows))
                right = tuple(map(self._table.ends_right, range(len(self._table.right))))
                self.blocks.append(Table(rows, right, *self._before()))
                self._table = None

    def _inline(self, token: "Token") -> None:
        spans = _Spans(self._numbers, self._usual_look()).of(token.children or [])
        if self._table is not None:
            self._table.rows[-1].append(spans)
        elif spans and self._repeats_caption(spans):
            self._captioned = len(self.blocks)
        elif spans:
            if spans[0].look is Look.QUOTE:
                spans = (*_callout(spans[0]), *spans[1:])
            if self._is_tight and spans[0].look is not Look.LINK:
                spans = (_with_box(spans[0]), *spans[1:])
            before = self._before(is_tight=self._is_tight and self._was_tight)
            is_main = 0 < self._heading <= self._main_headings
            self.blocks.append(Block(spans, *before, is_main_heading=is_main))
            self._was_tight = self._is_tight
        self._is_tight = False

    def _repeats_caption(self, spans: Cell) -> bool:
        """Return whether a paragraph only repeats the one before, a picture or a link."""
        before = self.blocks[-1] if self.blocks else None
        if not isinstance(before, Block) or self._captioned == len(self.blocks):
            return False
        if any(span.href for span in spans) or not all(span.href for span in before.spans):
            return False
        return _text_of(spans) == _text_of(before.spans).removeprefix(_PICTURE)

    def _usual_look(self) -> Look:
        if self._heading:
            return Look.HEADING if self._heading <= self._main_headings else Look.SUBHEADING
        is_quote = any(container.first.text == "▎ " for container in self._containers)
        return Look.QUOTE if is_quote else Look.PLAIN

    def _before(
        self, *, is_tight: bool = False
    ) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...] | None]:
        """Return what stands before the lines of the next block, and above it."""
        shown = self._containers[:_DEEPEST]
        above = tuple(container.rest for container in shown if container.is_begun)
        self._was_tight = False
        first = tuple(
            container.rest if container.is_begun else container.first for container in shown
        )
        for container in self._containers:
            container.is_begun = True
        return first, tuple(container.rest for container in shown), None if is_tight else above

    def _open_list(self, number: int | None) -> None:
        if not self._lists:
            self._was_tight = False
        self._lists.append(_List(number, len(self._lists)))


def _with_box(span: Span) -> Span:
    """Return the beginning of a list item with a box if it is a task."""
    found = _TASK.match(span.text)
    if found is None:
        return span
    box = "☐ " if found[1] == " " else "☑ "
    return span._replace(text=box + span.text[found.end() :])


def _text_of(spans: Cell) -> str:
    return "".join(span.text for span in spans if span.look is not Look.NUMBER)


def _callout(span: Span) -> Cell:
    """Return the beginning of a quotation, with a word for the kind of note that it is."""
    found = _CALLOUT.match(span.text)
    if found is None:
        return (span,)
    name = Span(f"{found[1].capitalize()}:", Look.STRONG)
    rest = span.text[found.end() :]
    return (name, span._replace(text=f" {rest}")) if rest else (name,)


class _Spans:
    """Turns what is within a line into spans."""

    def __init__(self, numbers: Mapping[str, int], usual: Look) -> None:
        self._numbers = numbers
        self._usual = usual
        self._spans: list[Span] = []
        self._open: list[str] = []
        self._href = ""
        self._linked = 0  # where the spans of the open link begin
        self._caption = ""  # of the picture that was the last thing before

    def of(self, tokens: "Sequence[Token]") -> Cell:
        """Return the spans of `tokens`, without spaces at either end."""
        for token in tokens:
            self._take(token)
        return _trimmed(self._spans)

    def _take(self, token: "Token") -> None:
        match token.type:
            case "text" | "text_special":
                self._add(_MARKED.sub(r"\1", self._after_picture(token.content)))
            case "code_inline":
                self._add(token.content, Look.CODE)
            case "softbreak" | "hardbreak":
                self._add(" " if token.type == "softbreak" else "\n")
            case "link_open":
                self._href = str(token.attrs.get("href", ""))
                self._linked = len(self._spans)
            case "link_close":
                self._close_link(self._href)
                self._href = ""
            case "image":
                self._image(token)
            case "footnote_ref":
                number = str(token.meta["id"] + 1).translate(_RAISED)
                self._spans.append(Span(number, Look.NUMBER))
            case "strong_open" | "em_open" | "s_open":
                self._open.append(token.type.removesuffix("_open"))
            case "strong_close" | "em_close" | "s_close" if self._open:
                self._open.pop()

    def _image(self, token: "Token") -> None:
        source = str(token.attrs.get("src", ""))
        is_in_link = bool(self._href)
        start = len(self._spans)
        if not is_in_link:
            self._href = source
        caption = caption_of(token)
        self._add(f"{_PICTURE}{caption or 'picture'}")
        if is_in_link:
            self._name_host(self._href, caption)
        else:
            self._caption = caption
            self._linked = start
            self._close_link(source, caption)
            self._href = ""

    def _close_link(self, href: str, text: str | None = None) -> None:
        if text is None:
            text = "".join(span.text for span in self._spans[self._linked :])
        if self._is_heading and not _LETTER.search(text):
            del self._spans[self._linked :]  # a sign that leads to the heading itself
            return
        self._name_host(href, text)
        number = self._numbers.get(clean_line(href))
        if number is not None:
            self._spans.append(Span(f"[{number}]", Look.NUMBER, href))

    def _name_host(self, href: str, text: str) -> None:
        """Add the host that a link leads to if its text seems to name another one."""
        checked = check_url(clean_line(href))
        if (
            isinstance(checked, SafeLink)
            and text != checked.url
            and _names_another_host(text, checked)
        ):
            self._spans.append(Span(f" [{checked.shown_host}]", Look.NUMBER, href))

    def _add(self, text: str, look: Look | None = None) -> None:
        if look is None or self._is_heading:
            look = self._look()
        text = steady(_SPACES.sub(" ", text))
        if text:
            self._spans.append(Span(text, Look.LINK if self._href else look, self._href))

    def _after_picture(self, text: str) -> str:
        """Return what follows a picture, without its caption said again."""
        caption, self._caption = self._caption, ""
        if not caption:
            return text
        space = "" if self._spans[-1].text.endswith((" ", "\n")) else " "
        return space + text.lstrip().removeprefix(caption)

    @property
    def _is_heading(self) -> bool:
        return self._usual in (Look.HEADING, Look.SUBHEADING)

    def _look(self) -> Look:
        if self._is_heading:
            return self._usual
        kinds = set(self._open)
        if {"strong", "em"} <= kinds:
            return Look.STRONG_EMPHASIS
        return _LOOKS[self._open[-1]] if self._open else self._usual


def _trimmed(spans: list[Span]) -> Cell:
    while spans and not spans[0].text.strip():
        del spans[0]
    while spans and not spans[-1].text.strip():
        del spans[-1]
    if spans:
        spans[0] = spans[0]._replace(text=spans[0].text.lstrip())
        spans[-1] = spans[-1]._replace(text=spans[-1].text.rstrip())
    return tuple(spans)


def _names_another_host(text: str, link: SafeLink) -> bool:
    plain = unicodedata.normalize("NFKC", text.translate(_LOOKALIKES)).lower()
    hosts = {host.strip(".,;()[]<>'\"") for host in _SEEMS_HOST.findall(plain)}
    named = {host for host in hosts if not _NO_HOST.fullmatch(host)}
    own = _PORT.sub("", link.shown_host.partition(" ")[0])
    return "@" in plain or bool(named - {own, own.removeprefix("www."), f"www.{own}"})
