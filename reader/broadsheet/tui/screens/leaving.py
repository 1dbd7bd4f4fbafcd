"""Opens and closes screens that lie over the articles."""

from collections.abc import Callable
from typing import TypeVar

from textual.screen import Screen

Result = TypeVar("Result")


def open_over(
    screen: Screen[None],
    window: Screen[Result],
    answered: Callable[[Result | None], None] | None = None,
) -> None:
    """Open a window over `screen`, unless one was opened while this one was prepared."""
    if screen.app.screen is screen:
        screen.app.push_screen(window, answered)


def leave(screen: Screen[Result], result: Result | None = None) -> None:
    """Close `screen`, but not what lies below it if the key came twice."""
    if screen.is_current:
        screen.dismiss(result)
