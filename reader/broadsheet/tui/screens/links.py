"""The window that lists every link of an article."""

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType

from broadsheet.articles.model import Link
from broadsheet.tui import keys
from broadsheet.tui.actions.opening import Opener
from broadsheet.tui.article_links import ListedLink, short_label
from broadsheet.tui.cells import fit, label_room
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.widgets.detail_text import shown_address
from broadsheet.tui.widgets.line_list import LineList, Piece


class LinkLines(LineList):
    """Links, each with its number, its label and the address.

    The other forms of a page are below it, without numbers.
    """

    def __init__(self, links: tuple[ListedLink, ...], opener: Opener) -> None:
        super().__init__(id="links")
        self._links = [link for listed in links for link in listed.all]
        self._numbers = [
            number if link is listed.link else None
            for number, listed in enumerate(links, 1)
            for link in listed.all
        ]
        self._labels = [short_label(link) for link in self._links]
        self._longest = max(map(cell_len, self._labels), default=0)
        self._opener = opener
        self._typed = ""

    @property
    def count(self) -> int:
        """How many links there are."""
        return len(self._links)

    @property
    def link(self) -> Link | None:
        """The link that the cursor is on."""
        return self._links[self.cursor] if self._links else None

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return number, label and address, which begins with the real host."""
        number, label = self._numbers[index], self._labels[index]
        return [
            (f"{number:>3}  " if number else "     · ", "line--muted"),
            (fit(label, label_room(self._longest, width)), "line--accent"),
            (f"  {shown_address(self._links[index].url)}", ""),
        ]

    def on_key(self, event: events.Key) -> None:
        """Go to the link with the number that is typed, as in the text: `1`, then `12`."""
        if not event.key.isdecimal():
            self._typed = ""
            return
        event.stop()
        for typed in (self._typed + event.key, event.key):
            if int(typed) in self._numbers:
                self._typed = typed
                self.cursor = self._numbers.index(int(typed))
                return

    def on_choice(self, index: int) -> None:
        """Open the link."""
        self._opener.open(self._links[index])


class LinksScreen(ListWindow):
    """The links of one article."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.LINKS]

    def __init__(self, title: str, links: tuple[ListedLink, ...], opener: Opener) -> None:
        self._link_lines = LinkLines(links, opener)
        self._opener = opener
        super().__init__(f"Links of {title}", self._link_lines)

    def action_open_link(self) -> None:
        """Open the link of the cursor."""
        self._link_lines.choose_current()

    def action_copy_link(self) -> None:
        """Copy the link of the cursor."""
        if self._link_lines.link is not None:
            self._opener.copy(self._link_lines.link)
