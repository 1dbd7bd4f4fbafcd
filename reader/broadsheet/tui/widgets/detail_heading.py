"""The headline of an article and the lines of facts below it."""

from collections.abc import Iterator

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

DOT = " · "
"""What stands between two facts."""


class Heading(Static):
    """Shows a title and lines of facts; a line that is too long ends between two facts."""

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
