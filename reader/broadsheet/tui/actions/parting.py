"""Separates articles that are not one story."""

from textual.screen import Screen

from broadsheet.tui.parts.parts import Parts


def part_story(screen: Screen[None], parts: Parts) -> None:
    """Separate the article of the cursor from the lead of its story.

    In the article pane, separate the selected article of the story from the one that is shown.
    """
    article_id = parts.table.article_id
    if article_id is None:
        return
    index = parts.index.now
    selected = parts.article.selected_in_story
    lead, *_ = index.story_of(article_id)
    other = lead if selected is None else selected
    rows = index.rows([other])
    if other == article_id or other not in rows:
        screen.notify(
            "This article leads its story, or is in none. Space shows the others of a story:"
            " p separates the one that the cursor is on.",
            markup=False,
        )
        return
    title = rows[other].title
    parts.marking.part(article_id, other, f"Separated from “{title}”. u undoes it.")
