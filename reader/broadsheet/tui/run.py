"""Opens the reader on a library, for the command that was typed."""

from typing import TYPE_CHECKING

from broadsheet.config.settings import Settings
from broadsheet.library.index.database import discard_index, unavailable
from broadsheet.library.library import Library
from broadsheet.log import note, start_log
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from broadsheet.tui.rebinding import rebind
from broadsheet.tui.signals import ended_by_signals

if TYPE_CHECKING:
    from broadsheet.tui.app import BroadsheetApp

_REBUILT = "The index of this library was damaged. It is being rebuilt."


def run_reader(library: Library, settings: Settings, warnings: tuple[str, ...]) -> int:
    """Open the reader on `library`; return the exit status.

    Raises `database.IndexUnavailableError`.
    """
    # Here an error is still one line, before the app takes the screen.
    with library.open_index() as index:
        articles = index.count()
    start_log("read")
    said = (*warnings, *rebind(settings.keys, settings.programs))
    # Imported only now: the screens take the keys that are bound when they are imported.
    from broadsheet.tui.app import BroadsheetApp

    with Marks(marks_path()) as marks:
        note(f"{articles:,} articles in {library.root}; marks {marks.opening.state}")
        app = BroadsheetApp(library, settings, marks, said)
        _run(app)
        if app.index_failure is not None:
            # The index is a cache: the folder is read again, and the reader goes on.
            note(f"rebuilding the index: {app.index_failure}")
            discard_index(library.index_path)
            app = BroadsheetApp(library, settings, marks, (*said, _REBUILT))
            _run(app)
    if app.index_failure is not None:
        raise unavailable(library.index_path, app.index_failure)
    if app.next_library is not None:
        return run_reader(Library(app.next_library), settings, warnings)
    if not app.return_code:
        from broadsheet.tui.frame_process import keep_next_frame

        keep_next_frame(library, settings, said)
    note(f"left with status {app.return_code or 0}")
    return app.return_code or 0


def _run(app: "BroadsheetApp") -> None:
    with ended_by_signals(app.end, app.leave_at_once):
        app.run()
