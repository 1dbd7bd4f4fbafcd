"""Separates articles that are not one story."""

from collections.abc import Sequence

from textual.screen import Screen

from broadsheet.tui import sentences
from broadsheet.tui.parts.parts import Parts
from broadsheet.tui.widgets.article_table import ArticleTable


def _stay_in_story(table: ArticleTable, story: Sequence[int]) -> None:
    """Move the cursor to the article below in the story, else above: its own gets another place."""
    below = table.ids[table.cursor + 1 : table.cursor + 2]
    table.cursor += 1 if below and below[0] in story else -1


def part_story(screen: Screen[None], parts: Parts) -> None:
    """Separate the article of the cursor from the lead of its story.

    In the article pane, separate the selected article of the story.
    """
    article_id = parts.table.article_id
    if article_id is None:
        return
    index = parts.index.now
    selected = parts.article.selected_in_story
    lead, *others = index.story_of(article_id)
    leaving = article_id if selected in (None, lead) else selected
    rows = index.rows([leaving, lead])
    if leaving == lead or leaving not in rows or lead not in rows:
        screen.notify(sentences.LEADS if others else sentences.IN_NO_STORY, markup=False)
        return
    if leaving == article_id:
        _stay_in_story(parts.table, [lead, *others])
    parts.marking.part(rows[leaving], rows[lead])
