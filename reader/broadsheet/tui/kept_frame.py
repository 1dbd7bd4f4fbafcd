"""Keeps the first frame of the next start: `broadsheet.first_frame` paints it.

It is what the program itself draws: the reader is opened once more, without a terminal, and closed
at its first frame.
"""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from textual.driver import Driver
from textual.screen import Screen

from broadsheet import paths
from broadsheet.config.settings import Settings, settings_file
from broadsheet.first_frame.conditions import file_of_frame, is_plain_start, of_process, stamp
from broadsheet.first_frame.frame import is_harmless, packed
from broadsheet.library.library import Library
from broadsheet.log import note_error
from broadsheet.marks.store import Marks
from broadsheet.own_files import private_folder
from broadsheet.tui import clock
from broadsheet.tui.actions import layout_file
from broadsheet.tui.alignment import aligned
from broadsheet.tui.app import BroadsheetApp
from broadsheet.tui.auto_theme import AUTO
from broadsheet.tui.cells import next_age
from broadsheet.tui.driver import TerminalDriver
from broadsheet.tui.screens.main import MainScreen

_PATIENCE = 3.0
_MOST_KEPT = 20
"""Frames that are kept: one for each library, and each folder that it was named from."""


def keep_frame(library: Library, settings: Settings, warnings: tuple[str, ...]) -> None:
    """Keep the first frame of the next start, if it can be foreseen."""
    if not settings.start.kept_frame or settings.theme == AUTO or warnings:
        return  # nobody knows the background of the next terminal; and warnings lie over the frame
    if library.root == paths.bundled("seeds").absolute() or not is_plain_start(sys.argv[1:]):
        return
    try:
        _keep(library, settings)
    except Exception as error:  # noqa: BLE001 - the next start only takes longer
        note_error(error)


def _keep(library: Library, settings: Settings) -> None:
    process, stamps = of_process(), _stamps(library)
    with Marks(paths.marks_path()) as marks:
        still = StillApp(library, settings, marks)
        still.run()
    if process != of_process() or stamps != _stamps(library) or not still.frame:
        return
    size = os.get_terminal_size(2)
    if is_harmless(still.frame, size.columns, size.lines):
        with suppress(ValueError):
            _write(packed(process, stamps, still.until, still.frame))


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


def _write(content: bytes) -> None:
    file = Path(file_of_frame())
    private_folder(file.parent.parent)
    private_folder(file.parent)
    others = sorted(file.parent.iterdir(), key=lambda other: other.stat().st_mtime)
    for other in others[: max(0, len(others) + 1 - _MOST_KEPT)]:
        other.unlink(missing_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


class _StillDriver(TerminalDriver):
    """Hands over what the terminal would get, and leaves the terminal alone."""

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
