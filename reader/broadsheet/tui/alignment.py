"""Keeps columns aligned, however wide the terminal draws the text before them.

No table of widths is right for every terminal: they disagree about Indic vowel signs, about emoji
of several parts, about symbols of the latest Unicode. So after each text with such characters the
cursor is moved to where the text should end. Cells that the text did not fill are empty.
"""

from rich.cells import cell_len

from broadsheet.text.patterns import compiled_later

# Characters with the same width everywhere: letters, CJK, lines, our own signs. No regular
# expression: it would take 3 ms to compile, at each start.
_STEADY = tuple(
    range(first, last + 1)
    for first, last in (
        (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF), (0x370, 0x482), (0x48A, 0x52F), (0x5D0, 0x5EA),
        (0x620, 0x64A), (0x1E00, 0x1FFF), (0x2010, 0x2015), (0x2018, 0x2027), (0x2030, 0x205E),
        (0x20A0, 0x20BF), (0x2190, 0x21FF), (0x232B, 0x232B), (0x23CE, 0x23CE), (0x2500, 0x25FF),
        (0x2605, 0x2606), (0x2691, 0x2691), (0x3001, 0x303E), (0x3041, 0x3096),
        (0x309B, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFF01, 0xFF60),
    )
)  # fmt: skip
_known_steady = set(map(chr, range(0x80)))
_PIECE = compiled_later(
    r"\x1b\[(?P<y>\d+);(?P<x>\d+)H|\x1b\[[0-?]*[ -/]*[@-~]|\n|[^\x1b\n]+"
    # Pictures: where one is drawn, the cursor is kept before and restored after.
    r"|\x1b[78]|\x1b[P_\]][^\x1b\x07]*(?:\x07|\x1b\\)|\x1b"
)


def is_steady(text: str) -> bool:
    """Whether terminals agree about the width of `text`."""
    if text.isascii():
        return True
    for character in set(text) - _known_steady:
        if not any(ord(character) in steady for steady in _STEADY):
            return False
        _known_steady.add(character)
    return True


def aligned(output: str) -> str:
    """Return `output` for the terminal with the columns kept in their places."""
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
                # The spaces at its end are written already; again, they might run over the edge.
                text = (
                    f"{' ' * width}\x1b[{line};{column}H"
                    f"{text.rstrip(' ')}\x1b[{line};{column + width}H"
                )
            column += width
        made.append(text)
    return "".join(made)
