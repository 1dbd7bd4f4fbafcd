"""Draws how the figures grow with the library, as an SVG picture.

Each figure has a panel with both axes logarithmic, so a cost that grows with the number of articles
rises as steeply as the grey line; one that does not grow is level.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.figures import Library, written

PICTURE = Path(__file__).parent / "curves.svg"

_SHOWN = (
    "first rows live",
    "memory, all processes",
    "first run, memory 10 s later",
    "cold index",
    "index size",
    "text index",
    "first run, first rows",
    "one new article, p95",
    "nothing changed",
    "j held, p95",
    "Q, H, D, p95",
    "topic chosen, p95",
    "search, key p95",
    "search, view p95",
    "text:, first rows p95",
    "front page, p95",
)
_ACROSS = 4
_WIDTH, _HEIGHT = 240, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 18, 58, 58, 30
_LEAST_DECADES = 2
"""A panel spans at least this much from bottom to top, so that what does not grow looks level."""

_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#555}.name{font-weight:600;fill:#111}"
    ".curve{fill:none;stroke:#b3372f;stroke-width:2}.dot{fill:#b3372f}"
    ".linear{stroke:#bbb;stroke-dasharray:3 3}.frame{fill:#fff;stroke:#ddd}"
)

Point = tuple[int, float]


def points(name: str, libraries: Iterable[Library]) -> list[Point]:
    """Return the number of articles and the value of a figure, for each library that has it."""
    return [
        (library.articles, figure.value)
        for library in sorted(libraries, key=lambda library: library.articles)
        for figure in library.figures
        if figure.name == name and figure.value > 0
    ]


def growth(found: Sequence[Point]) -> float:
    """Return the power of the number of articles that a figure grows with from the first to last.

    That is 0 for what does not grow, 1 for what grows as the number does.
    """
    (fewest, low), (most, high) = found[0], found[-1]
    return math.log(high / low) / math.log(most / fewest) if most > fewest else 0.0


def draw(libraries: Sequence[Library]) -> str:
    """Return a picture with a panel for each figure that two libraries or more have."""
    units = {figure.name: figure.unit for library in libraries for figure in library.figures}
    curves = {name: points(name, libraries) for name in _SHOWN}
    panels = [
        _panel(number, name, units[name], found)
        for number, (name, found) in enumerate(
            (name, found) for name, found in curves.items() if len(found) > 1
        )
    ]
    rows = math.ceil(len(panels) / _ACROSS)
    size = f'viewBox="0 0 {_ACROSS * _WIDTH} {rows * _HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    title = "<title>How the figures grow with the number of articles</title>"
    return "\n".join([head, title, f"<style>{_STYLE}</style>", *panels, "</svg>", ""])


def _panel(number: int, name: str, unit: str, found: Sequence[Point]) -> str:
    left, top = number % _ACROSS * _WIDTH, number // _ACROSS * _HEIGHT
    place = _Axes(found)
    curve = " ".join(f"{place.x(articles):.1f},{place.y(value):.1f}" for articles, value in found)
    lines = [
        f'<g transform="translate({left} {top})">',
        f'<rect class="frame" x="2" y="2" width="{_WIDTH - 4}" height="{_HEIGHT - 4}" rx="4"/>',
        f'<text class="name" x="{_LEFT - 6}" y="20">{escape(name)}</text>',
        place.linear(),
        f'<polyline class="curve" points="{curve}"/>',
    ]
    for articles, value in found:
        x, y = place.x(articles), place.y(value)
        lines.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>')
        lines.append(f'<text x="{x - 8:.1f}" y="{y - 8:.1f}">{escape(written(value, unit))}</text>')
        lines.append(f'<text x="{x - 8:.1f}" y="{_HEIGHT - 12}">{_short(articles)}</text>')
    lines.append(f'<text x="{_LEFT - 6}" y="36">n^{growth(found):.2f}</text>')
    return "\n".join([*lines, "</g>"])


class _Axes:
    """Where the values of one panel stand, in its own coordinates."""

    def __init__(self, found: Sequence[Point]) -> None:
        self._first, self._last = (math.log10(found[end][0]) for end in (0, -1))
        lowest = math.log10(min(value for _, value in found))
        highest = math.log10(max(value for _, value in found))
        missing = max(0.0, _LEAST_DECADES - (highest - lowest)) / 2
        self._lowest, self._highest = lowest - missing, highest + missing

    def x(self, articles: float) -> float:
        share = (math.log10(articles) - self._first) / (self._last - self._first)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        share = (math.log10(value) - self._lowest) / (self._highest - self._lowest)
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)

    def linear(self) -> str:
        """Return a line that rises as the number of articles does, from the lower left corner."""
        up = min(self._last - self._first, self._highest - self._lowest)
        return (
            f'<line class="linear" x1="{self.x(10**self._first):.1f}" '
            f'y1="{self.y(10**self._lowest):.1f}" x2="{self.x(10 ** (self._first + up)):.1f}" '
            f'y2="{self.y(10 ** (self._lowest + up)):.1f}"/>'
        )


def _short(articles: int) -> str:
    for size, sign in ((1_000_000, "M"), (1_000, "k")):
        if articles >= size:
            return f"{articles / size:g}{sign}"
    return str(articles)
