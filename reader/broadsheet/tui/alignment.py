"""Keeps columns where they belong, whatever the terminal makes of a text before them.

No table of widths is right for every terminal: they disagree about Indic vowel signs, about emoji
of several parts, about symbols of the latest Unicode. So the cursor is put to where a text should
end after each one that holds such characters. Cells that the text did not fill are empty.
"""

import re

from rich.cells import cell_len

# What takes the same number of cells everywhere: letters, CJK, lines and blocks.
_STEADY = (
    r"\x00-\x7f\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a"
    r"\u1e00-\u1fff\u2010-\u2015\u2018-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2193\u2500-\u25ff"
    r"\u3001-\u303e\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"
)
_UNSTEADY = re.compile(f"[^{_STEADY}]")
_PIECE = re.compile(r"\x1b\[(?P<y>\d+);(?P<x>\d+)H|\x1b\[[0-?]*[ -/]*[@-~]|\n|[^\x1b\n]+|\x1b")


def is_steady(text: str) -> bool:
    """Whether terminals agree about the width of `text`."""
    return not _UNSTEADY.search(text)


def aligned(output: str) -> str:
    """Return what Textual writes to the terminal, with all that follows a text in its place."""
    if is_steady(output):
        return output
    made: list[str] = []
    line = column = 0  # not known yet
    for piece in _PIECE.finditer(output):
        text = piece[0]
        if piece["y"]:
            line, column = int(piece["y"]), int(piece["x"])
        elif text == "\n":
            column = 0
        elif column and not text.startswith("\x1b"):
            width = cell_len(text)
            if not is_steady(text):
                # Without the spaces at its end, which are there and might reach over the edge.
                text = (
                    f"{' ' * width}\x1b[{line};{column}H"
                    f"{text.rstrip(' ')}\x1b[{line};{column + width}H"
                )
            column += width
        made.append(text)
    return "".join(made)
