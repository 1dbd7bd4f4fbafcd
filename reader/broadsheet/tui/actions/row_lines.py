"""Whether rows have an excerpt below the title, changed by a key and kept in the settings."""

from textual.screen import Screen

from broadsheet.tui import sentences
from broadsheet.tui.actions.saving import save_newest
from broadsheet.tui.widgets.article_table import ArticleTable


def toggle_excerpts(screen: Screen[None], table: ArticleTable, *, is_seen: bool) -> None:
    """Show excerpts below the titles, or no longer, from now on and at the next start.

    Says so if the table is not in sight.
    """
    table.set_lines(1 if table.lines == 2 else 2)
    if not is_seen:
        screen.notify(sentences.LINES[table.lines], markup=False, timeout=3)
    save_newest(screen.app, "lines", lambda: table.lines, "table")
