"""Says what the numbers of an article, and its place, are made of."""

from collections.abc import Iterator
from pathlib import Path

from textual.screen import Screen

from broadsheet.library.index.front_days import days_of
from broadsheet.library.index.index import Index
from broadsheet.library.index.rules import active
from broadsheet.library.index.stories import asked_second
from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import Front
from broadsheet.library.stories.why import why_in_story, why_lesson, why_same_source, why_scored
from broadsheet.library.sync.said_of_sources import source_rules
from broadsheet.tui import clock
from broadsheet.tui.keys import key_of
from broadsheet.tui.screens.why import WhyScreen


def say_why(
    screen: Screen[None], library: Path, index: Index, article_id: int | None, query: Query
) -> None:
    """Say in a window what the numbers of an article are made of, in a line each.

    Its place is that on the front page which `query` asks for, else on the one of today.
    """
    members = [] if article_id is None else index.stories.story_of(article_id)
    rows = index.told_rows({*members[:1], *members})
    fact = None if article_id is None else index.stories.fact(article_id)
    if fact is None or fact.id not in rows:
        return
    lead = rows.get(members[0], rows[fact.id])
    rules = source_rules(library)
    story, later = rows[fact.id].story, index.stories.came_later(lead.id)
    said = [
        *why_scored(fact, story, index.stories.quality_parts(fact, rules)),
        *why_lesson(index.stories.lesson_sign(fact)),
        *why_in_story(story, lead.title, len(members), days_of(rows.values()), later),
        *why_same_source(index.stories.other_names(fact, rules)),
        *_place(index, query, fact.id, lead.id),
        *_apart(index, fact.id),
        *_rules(index, fact.id),
    ]
    screen.app.push_screen(WhyScreen(rows[fact.id].title, said))


def _apart(index: Index, article_id: int) -> Iterator[str]:
    """Yield the articles that the user took out of its story, or it out of theirs."""
    for row in index.rows(index.stories.taken_apart(article_id)).values():
        yield f"in no story with “{row.title}”, because you took them apart"


def _rules(index: Index, article_id: int) -> Iterator[str]:
    """Yield what each rule that finds an article does to it."""
    today = clock.now().astimezone().date()
    for hits in index.rules.hits(article_id):
        rule = hits.rule
        if hits.has_article and active([rule], today):
            done = "muted" if rule.weight is None else f"{rule.weight:+} on the front page"
            end = f" until {rule.until.isoformat()}" if rule.until else ""
            yield f"{done} by the rule {rule.query}{end}; {key_of('mute')} takes it away"


def _place(index: Index, query: Query, article_id: int, lead: int) -> Iterator[str]:
    """Yield where the story of an article stands on the front page, and why, if it is on it."""
    front = next((term.at for term in query.terms if isinstance(term, Front)), None)
    page = index.stories.front_page(asked_second(query))
    numbers = {place.id: number for number, place in enumerate(page, 1)}
    if lead not in numbers:
        return
    of = index.stories.front_day(front).written
    place = page[numbers[lead] - 1]
    said = place.reason(is_lead=article_id == lead)
    yield f"place {numbers[lead]} on the front page of {of}, with {said}"
    yield f"its points as a formula: {place.formula()}"
    near = index.stories.near_each_other(page).get(lead, ())
    for row in index.rows(near).values():
        yield f"see also place {numbers[row.id]}, “{row.title}”: it may be about the same event"
