"""Says what the numbers of an article, and its place, are made of."""

from pathlib import Path

from textual.screen import Screen

from broadsheet.library.index.index import Index
from broadsheet.library.stories.why import why
from broadsheet.library.sync.source_rules import source_rules

_SECONDS = 30


def say_why(screen: Screen[None], library: Path, index: Index, article_id: int | None) -> None:
    """Say in a notification what the numbers of an article are made of, in a line each."""
    members = [] if article_id is None else index.story_of(article_id)
    rows = index.rows({*members[:1], *members})
    fact = None if article_id is None else index.fact(article_id)
    if fact is None or fact.id not in rows:
        return
    lead = rows.get(members[0], rows[fact.id])
    place = next((place for place in index.front_page() if place.id == lead.id), None)
    rules = source_rules(library)
    lines = why(
        fact,
        rows[fact.id].story,
        index.quality_parts(fact, rules),
        place,
        lead.title,
        index.other_names(fact, rules),
    )
    screen.notify("\n".join(lines), title="Why", markup=False, timeout=_SECONDS)
