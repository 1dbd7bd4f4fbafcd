"""The entry point: paints the frame that was kept, then imports the program."""

import sys


def main() -> int:
    """Run the command; return the exit status."""
    from broadsheet.first_frame.conditions import is_plain_start

    if not is_plain_start(sys.argv[1:]):
        from broadsheet.cli.main import main as run

        return run()

    from broadsheet.first_frame import painting

    painting.paint()
    try:
        from broadsheet.cli.main import main as run

        return run()
    finally:
        painting.give_back()
