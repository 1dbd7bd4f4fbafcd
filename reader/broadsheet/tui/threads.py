"""Work that may take longer than a frame, in threads."""

from collections.abc import Callable

from textual.app import App
from textual.screen import Screen


def in_thread(
    runner: App[None] | Screen[None],
    work: Callable[[], None],
    group: str,
    *,
    cancels: bool = False,
) -> None:
    """Run `work` in a thread; `cancels` what is still at work in the same group.

    A fault of it is reported, and does not end the program.
    """
    runner.run_worker(
        work, name=group, group=group, thread=True, exclusive=cancels, exit_on_error=False
    )
