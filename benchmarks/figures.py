"""The figures, with floors and rivals measured in the same run, and their targets."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

BARE = "bare Textual"
PYTHON = "Python alone"
WALK = "walk and stat"
NEWSBOAT = "newsboat"
SFEED = "sfeed_curses"
FZF = "fzf"
RIPGREP = "rg"
EXPECTED = "3 x walk and stat, and reading the changed"
SMALLER = "at 100,000"
BARE_REQUESTS = "bare requests"
BARE_REQUESTS_AND_PARSING = "bare requests, and parsing"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in `unit` (s, ms, MB, B, %, of 1, a second), and others measured in the same run.

    One that is NaN was not to be had on this system.
    """

    name: str
    value: float
    unit: str
    beside: Mapping[str, float] = field(default_factory=dict)
    at: str = ""
    """The commit that was measured; empty outside a checkout."""


@dataclass(frozen=True, slots=True)
class Library:
    """The figures of one library."""

    name: str
    articles: int
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Results:
    """All figures of a run, the machine they were taken on, and the rivals that were left out."""

    date: str
    machine: str
    libraries: Sequence[Library]
    skipped: Sequence[str]


@dataclass(frozen=True, slots=True)
class Target:
    """A figure's limit, in its own unit or as a multiple of the figure `beside` it.

    It holds for libraries of `down_to` to `up_to` articles; `at_least` turns it round.
    """

    limit: float
    beside: str = ""
    up_to: int = 1_000_000
    down_to: int = 0
    at_least: bool = False

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.limit:,g}" + (f" x {self.beside}" if self.beside else "")


_HUNDRED_THOUSAND = 100_000
_FRAME = (Target(16),)
# What is read or looked at in no time is a matter of starting, which takes Python longer.
_LARGE = 10_000
_LESS_THAN_NEWSBOAT = Target(0.75, NEWSBOAT, up_to=_HUNDRED_THOUSAND, down_to=_LARGE)
_ROWS_AT_ONCE = (Target(100, up_to=_HUNDRED_THOUSAND), Target(400))

# A library is held to the first target of its size; beyond the last one, and where what the target
# is a multiple of was not measured, to none.
_TARGETS: Mapping[str, tuple[Target, ...]] = {
    "demo written": (Target(10_000, at_least=True),),
    "cold index": (_LESS_THAN_NEWSBOAT,),
    "nothing changed": (Target(3, WALK),),
    "400 changes": (Target(1, EXPECTED, down_to=_LARGE),),
    "first rows seen": (Target(0.020),),
    "first rows live": (Target(1.7, BARE),),
    "memory, first rows": (Target(80, up_to=_HUNDRED_THOUSAND), Target(130)),
    "memory, at rest": (Target(80, up_to=_HUNDRED_THOUSAND), Target(130)),
    "memory, all processes": (Target(60, up_to=_HUNDRED_THOUSAND), Target(90)),
    "idle": (Target(0.3),),
    "idle, written": (Target(0),),
    "first run, memory 10 s later": (Target(65, up_to=_HUNDRED_THOUSAND),),
    "first run, first rows": (Target(1),),
    "first run, key p95": (Target(50),),
    "first run, all read": (_LESS_THAN_NEWSBOAT,),
    "j held, p95": _FRAME,
    "ctrl+d, p95": _FRAME,
    "G and g, p95": _FRAME,
    "scroll bar dragged, p95": _FRAME,
    "Q, H, D, p95": _ROWS_AT_ONCE,
    "topic chosen, p95": _ROWS_AT_ONCE,
    "search, key p95": (Target(50, up_to=_HUNDRED_THOUSAND), Target(100)),
    "search, first rows p95": (Target(16, up_to=_HUNDRED_THOUSAND), Target(100)),
    "text:, first rows p95": (Target(50, up_to=_HUNDRED_THOUSAND), Target(150)),
    "feeds, all new": (Target(2, BARE_REQUESTS_AND_PARSING),),
    "feeds, nothing new": (Target(1.3, BARE_REQUESTS),),
    "feeds arriving, key p95": (Target(50),),
    "feeds, memory": (Target(150),),
    "feeds, written": (Target(3_000, at_least=True),),
    "one new article, its story": (Target(1, up_to=_HUNDRED_THOUSAND),),
    "30 new articles, story of each": (Target(1, up_to=_HUNDRED_THOUSAND),),
    "search, view p95": (Target(16, up_to=_HUNDRED_THOUSAND),),
}


def target_of(figure: Figure, articles: int) -> Target | None:
    """Return the target of a figure in a library of this number of articles."""
    for target in _TARGETS.get(figure.name, ()):
        if target.down_to <= articles <= target.up_to and (
            not target.beside or target.beside in figure.beside
        ):
            return target
    return None


def is_met(figure: Figure, target: Target) -> bool:
    """Whether the figure keeps to the target."""
    limit = target.limit * (figure.beside[target.beside] if target.beside else 1)
    return figure.value >= limit if target.at_least else figure.value <= limit


def written(value: float, unit: str) -> str:
    """Return a value with its unit, in three digits or so."""
    if math.isnan(value):
        return "unknown"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if unit in {"ms", "MB"} else 3
    return f"{value:,.{digits}f} {unit}"
