"""Prints the modules that are imported when the first rows are drawn: `first_rows.py LIBRARY`."""

import sys
from pathlib import Path


def main() -> None:
    """Draw the first rows of a library, without a terminal."""
    from broadsheet.tui import startup

    startup.before_start()

    from textual.app import App  # noqa: F401 - what follows is beyond what Textual takes
    from textual.drivers.linux_driver import LinuxDriver  # noqa: F401
    from textual.widgets import Label  # noqa: F401

    before = {*sys.modules}

    import broadsheet.cli.main  # as a start does
    import broadsheet.entry
    import broadsheet.tui.run  # noqa: F401
    from broadsheet.config.reading import read_settings
    from broadsheet.library.library import Library
    from broadsheet.marks.store import Marks
    from broadsheet.paths import marks_path
    from broadsheet.tui.kept_frame import StillApp

    with Marks(marks_path()) as marks:
        app = StillApp(Library(Path(sys.argv[1])), read_settings()[0], marks)
        app.run()
    assert app.frame, "no rows"
    sys.stdout.write("\n".join(sorted(sys.modules.keys() - before)))


if __name__ == "__main__":
    main()
