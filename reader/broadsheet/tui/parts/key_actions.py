"""What each key of the main screen does: `keys.py` names the actions, the parts perform them."""

from collections.abc import Callable
from functools import partial

from textual.screen import Screen

from broadsheet.tui import sentences
from broadsheet.tui.actions.row_lines import toggle_excerpts
from broadsheet.tui.parts.parts import Parts

Action = Callable[..., object]


def key_actions(screen: Screen[None], parts: Parts) -> dict[str, Action]:
    """Return what to call for each action of the screen's keys."""
    index, table, panes = parts.index, parts.table, parts.panes
    navigation, articles, article = parts.navigation, parts.list, parts.article
    marking = parts.marking

    of_article = partial(_of_article, screen, parts)

    def toggle_later() -> None:
        row = index.row(table.article_id)
        parts.toggle_mark("later")
        if row is not None and not row.is_later:
            parts.texts.fetch_unasked(row)

    def refresh_library() -> None:
        parts.folder.look()
        parts.feeds.fetch()

    # Windows are imported when they are opened: the first rows need none.

    def show_columns() -> None:
        from broadsheet.tui.screens.columns import ColumnsScreen

        screen.app.push_screen(ColumnsScreen(table.columns, table.makeup.source, panes))

    def show_why() -> None:
        from broadsheet.tui.actions.saying_why import say_why

        say_why(screen, parts.library.base, index.now, table.article_id, table.view.query)

    def part() -> None:
        from broadsheet.tui.actions.parting import part_story

        part_story(screen, index.now, table, article.selected_in_story, marking)

    def show_problems() -> None:
        from broadsheet.tui.screens.source import ProblemsScreen

        screen.app.push_screen(ProblemsScreen(parts.library.base, lambda: index.now))

    def show_settings() -> None:
        from broadsheet.tui.screens.settings import SettingsScreen

        screen.app.push_screen(SettingsScreen())

    def show_help() -> None:
        from broadsheet.tui.screens.help import HelpScreen

        screen.app.push_screen(HelpScreen())

    return {
        "choose": partial(_choose, parts),
        "back": navigation.back,
        "sort": navigation.sort,
        "next_pane": lambda: panes.step(1),
        "previous_pane": lambda: panes.step(-1),
        "next_unread": partial(_go_on, parts, 1),
        "previous_unread": partial(_go_on, parts, -1),
        "toggle_sidebar": panes.toggle_sidebar,
        "shrink_pane": lambda: panes.resize(-1),
        "enlarge_pane": lambda: panes.resize(1),
        "reset_pane": panes.reset_size,
        "rearrange": panes.rearrange,
        "reading_mode": navigation.toggle_reading,
        "rename_view": lambda: navigation.edit_view("rename"),
        "remove_view": lambda: navigation.edit_view("remove"),
        "raise_view": lambda: navigation.edit_view("raise"),
        "lower_view": lambda: navigation.edit_view("lower"),
        "search": parts.searching.open,
        "find_text": of_article(partial(_find_text, parts)),
        "clear_search": partial(_leave, parts),
        "open": of_article(article.open),
        "links": of_article(article.show_links),
        "copy_url": of_article(article.copy_url),
        "full_text": of_article(article.toggle_full_text),
        "picture": of_article(lambda: parts.pictures.toggle(article.opened())),
        "source": of_article(article.show_source),
        "run_program": of_article(lambda *of: parts.programs.run(*of)),
        "why": of_article(show_why),
        "mute": of_article(lambda: parts.muting.ask(index.now, table.article_id)),
        "part_story": of_article(part),
        "toggle_read": of_article(lambda: parts.toggle_mark("read")),
        "toggle_starred": of_article(lambda: parts.toggle_mark("starred")),
        "toggle_later": of_article(toggle_later),
        "mark_all_read": lambda: marking.ask_to_mark_all_read(articles.found),
        "undo": marking.undo,
        "columns": show_columns,
        "toggle_excerpts": lambda: toggle_excerpts(screen, table, is_seen=panes.shows_table),
        "charts": parts.show_charts,
        "refresh_library": refresh_library,
        "subscribe": parts.feeds.subscribe,
        "feeds": parts.feeds.manage,
        "problems": show_problems,
        "settings": show_settings,
        "help": show_help,
        "command_palette": lambda: screen.app.action_command_palette(),
        "quit": navigation.quit,
    }


def _find_text(parts: Parts) -> None:
    parts.article.opened()
    parts.text_finding.open()


def _choose(parts: Parts) -> None:
    if parts.is_finding and parts.panes.current == "detail" and parts.detail.chosen is None:
        parts.text_finding.step(1)
    else:
        parts.navigation.choose()


def _go_on(parts: Parts, step: int) -> None:
    if parts.is_finding:
        parts.text_finding.step(step)
    else:
        parts.navigation.go_to_unread(step)


def _leave(parts: Parts) -> None:
    if parts.is_finding:
        parts.text_finding.end()
    else:
        parts.navigation.leave()


def _of_article(screen: Screen[None], parts: Parts, action: Action) -> Action:
    """Return an action that needs an article, and says so if the list is empty."""

    def act(*of: object) -> None:
        if parts.table.article_id is None:
            screen.notify(sentences.NO_ARTICLE, markup=False, timeout=3)
        else:
            action(*of)

    return act
