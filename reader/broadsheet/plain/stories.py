"""Stories in words: who else tells one, and why the front page shows it."""

from collections.abc import Iterable

from broadsheet.library.index.index import Index
from broadsheet.library.index.rows import Row
from broadsheet.library.index.stories import asked_second
from broadsheet.library.view import View
from broadsheet.plain import wording
from broadsheet.text.counting import counted

_IN_WORDS = {"≈": "computed ", "÷": "divided by", " + ": " plus "}


def reasons(index: Index, view: View) -> dict[int, str]:
    """Return what the places on a front page are made of; nothing for other lists."""
    if not view.is_front_page:
        return {}
    places = index.stories.front_page(asked_second(view.query))
    return {place.id: _in_words(place.reason()) for place in places}


def _in_words(reason: str) -> str:
    for sign, words in _IN_WORDS.items():
        reason = reason.replace(sign, words)
    return f"{reason}."


def others_said(others: int) -> list[str]:
    """Return how many other articles tell the story of the one that was read, if any do."""
    if not others:
        return []
    verb = "tells" if others == 1 else "tell"
    return [f"{counted(others, 'more article')} {verb} this story: type t."]


def other_lines(rows: Iterable[Row]) -> list[str]:
    """Return the other articles of a story, with their numbers."""
    lines = [
        line
        for number, row in enumerate(rows, 1)
        for line in wording.wrapped(f"Source {wording.line_of(number, row)}")
    ]
    return lines or ["No other article tells this story."]
