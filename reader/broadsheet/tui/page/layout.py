"""Lays blocks out: the lines of a page of a certain width."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

from broadsheet.tui.page.blocks import Block, Cell, Code, Look, PageBlock, Rule, Span, Table
from broadsheet.tui.page.wrapping import lines_in

_NARROWEST_TEXT = 12
"""Cells that text keeps, however deep the list is that it stands in."""

_NARROWEST_COLUMN = 8
_BETWEEN = " │ "
_CONTINUED = 4
"""Cells by which code is indented that goes on from the line above."""


class Line(NamedTuple):
    """A line of the page. `at` is how many characters of the page stand before it."""

    spans: tuple[Span, ...]
    at: int
    is_code: bool = False


def lay_out(blocks: Iterable[PageBlock], width: int) -> list[Line]:
    """Return the lines of `blocks` on a page that is `width` cells wide."""
    lines: list[Line] = []
    at = 0
    for block in blocks:
        if block.above is not None and lines:
            is_main = isinstance(block, Block) and block.is_main_heading
            lines += [Line(block.above, at)] * (2 if is_main else 1)
        before = block.first
        for line, length, is_code in _lines_of(block, _room(block, width)):
            lines.append(Line((*before, *line), at, is_code))
            before = block.rest
            at += length + 1
    return lines


def _room(block: PageBlock, width: int) -> int:
    return max(_NARROWEST_TEXT, width - sum(cell_len(span.text) for span in block.first))


def _lines_of(block: PageBlock, width: int) -> Iterator[tuple[Cell, int, bool]]:
    """Yield each line, how many characters of the text it holds, and whether it is code."""
    match block:
        case Block(spans=spans):
            for line in _wrapped(spans, width):
                yield line, sum(len(span.text) for span in line), False
        case Code(lines=lines):
            for line in _code(lines, width):
                yield line, len(line[0].text), True
        case Rule():
            yield (Span("─" * width, Look.QUIET),), 0, False
        case Table():
            for line in _table(block, width):
                yield line, sum(len(span.text.strip()) for span in line), False


def _wrapped(spans: Cell, width: int) -> Iterator[Cell]:
    if len(spans) == 1:
        span = spans[0]
        for start, end in lines_in(span.text, width):
            yield (span._replace(text=span.text[start:end]),)
        return
    if not spans:
        return
    text = "".join(span.text for span in spans)
    number, offset = 0, 0  # the span that a line begins in, and where that span begins
    for start, end in lines_in(text, width):
        while offset + len(spans[number].text) <= start and number + 1 < len(spans):
            offset += len(spans[number].text)
            number += 1
        yield _cut(spans, number, offset, start, end)


def _cut(spans: Cell, number: int, offset: int, start: int, end: int) -> Cell:
    line = []
    while offset < end and number < len(spans):
        span = spans[number]
        text = span.text[max(0, start - offset) : end - offset]
        if text:
            line.append(span._replace(text=text))
        offset += len(span.text)
        number += 1
    return tuple(line)


def _code(lines: Sequence[str], width: int) -> Iterator[Cell]:
    for line in lines:
        first, *others = chop_cells(line, max(1, width - 2)) or [""]
        yield (Span(f" {first}", Look.CODE),)
        rest = "".join(others)
        for row in chop_cells(rest, max(1, width - 2 - _CONTINUED)) if rest else ():
            yield (Span(f" {' ' * _CONTINUED}{row}", Look.CODE),)


def _table(table: Table, width: int) -> Iterator[Cell]:
    count = max(map(len, table.rows), default=0)
    if not count:
        return
    widths = _column_widths(table, count, width)
    if widths is None:
        yield from _as_list(table, width)
        return
    for number, row in enumerate(table.rows):
        cells = [
            [*_wrapped(_strong(cell) if number == 0 else cell, size)] or [()]
            for cell, size in zip((*row, *[()] * (count - len(row))), widths, strict=True)
        ]
        for line in range(max(map(len, cells))):
            yield _row([cell[line] if line < len(cell) else () for cell in cells], widths, table)
        if number == 0:
            yield (Span("─┼─".join("─" * size for size in widths), Look.QUIET),)


def _row(cells: list[Cell], widths: list[int], table: Table) -> Cell:
    spans: list[Span] = []
    for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        if number:
            spans.append(Span(_BETWEEN, Look.QUIET))
        padding = Span(" " * max(0, width - sum(cell_len(span.text) for span in cell)))
        is_right = number < len(table.right) and table.right[number]
        spans += [padding, *cell] if is_right else [*cell, padding]
    return tuple(spans)


def _strong(cell: Cell) -> Cell:
    return tuple(
        span._replace(look=Look.STRONG) if span.look is Look.PLAIN else span for span in cell
    )


def _column_widths(table: Table, count: int, width: int) -> list[int] | None:
    """Share the width among the columns; return None if there are too many for it."""
    wanted = [1] * count
    for row in table.rows:
        for number, cell in enumerate(row):
            text = "".join(span.text for span in cell)
            wanted[number] = max(wanted[number], *(cell_len(part) for part in text.split("\n")))
    room = width - len(_BETWEEN) * (count - 1)
    if sum(wanted) <= room:
        return wanted
    # Narrow columns get what they want; the wide ones share the rest evenly.
    widths = [0] * count
    for place, number in enumerate(sorted(range(count), key=wanted.__getitem__)):
        widths[number] = min(wanted[number], max(0, room) // (count - place))
        room -= widths[number]
    is_readable = all(
        size >= min(_NARROWEST_COLUMN, want) for size, want in zip(widths, wanted, strict=True)
    )
    return widths if is_readable else None


def _as_list(table: Table, width: int) -> Iterator[Cell]:
    """Write each row as lines of “head: cell”, for a table that is too wide for the page."""
    head, *rows = table.rows
    for place, row in enumerate(rows):
        if place:
            yield ()
        for number, cell in enumerate(row):
            name = head[number] if number < len(head) else ()
            if cell:
                label = (*_strong(name), Span(": ")) if name else ()
                yield from _wrapped((*label, *cell), width)
