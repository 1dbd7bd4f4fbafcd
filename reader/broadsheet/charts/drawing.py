"""Draws numbers with block and braille characters."""

from collections.abc import Mapping, Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = " ▁▂▃▄▅▆▇█"
_BRAILLE = 0x2800
# The bit of each dot in a braille character, by row and column.
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


def bar(value: float, most: float, width: int) -> str:
    """Return a bar for `value`; `most` fills `width` cells. Any value above 0 is visible."""
    eighths = round(8 * width * value / most) if most > 0 else 0
    if value > 0:
        eighths = max(1, eighths)
    full, rest = divmod(min(eighths, 8 * width), 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def sparkline(values: Sequence[float]) -> str:
    """Return one character per value; the highest value fills its cell."""
    most = max(values, default=0)
    return "".join(_level(value, most) for value in values)


def _level(value: float, most: float) -> str:
    if value <= 0 or most <= 0:
        return _LEVELS[0]
    # None is as high as the line: sparklines below each other would run into one.
    return _LEVELS[min(7, max(1, round(7 * value / most)))]


def columns(values: Sequence[float], height: int) -> list[str]:
    """Return lines, the top one first, in which each value is a column of one character."""
    most = max(values, default=0)
    lines: list[str] = []
    for row in reversed(range(height)):
        cells = [8 * height * value / most - 8 * row if most > 0 else 0.0 for value in values]
        lines.append(
            "".join(
                _LEVELS[max(0, min(8, round(cell)))]
                if row or value <= 0
                else _LEVELS[max(1, min(8, round(cell)))]
                for cell, value in zip(cells, values, strict=True)
            )
        )
    return lines


def scatter(
    points: Mapping[tuple[int, int], int],
    width: int,
    height: int,
    marked: tuple[int, int] | None = None,
) -> list[str]:
    """Return lines, the top one first, with a braille dot for each point, (x, y) to count.

    The lowest x and y of all points are at the left and the bottom. The point `marked` is `◆`.
    """
    if not points:
        return []
    all_points = [*points, *([marked] if marked else [])]
    left, right = min(x for x, _ in all_points), max(x for x, _ in all_points)
    bottom, top = min(y for _, y in all_points), max(y for _, y in all_points)
    cells = [[0] * width for _ in range(height)]

    def place(point: tuple[int, int]) -> tuple[int, int]:
        x = (point[0] - left) * (2 * width - 1) // max(1, right - left)
        y = (top - point[1]) * (4 * height - 1) // max(1, top - bottom)
        return x, y

    for point in points:
        x, y = place(point)
        cells[y // 4][x // 2] |= _DOTS[y % 4][x % 2]
    lines = [[chr(_BRAILLE + cell) if cell else " " for cell in line] for line in cells]
    if marked:
        x, y = place(marked)
        lines[y // 4][x // 2] = "◆"
    return ["".join(line) for line in lines]
