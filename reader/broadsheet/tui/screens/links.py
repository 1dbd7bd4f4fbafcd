"""The window that lists every link of an article."""

from typing import ClassVar

from textual.binding import BindingType

from broadsheet.articles.model import Link
from broadsheet.tui import keys
from broadsheet.tui.actions.opening import Opener
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.widgets.detail_text import link_host
from broadsheet.tui.widgets.line_list import LineList, Piece


class LinkLines(LineList):
    """Links, each with its number, its label, the real host and the address."""

    def __init__(self, links: tuple[Link, ...], opener: Opener) -> None:
        super().__init__(id="links")
        self._links = links
        self._opener = opener

    @property
    def count(self) -> int:
        """How many links there are."""
        return len(self._links)

    @property
    def link(self) -> Link | None:
        """The link that the cursor is on."""
        return self._links[self.cursor] if self._links else None

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return number, real host, label and address."""
        link = self._links[index]
        return [
            (f"{index + 1:>3}  ", "line--muted"),
            (f"{link_host(link.url)}  ", "line--accent"),
            (f"{link.label}  ", ""),
            (link.url, "line--muted"),
        ]

    def on_choice(self, index: int) -> None:
        """Open the link."""
        self._opener.open(self._links[index])


class LinksScreen(ListWindow):
    """The links of one article."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.LINKS]

    def __init__(self, title: str, links: tuple[Link, ...], opener: Opener) -> None:
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
