"""The lines of the article table that say what a search found beyond the titles."""

from typing import TYPE_CHECKING

from rich.cells import cell_len

from broadsheet.library.view import Beyond
from broadsheet.tui.widgets.line_list import Piece

if TYPE_CHECKING:
    from broadsheet.library.texts.snippets import Snippet

_INDENT = 4
_BEFORE_MATCH = 0.3
"""The largest share of the line that the words before the first match may take."""

_NAMES = {"names": "by provider or author", "texts": "in the text"}


def heading(beyond: Beyond, count: int, width: int) -> list[Piece]:
    """Return the heading above the `count` articles of a part."""
    text = f"── {_NAMES[beyond.by]}: {count:,} "
    return [(text + "─" * max(0, width - len(text)), "line--muted")]


def snippet_pieces(snippet: "Snippet | None", width: int) -> list[Piece]:
    """Return a sentence with its matches marked, cut so that the first one is in sight."""
    if snippet is None:
        return []
    text, spans = snippet.text, snippet.spans
    room = max(1, width - _INDENT)
    start = _start(text, spans[0], room) if spans else 0
    pieces: list[Piece] = [(" " * _INDENT, ""), ("…" if start else "", "line--muted")]
    at = start
    for first, end in spans:
        pieces += [(text[at:first], "line--muted"), (text[first:end], "line--match")]
        at = end
    return [*pieces, (text[at:], "line--muted")]


def _start(text: str, span: tuple[int, int], room: int) -> int:
    """Return where the part of `text` begins that shows its first match."""
    first, end = span
    if cell_len(text[:end]) <= room:
        return 0
    start = min(
        _back(text, first, int(room * _BEFORE_MATCH)),
        _back(text, len(text), room - 1),  # no room is left empty behind the sentence
    )
    space = text.find(" ", max(0, start - 1), first)
    return space + 1 if space >= 0 else start


def _back(text: str, end: int, cells: int) -> int:
    """Return where the text begins that takes `cells` and ends at `end`."""
    start = end
    while start and (cells := cells - cell_len(text[start - 1])) >= 0:
        start -= 1
    return start
