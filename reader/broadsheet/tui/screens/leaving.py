"""Closing a screen that lies over the articles."""

from typing import TypeVar

from textual.screen import Screen

Result = TypeVar("Result")


def leave(screen: Screen[Result], result: Result | None = None) -> None:
    """Close `screen`; a key that comes twice in a moment must not close what is below it, too."""
    if screen.is_current:
        screen.dismiss(result)
