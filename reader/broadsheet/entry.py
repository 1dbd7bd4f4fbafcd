"""The entry point: paints the frame that was kept, then imports the program."""

import sys


def main() -> int:
    """Run the command; return the exit status."""
    try:
        from broadsheet.first_frame.conditions import is_plain_start

        return _painted() if is_plain_start(sys.argv[1:]) else _run()
    except KeyboardInterrupt:  # before the program is there, which says nothing either
        return 130


def _painted() -> int:
    from broadsheet.first_frame import painting

    try:
        painting.paint()
        return _run()
    finally:
        painting.give_back()


def _run() -> int:
    from broadsheet.cli.main import main as run

    return run()
