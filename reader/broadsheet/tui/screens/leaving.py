"""Closes a screen that lies over the articles."""

from typing import TypeVar

from textual.screen import Screen

Result = TypeVar("Result")


def leave(screen: Screen[Result], result: Result | None = None) -> None:
    """Close `screen`, but not what lies below it if the key came twice."""
    if screen.is_current:
        screen.dismiss(result)
