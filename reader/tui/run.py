"""The door to the screen: all that the commands know of it."""

from reader.config import Settings
from reader.library.library import Library
from reader.tui.app import BroadsheetApp


def run_reader(library: Library, settings: Settings, warnings: tuple[str, ...]) -> int:
    """Open the reader on `library`; return the exit status.

    Raises `database.IndexUnavailableError`.
    """
    # Here, where it can still be said in one line, not inside the app.
    library.open_index().close()
    app = BroadsheetApp(library, settings, warnings)
    app.run()
    return app.return_code or 0
