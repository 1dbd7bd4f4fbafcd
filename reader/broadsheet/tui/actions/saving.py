"""Saves in the settings what is chosen on the screen, in a thread."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from textual.app import App

from broadsheet.config.settings import SettingsError
from broadsheet.tui.threads import in_thread

if TYPE_CHECKING:
    from broadsheet.config.text import SettingValue

_SAVING = Lock()


def save_newest(
    app: App[None],
    key: str,
    newest: Callable[[], "SettingValue"],
    table: str,
    then: Callable[[bool], None] = lambda _: None,
) -> None:
    """Save a setting, with the value that is the newest when it is written.

    `then` is called on the event loop, and told whether it was written. If not, the user is told.
    """

    def save() -> None:
        from broadsheet.config.writing import save_setting

        # Threads run in any order; whichever writes last, writes what is chosen by then.
        with _SAVING:
            try:
                save_setting(key, newest(), table)
            except SettingsError as error:
                app.call_from_thread(
                    app.notify, str(error), title="Settings", severity="warning", markup=False
                )
                app.call_from_thread(then, False)
            else:
                app.call_from_thread(then, True)

    in_thread(app, save, "settings")
