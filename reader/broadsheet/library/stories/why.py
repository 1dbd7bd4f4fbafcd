"""Says in a line each what the numbers of an article are made of."""

from collections.abc import Iterator, Sequence

from broadsheet.library.stories.facts import Fact
from broadsheet.library.stories.in_story import InStory
from broadsheet.library.stories.scores import FOLLOWS, SOURCE
from broadsheet.text.counting import counted

_NAMED = 5


def why_scored(fact: Fact, story: InStory, parts: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Yield a line for quality and one for heat; `parts` are those of a computed quality."""
    quality = fact.quality
    if quality is None:
        total = "" if story.quality is None else f" ≈{story.quality}"
        yield f"quality{total}, estimated{_sum(parts)}"
    else:
        yield f"quality {quality}: from the file"
    yield from _heat(fact, story)


def why_in_story(story: InStory, lead: str, articles: int, days: str, later: int) -> Iterator[str]:
    """Yield a line for the story, if it has several articles; `lead` is the title of its lead.

    `articles` is how many it has, `days` is when they appeared, and `later` is how many more
    sources told it after the day of the front page in question.
    """
    several = f" in {articles} articles" if articles > story.sources else ""
    several += f" on {days}" if days else ""
    if later:
        several += f"; {came_later(later)}"
    if not story.is_lead:
        told_by = counted(story.sources, "source", "sources")
        yield f"in “{lead}”, a story told by {told_by}{several}"
    elif story.sources > 1:
        yield f"leads a story told by {story.sources} sources{several}"
    elif later:
        yield f"alone in its story on that day; {came_later(later)}"


def why_lesson(sign: str) -> Iterator[str]:
    """Yield why an article counts as a lesson, given what says so; nothing if it is none."""
    if sign:
        yield f"counts as a lesson or tip by its {sign}, so it stands below what is news"


def why_same_source(names: Sequence[str]) -> Iterator[str]:
    """Yield a line for the other names of the provider, if there are any."""
    if names:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield f"other names of its provider: {', '.join(names[:_NAMED])}{more}"


def _heat(fact: Fact, story: InStory) -> Iterator[str]:
    """Yield what the heat is made of, and what else keeps an article from leading a story."""
    computed = story.heat(fact.quality)
    if fact.heat == FOLLOWS:
        yield "heat −1: its publisher says that another article covers the story better"
    elif fact.heat is not None:
        yield f"heat {fact.heat}: from the file"
    elif computed is not None:
        known = story.quality if fact.quality is None else fact.quality
        yield f"heat ≈{computed}, estimated: quality {known}{_further(story.sources)}"
    if fact.is_removed:
        yield "its publisher took it back, so it leads no story and is on no front page"


def came_later(sources: int) -> str:
    """Return that a story went on after the day of a front page."""
    return f"{counted(sources, 'more source', 'more sources')} came later"


def _sum(parts: Sequence[tuple[str, int]]) -> str:
    """Return what a quality is the sum of; that of a heat alone is the heat."""
    if len(parts) == 1 and parts[0][0].startswith("from "):
        return f" {parts[0][0]}"
    text = " ".join(f"{'−' if points < 0 else '+'} {abs(points)} {name}" for name, points in parts)
    return f": {text.removeprefix('+ ')}"


def _further(sources: int) -> str:
    more = sources - 1
    return f" + {more * SOURCE} for {counted(more, 'more source', 'more sources')}" if more else ""
