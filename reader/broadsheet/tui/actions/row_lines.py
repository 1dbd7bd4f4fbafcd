"""Whether rows have an excerpt below the title, changed by a key and kept in the settings."""

from textual.screen import Screen

from broadsheet.tui.actions.saving import save_newest
from broadsheet.tui.widgets.article_table import ArticleTable


def toggle_excerpts(screen: Screen[None], table: ArticleTable) -> None:
    """Show excerpts below the titles, or no longer, from now on and at the next start."""
    table.set_lines(1 if table.lines == 2 else 2)
    save_newest(screen.app, "lines", lambda: table.lines, "table")
