"""What a page is made of: blocks of styled text, before it is known how wide the page is."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple


class Look(IntEnum):
    """How a piece of text looks. A heading's look is that of its first levels and of the others."""

    PLAIN = 0
    STRONG = 1
    EMPHASIS = 2
    STRONG_EMPHASIS = 3
    STRUCK = 4
    CODE = 5
    LINK = 6
    NUMBER = 7
    HEADING = 8
    SUBHEADING = 9
    QUOTE = 10
    MARKER = 11
    QUIET = 12
    TITLE = 13
    CHIP = 14
    WARNING = 15


class Span(NamedTuple):
    """A piece of text, how it looks, and the address it leads to ('' for none)."""

    text: str
    look: Look = Look.PLAIN
    href: str = ""


class Block(NamedTuple):
    """A paragraph, or a piece of a page that is laid out in another way.

    `first` stands before the first line and `rest` before all others: the mark of a list item, the
    bar of a quotation. `above` stands in the empty line before the block; if it is None, there is
    no such line.
    """

    spans: tuple[Span, ...] = ()
    first: tuple[Span, ...] = ()
    rest: tuple[Span, ...] = ()
    above: tuple[Span, ...] | None = ()
    is_main_heading: bool = False
    """Whether there are two empty lines before it."""


class Code(NamedTuple):
    """Lines that keep their spaces."""

    lines: tuple[str, ...]
    first: tuple[Span, ...] = ()
    rest: tuple[Span, ...] = ()
    above: tuple[Span, ...] | None = ()


class Rule(NamedTuple):
    """A line across the page."""

    first: tuple[Span, ...] = ()
    rest: tuple[Span, ...] = ()
    above: tuple[Span, ...] | None = ()


Cell = tuple[Span, ...]


class Table(NamedTuple):
    """Rows of cells, the first of which is the head."""

    rows: tuple[tuple[Cell, ...], ...]
    right: tuple[bool, ...] = ()
    """For each column whether its cells end at the right: numbers."""
    first: tuple[Span, ...] = ()
    rest: tuple[Span, ...] = ()
    above: tuple[Span, ...] | None = ()


PageBlock = Block | Code | Rule | Table


def plain_text(blocks: Sequence[PageBlock], most: int) -> str:
    """Return the words of the first paragraphs, about `most` characters of them."""
    words: list[str] = []
    length = 0
    for block in blocks:
        if isinstance(block, Block):
            text = "".join(span.text for span in block.spans if span.look is not Look.NUMBER)
            words.append(text)
            length += len(text)
            if length >= most:
                break
    return "\n".join(words)


def count_words(blocks: Sequence[PageBlock]) -> int:
    """Return about how many words there are to read; a sign of a script without spaces is half."""
    count = 0
    for block in blocks:
        match block:
            case Block(spans=spans):
                texts = [span.text for span in spans if span.look is not Look.NUMBER]
            case Code(lines=lines):
                texts = list(lines)
            case Table(rows=rows):
                texts = [" ".join(span.text for span in cell) for row in rows for cell in row]
            case Rule():
                continue
        text = "".join(texts)
        count += len(text.split())
        if not text.isascii():
            count += sum("\u3040" <= sign <= "\u9fff" for sign in text) // 2
    return count
