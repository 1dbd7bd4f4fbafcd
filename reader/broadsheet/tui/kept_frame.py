"""Makes the first frame of the next start, which `broadsheet.first_frame` paints.

It is what the program itself draws: the reader is opened once more, without a terminal, and closed
at its first frame.
"""

import time
from contextlib import suppress
from pathlib import Path

from textual.driver import Driver
from textual.screen import Screen

from broadsheet import paths
from broadsheet.config.settings import Settings, settings_file
from broadsheet.first_frame.conditions import of_process, stamp
from broadsheet.first_frame.frame import is_harmless, packed
from broadsheet.library.library import Library
from broadsheet.marks.store import Marks
from broadsheet.tui import clock
from broadsheet.tui.actions import layout_file
from broadsheet.tui.alignment import aligned
from broadsheet.tui.app import BroadsheetApp
from broadsheet.tui.auto_theme import AUTO
from broadsheet.tui.cells import next_age
from broadsheet.tui.driver import TerminalDriver
from broadsheet.tui.screens.main import MainScreen

_PATIENCE = 3.0


def kept_frame(library: Library, settings: Settings, size: tuple[int, int]) -> bytes:
    """Return the file of the first frame that the next start draws; empty if it is not known."""
    if settings.theme == AUTO or not settings.start.kept_frame:
        return b""  # nobody knows the background of the next terminal
    process, stamps = of_process(size), _stamps(library)
    with Marks(paths.marks_path()) as marks:
        still = StillApp(library, settings, marks)
        still.run(size=size)
    if process != of_process(size) or stamps != _stamps(library) or not still.frame:
        return b""
    if not is_harmless(still.frame, *size):
        return b""
    with suppress(ValueError):
        return packed(process, stamps, still.until, still.frame)
    return b""


def _stamps(library: Library) -> dict[str, str]:
    """Return the stamps of all files that the first frame is made from."""
    config, package = settings_file(), Path(__file__).parents[1]
    databases = (library.index_path, paths.marks_path())
    files = (
        *databases,
        *(database.with_name(f"{database.name}-wal") for database in databases),
        config,
        config.with_name("themes"),
        *config.with_name("themes").glob("*"),
        layout_file.file(),
        library.base / paths.SUBSCRIPTIONS,
        paths.default_library() / paths.SUBSCRIPTIONS,
        *paths.bundled("styles").iterdir(),
        package / "__init__.py",
    )
    names = [*map(str, files), f"{library.base}/.", f"{library.base.resolve()}/."]
    return {name: stamp(name) for name in names}


class _StillDriver(TerminalDriver):
    """Collects what would be written to a terminal, and touches none."""

    def start_application_mode(self) -> None:
        """Do nothing."""

    def stop_application_mode(self) -> None:
        """Do nothing."""

    def disable_input(self) -> None:
        """Do nothing."""

    def flush(self) -> None:
        """Do nothing."""

    def write(self, data: str) -> None:
        """Take a frame."""
        if isinstance(self._app, StillApp):
            self._app.drawn(aligned(data))


class StillApp(BroadsheetApp):
    """The reader up to its first frame."""

    def __init__(self, library: Library, settings: Settings, marks: Marks) -> None:
        super().__init__(library, settings, marks)
        self.frame = ""
        self.until = 0.0

    def get_driver_class(self) -> type[Driver]:
        """Return a driver without a terminal."""
        return _StillDriver

    def get_default_screen(self) -> Screen[None]:
        """Return a main screen that only shows what the index says."""
        self.set_timer(_PATIENCE, self.exit)
        return self.main_screen(is_still=True)

    def drawn(self, data: str) -> None:
        """Take the first frame, and how long it is true."""
        if self.frame or not data.startswith("\x1b[1;1H"):
            return
        lines = data.split("\n")
        if all(line.startswith(f"\x1b[{number};1H") for number, line in enumerate(lines, 1)):
            self.frame = "".join(lines)
        screen = self.screen
        if isinstance(screen, MainScreen):
            self.until = _until(screen)
        self.exit()

    def _fatal_error(self) -> None:
        self.frame = ""
        self.exit()


def _until(screen: MainScreen) -> float:
    """Return when the first of the ages in sight changes."""
    now = clock.now()
    rows = screen.table.rows_in_sight()
    ages = [next_age(row.date, now, row.date_precision) for row in rows if row.date is not None]
    return min(ages, default=time.time() + 86_400)
