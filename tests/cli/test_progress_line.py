from io import StringIO

import pyte
import pytest

from broadsheet.cli.progress_line import ProgressLine


class Terminal(StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        """Return the first line as a terminal shows it."""
        screen = pyte.Screen(60, 2)
        pyte.Stream(screen).feed(self.getvalue())
        return screen.display[0].rstrip()


def test_a_shorter_line_leaves_nothing_of_a_longer_one_and_the_end_nothing_at_all() -> None:
    terminal = Terminal()
    with ProgressLine(terminal) as line:
        line.show("fetched 10 of 1,000 feeds")
        assert terminal.shown() == "fetched 10 of 1,000 feeds"
        line.show("fetched 9")
        assert terminal.shown() == "fetched 9"
        line.clear()
        terminal.write("a message")
        line.show("next")
    terminal.write("done")
    assert terminal.shown() == "donessage"


@pytest.mark.parametrize(("stream", "is_quiet"), [(StringIO(), False), (Terminal(), True)])
def test_nothing_is_written_to_a_file_or_when_quiet(stream: StringIO, is_quiet: bool) -> None:
    with ProgressLine(stream, is_quiet=is_quiet) as line:
        line.show("fetched 1 feed")
    assert stream.getvalue() == ""
