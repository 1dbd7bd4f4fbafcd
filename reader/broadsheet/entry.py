"""Starts the program: paints the kept frame, then imports the commands and runs one."""

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
