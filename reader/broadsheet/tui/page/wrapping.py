"""Breaks text into lines of a certain width, where words end."""

from collections.abc import Iterator

from rich.cells import cell_len, get_character_cell_size

_NEVER_FIRST = frozenset(
    "、。，．：；！？）」』】〉》〕］｝〟’”…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;!?)]}"
)
_NEVER_LAST = frozenset("（「『【〈《〔［｛〝‘“([{")

_LONG_BEFORE_HYPHEN = 8
"""Letters before a hyphen from which a line may end there."""


def lines_in(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where each line of `text` begins and ends; a line holds at most `width` cells."""
    width = max(2, width)
    start = 0
    while True:
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        part = text[start:end]
        # Where each sign takes one cell, the length alone says where to break.
        is_plain = part.isascii() or (cell_len(part) == len(part) and _is_narrow(part))
        for first, last in (_narrow_lines if is_plain else _wide_lines)(part, width):
            yield start + first, start + last
        if end == len(text):
            return
        start = end + 1


def _is_narrow(text: str) -> bool:
    return all(get_character_cell_size(sign) == 1 for sign in frozenset(text))


def _narrow_lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    start, length = 0, len(text)
    while length - start > width:
        end = text.rfind(" ", start, start + width + 1)
        hyphen = _hyphen(text, max(start, end + 1), start + width)
        if hyphen:
            yield start, hyphen
            start = hyphen
        elif end > start:
            yield start, end
            start = end + 1
        else:
            yield start, start + width
            start += width
    yield start, length


def _hyphen(text: str, start: int, end: int) -> int:
    """Return the place after a hyphen, if the line would be much shorter without it, else 0."""
    at = text.rfind("-", start, end)
    is_between = at > start and text[at - 1].isalnum() and text[at + 1 : at + 2].isalpha()
    # A word that begins with one is an option of a command.
    return at + 1 if at - start >= _LONG_BEFORE_HYPHEN and is_between and text[start] != "-" else 0


def _wide_lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    start = cells = 0
    end = following = -1  # where this line may end, and the next one would begin
    before = ""
    at = 0
    while at < len(text):
        sign = text[at]
        size = get_character_cell_size(sign)
        if sign == " ":
            end, following = at, at + 1
        elif at > start and (size == 2 or before > "\u2e80") and _may_part(before, sign):
            end = following = at
        if cells + size > width:
            if end <= start:
                end = following = at
            yield start, end
            start = at = following
            cells, end = 0, -1
            before = ""
            continue
        cells += size
        before = sign
        at += 1
    yield start, len(text)


def _may_part(before: str, sign: str) -> bool:
    return sign not in _NEVER_FIRST and before not in _NEVER_LAST and before != " "
