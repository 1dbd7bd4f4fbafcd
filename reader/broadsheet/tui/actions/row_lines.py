"""Whether rows have an excerpt below the title, changed by a key and kept in the settings."""

from textual.screen import Screen

from broadsheet.config.settings import SettingsError
from broadsheet.tui.widgets.article_table import ArticleTable


def toggle_excerpts(screen: Screen[None], table: ArticleTable) -> None:
    """Show excerpts below the titles, or no longer, from now on and at the next start."""
    lines = 1 if table.lines == 2 else 2
    table.set_lines(lines)

    def save() -> None:
        from broadsheet.config.writing import save_setting

        try:
            save_setting("lines", lines, "table")
        except SettingsError as error:
            screen.app.call_from_thread(
                screen.notify, str(error), title="Settings", severity="warning", markup=False
            )

    screen.run_worker(save, group="lines", thread=True, exit_on_error=False)
