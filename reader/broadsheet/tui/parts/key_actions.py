"""What each key of the main screen does: `keys.py` names the actions, the parts perform them."""

from collections.abc import Callable
from functools import partial

from textual.screen import Screen

from broadsheet.library.query.names import no_such_field
from broadsheet.tui import sentences
from broadsheet.tui.actions.row_lines import toggle_excerpts
from broadsheet.tui.actions.saved_views import ViewChange
from broadsheet.tui.parts.parts import Parts

Action = Callable[..., object]
Actions = dict[str, Action]


def key_actions(screen: Screen[None], parts: Parts) -> Actions:
    """Return what to call for each action of the screen's keys."""
    of_article = {
        name: partial(_if_there_is_one, screen, parts, action)
        for name, action in _of_article(screen, parts).items()
    }
    return of_article | _of_panes(parts) | _of_list(screen, parts) | _of_program(screen, parts)


def _of_article(screen: Screen[None], parts: Parts) -> Actions:
    """Return what is done to the article of the cursor."""
    table, article = parts.table, parts.article

    def toggle_later() -> None:
        row = parts.index.row(table.article_id)
        parts.toggle_mark("later")
        if row is not None and not row.is_later:
            parts.texts.fetch_unasked(row)

    # Windows are imported when they are opened: the first rows need none.

    def show_why() -> None:
        from broadsheet.tui.actions.saying_why import say_why

        say_why(screen, parts.library.base, parts.index.now, table.article_id, table.view.query)

    def part() -> None:
        from broadsheet.tui.actions.parting import part_story

        part_story(screen, parts.index.now, table, article.selected_in_story, parts.marking)

    return {
        "find_text": partial(_find_text, parts),
        "open": article.open,
        "links": article.show_links,
        "copy_url": article.copy_url,
        "full_text": article.toggle_full_text,
        "picture": lambda: article.with_opened(parts.pictures.toggle),
        "source": article.show_source,
        "run_program": partial(_run_program, parts),
        "why": show_why,
        "part_story": part,
        "toggle_read": lambda: parts.toggle_mark("read"),
        "toggle_starred": lambda: parts.toggle_mark("starred"),
        "toggle_later": toggle_later,
    }


def _of_panes(parts: Parts) -> Actions:
    """Return what is done to the panes, and what leads from one to another."""
    navigation, panes = parts.navigation, parts.panes
    return {
        "choose": partial(_choose, parts),
        "back": navigation.back,
        "clear_search": partial(_leave, parts),
        "next_pane": lambda: panes.step(1),
        "previous_pane": lambda: panes.step(-1),
        "toggle_sidebar": panes.toggle_sidebar,
        "shrink_pane": lambda: panes.resize(-1),
        "enlarge_pane": lambda: panes.resize(1),
        "reset_pane": panes.reset_size,
        "rearrange": panes.rearrange,
        "reading_mode": navigation.toggle_reading,
    }


def _of_list(screen: Screen[None], parts: Parts) -> Actions:
    """Return what is done to the list and to the views that it shows."""
    table, panes, marking = parts.table, parts.panes, parts.marking

    def show_columns() -> None:
        from broadsheet.tui.screens.columns import ColumnsScreen

        screen.app.push_screen(ColumnsScreen(table.columns, table.makeup.source, panes))

    return {
        "search": parts.searching.open,
        "sort": partial(_sort, screen, parts),
        "next_unread": partial(_go_on, parts, 1),
        "previous_unread": partial(_go_on, parts, -1),
        "rename_view": partial(_edit_view, screen, parts, "rename"),
        "remove_view": partial(_edit_view, screen, parts, "remove"),
        "raise_view": partial(_edit_view, screen, parts, "raise"),
        "lower_view": partial(_edit_view, screen, parts, "lower"),
        "mark_all_read": lambda: marking.ask_to_mark_all_read(parts.list.found),
        "undo": marking.undo,
        "mute": lambda: parts.muting.ask(parts.index.now, table.article_id),
        "columns": show_columns,
        "toggle_excerpts": lambda: toggle_excerpts(screen, table, is_seen=panes.shows_table),
        "charts": parts.show_charts,
    }


def _of_program(screen: Screen[None], parts: Parts) -> Actions:
    """Return what is done to the library, and to the program."""

    def refresh_library() -> None:
        parts.folder.look()
        parts.feeds.fetch()

    def show_problems() -> None:
        from broadsheet.tui.screens.source import ProblemsScreen

        screen.app.push_screen(ProblemsScreen(parts.library.base, lambda: parts.index.now))

    def show_settings() -> None:
        from broadsheet.tui.screens.settings import SettingsScreen

        screen.app.push_screen(SettingsScreen())

    return {
        "refresh_library": refresh_library,
        "subscribe": parts.feeds.subscribe,
        "feeds": parts.feeds.manage,
        "problems": show_problems,
        "settings": show_settings,
        "command_palette": lambda: screen.app.action_command_palette(),
        "quit": parts.navigation.quit,
    }


def _sort(screen: Screen[None], parts: Parts, field: str) -> None:
    if parts.table.makeup.has(field) or parts.folder.is_filling:
        parts.navigation.sort(field)
    else:
        screen.notify(no_such_field(field), markup=False)


def _edit_view(screen: Screen[None], parts: Parts, change: ViewChange) -> None:
    """Change the saved view that the cursor is on in the sidebar."""
    name = parts.sidebar.view_name if parts.panes.current == "sidebar" else None
    if name is None:
        screen.notify(sentences.no_view(), markup=False, timeout=4)
    else:
        parts.saved_views.edit(name, change)


def _find_text(parts: Parts) -> None:
    parts.article.with_opened(lambda _: parts.text_finding.open())


def _run_program(parts: Parts, number: int) -> None:
    parts.article.with_opened(lambda opened: parts.programs.run(number, opened))


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


def _if_there_is_one(screen: Screen[None], parts: Parts, action: Action, *of: object) -> None:
    """Do what needs an article, or say that the list is empty."""
    if parts.table.article_id is None:
        screen.notify(sentences.NO_ARTICLE, markup=False, timeout=3)
    else:
        action(*of)
