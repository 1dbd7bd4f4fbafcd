"""Separates articles that are not one story."""

from collections.abc import Sequence

from textual.screen import Screen

from broadsheet.library.index.index import Index
from broadsheet.tui import sentences
from broadsheet.tui.actions.marking import Marking
from broadsheet.tui.widgets.article_table import ArticleTable


def part_story(
    screen: Screen[None], index: Index, table: ArticleTable, selected: int | None, marking: Marking
) -> None:
    """Separate an article from the lead of its story: the `selected` one, else the cursor's."""
    article_id = table.article_id
    if article_id is None:
        return
    lead, *others = index.stories.story_of(article_id)
    leaving = article_id if selected in (None, lead) else selected
    rows = index.rows([leaving, lead])
    if leaving == lead or leaving not in rows or lead not in rows:
        screen.notify(sentences.leads() if others else sentences.IN_NO_STORY, markup=False)
        return
    if leaving == article_id:
        _stay_in_story(table, [lead, *others])
    marking.part(rows[leaving], rows[lead])


def _stay_in_story(table: ArticleTable, story: Sequence[int]) -> None:
    """Move the cursor to the article below in the story, else above: its own gets another place."""
    below = table.ids[table.cursor + 1 : table.cursor + 2]
    table.cursor += 1 if below and below[0] in story else -1
