"""The front page in the table: the lead and the stories below it with their first sentences."""

from collections.abc import Sequence, Set

from rich.cells import cell_len

from broadsheet.tui.page.wrapping import lines_in
from broadsheet.tui.widgets.line_list import Piece
from broadsheet.tui.widgets.line_map import LineMap, Section

_INDENT = 4
_LEAST = 6
"""Lines of a table in which the lead has more than one."""

_ROOMY = 12
_FOR_OTHERS = 4
"""Lines that stories in one line have in any case."""

_MOST = 6
"""Stories below the lead that have a sentence."""


def front_map(ids: Sequence[int], below: Set[int], height: int, lines: int) -> LineMap:
    """Return which lines show which article, in a table of so many lines.

    Articles `below` stand under the lead of their story. All have at least `lines`. Where there is
    room for it, an empty line sets each story apart.
    """
    count, stories = len(ids), len(ids) - len(below)
    lead = 3 if height >= _ROOMY else 2 if height >= _LEAST else 1
    if lead == 1:
        return LineMap(count, lines)
    told = max(0, min(_MOST, (height - lead - _FOR_OTHERS) // 3))
    all_told = lead + 2 * (stories - 1)
    if all_told <= height:
        told = stories - 1
    gap = 1 if not below and all_told + stories <= height else 0
    sections: list[Section] = []
    begun = 0
    for index, article_id in enumerate(ids):
        begun += article_id not in below
        if begun > 1 + told:
            sections.append(Section(index, lines))
            break
        tall = 1 if article_id in below else lead if begun == 1 else 2
        if not sections or sections[-1].height != max(tall, lines):
            sections.append(Section(index, max(tall, lines), has_heading=False, gap=gap))
    return LineMap(count, lines, tuple(sections))


def more_heading(count: int, width: int) -> list[Piece]:
    """Return the line above the stories without a sentence."""
    text = f"── more stories: {count:,} "
    return [(text + "─" * max(0, width - cell_len(text)), "line--muted")]


def sentence_line(text: str, number: int, height: int, width: int) -> list[Piece]:
    """Return a line of what a story begins with; the last one of its `height` is cut."""
    lines = [*lines_in(text, max(1, width - _INDENT))]
    if number >= len(lines):
        return []
    start, end = lines[number]
    is_last = number == height - 1
    return [(" " * _INDENT, ""), (text[start:] if is_last else text[start:end], "line--muted")]
