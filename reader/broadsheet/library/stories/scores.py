"""Scores where a file has none, and what a place on the front page is made of.

The formulas are those of publishers whose files have scores; see docs/stories.md.
"""

import math
from collections.abc import Sequence

BASE = 52
PICTURE, FULL_TEXT, TOPIC_IN_TITLE, FURTHER_TOPIC, VIDEO = 20, 20, 15, 17, 50
LONG_TITLE = 70
MOST_OF_HEAT = 100
"""A heat counts for no more than the best articles have: that of some videos is far above it."""

SOURCE = 20
"""What each further source adds to a story."""

HALF_LIFE = 24 * 60 * 60
"""Seconds in which a story loses half of its value."""

LESSON = 4
"""A lesson or tip counts for this part of an article that tells news, as if two days older."""

FOLLOWS = -1
"""A heat that says: another article covers this story better."""


def quality_parts(
    *,
    heat: int | None = None,
    folded_title: str,
    title_length: int,
    has_picture: bool,
    has_text: bool,
    is_video: bool,
    folded_topics: Sequence[str],
    weight: tuple[str, int] = ("", 0),
) -> list[tuple[str, int]]:
    """Return what a computed quality is the sum of, each with its name.

    A publisher who gives an article a heat knows more of it than the formula does.
    """
    if heat is not None and heat != FOLLOWS:
        name = "from the heat in its file"
        if heat > MOST_OF_HEAT:
            name = f"from the heat {heat} in its file, of which {MOST_OF_HEAT} counts"
        parts = [(name, min(heat, MOST_OF_HEAT)), weight]
        return [(name, points) for name, points in parts if points]
    title = f" {folded_title.strip()} "
    parts = [
        ("for every article", BASE),
        ("picture", PICTURE * has_picture),
        ("full text", FULL_TEXT * has_text),
        (
            "topic in the title",
            TOPIC_IN_TITLE * any(f" {topic} " in title for topic in folded_topics[:1]),
        ),
        ("further topics", FURTHER_TOPIC * max(0, len(folded_topics) - 1)),
        ("video", VIDEO * is_video),
        ("long title", -max(0, (title_length - LONG_TITLE) // 2)),
        weight,
    ]
    return [(name, points) for name, points in parts if points]


def heat(quality: int, sources: int) -> int:
    """Return the computed heat of a story's lead."""
    return quality + SOURCE * (sources - 1)


def worth(quality: int, sources: int, *, is_lesson: bool = False) -> float:
    """Return what a story is worth on the front page when its newest article appears."""
    return heat(quality, sources) / (LESSON if is_lesson else 1)


def front_score(worth: float, age: float) -> float:
    """Return the value of a story whose newest article is `age` seconds old."""
    return worth * math.pow(0.5, age / HALF_LIFE)


def front_rank(worth: float, newest: int) -> float:
    """Return a number that orders stories as `front_score` does, at any time.

    It is the logarithm of the score, without what all stories lose alike.
    """
    return math.log2(max(1, worth)) + newest / HALF_LIFE
