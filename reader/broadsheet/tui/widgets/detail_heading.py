"""The headline of an article and the lines of facts below it."""

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

DOT = " · "
"""What stands between two facts."""

_MATCH, _SHOWN = "bold underline $foreground on $primary 30%", "bold reverse"


class Heading(Static):
    """Shows a title and lines of facts; a line that is too long ends between two facts."""

    _matches: Sequence[tuple[int, int]] = ()
    _match: int | None = None

    def find(self, words: str) -> int:
        """Mark where some words are in the title; return how often."""
        from broadsheet.tui.page.found import places_of

        content = self.content
        title = content.split("\n")[0].plain if isinstance(content, Content) else ""
        self._matches = places_of(words, title)
        self.show_match(None)
        return len(self._matches)

    def show_match(self, match: int | None) -> None:
        """Mark one of the matches as the one that is looked at."""
        self._match = match
        self.refresh()

    def line_of_match(self, match: int) -> int:
        """Return the line that a match begins on: the title is at the top."""
        return 0

    def first_match_from(self, line: int) -> int:
        """Return the first match on a line or after it; of none, how many there are."""
        return 0 if line <= 0 else len(self._matches)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the heading has at a width."""
        return self._broken(width).get_height({}, width)

    def render(self) -> Content:
        """Draw the heading as wide as it is."""
        return self._broken(self.content_size.width)

    def _broken(self, width: int) -> Content:
        content = self.content
        if not isinstance(content, Content):
            return Content()
        title, *facts = content.split("\n", allow_blank=True)
        for number, (start, end) in enumerate(self._matches):
            title = title.stylize(_SHOWN if number == self._match else _MATCH, start, end)
        lines = (line for line_of_facts in facts for line in _lines(line_of_facts, width))
        return Content("\n").join([title, *lines])


def _lines(facts: Content, width: int) -> Iterator[Content]:
    line, *others = facts.split(DOT)
    for fact in others:
        longer = Content(DOT).join([line, fact])
        if longer.cell_length > width:
            yield line
            line = fact
        else:
            line = longer
    yield line
