"""The door to the screen: all that the commands know of it."""

from reader.config import Settings
from reader.library.library import Library
from reader.log import note, start_log
from reader.marks.store import Marks
from reader.paths import marks_path
from reader.tui.app import BroadsheetApp


def run_reader(library: Library, settings: Settings, warnings: tuple[str, ...]) -> int:
    """Open the reader on `library`; return the exit status.

    Raises `database.IndexUnavailableError`.
    """
    # Here, where it can still be said in one line, not inside the app.
    with library.open_index() as index:
        articles = index.count()
    start_log("read")
    with Marks(marks_path()) as marks:
        note(f"{articles:,} articles in {library.root}; marks {marks.opening.state}")
        app = BroadsheetApp(library, settings, marks, warnings)
        app.run()
    note(f"left with status {app.return_code or 0}")
    return app.return_code or 0
