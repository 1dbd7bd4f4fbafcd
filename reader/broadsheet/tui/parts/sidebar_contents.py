"""What the sidebar lists: the saved views, and what the index knows of topics and the like."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import FacetField
from broadsheet.text.folding import name_key
from broadsheet.tui.actions.layout_file import Layout
from broadsheet.tui.actions.saved_views import SavedViews
from broadsheet.tui.parts.live_index import LiveIndex
from broadsheet.tui.widgets.sidebar import Group, Sidebar, SidebarRow, facet_entries, topic_tree

if TYPE_CHECKING:
    from broadsheet.feeds.listed import ListedFeed

_MOST_NAMES = 200
"""A large library has thousands, and reading them all would hold up its start and every mark."""

_KINDS: tuple[FacetField, ...] = ("topic", "provider", "category", "type", "author", "feed")

_STARRED, _LATER = "is:starred", "is:later"


class SidebarContents:
    """Fills the sidebar, and marks the rows that the view is narrowed to."""

    def __init__(
        self, index: LiveIndex, sidebar: Sidebar, views: SavedViews, layout: Layout
    ) -> None:
        self._index = index
        self._sidebar = sidebar
        self._views = views
        self._layout = layout
        self._query = Query()
        self._feeds: Sequence[ListedFeed] | None = None
        """None where there is no list of feeds."""
        self._cut: set[FacetField] = set()
        """The kinds of which not all names are read."""

    def know_feeds(self, feeds: Sequence["ListedFeed"] | None) -> None:
        """List these feeds from now on."""
        self._feeds = feeds

    def show_feeds(self, feeds: Sequence["ListedFeed"]) -> None:
        """List these feeds."""
        if feeds != self._feeds:
            self._feeds = feeds
            self.refill()

    def refill(self, new_view: str | None = None) -> None:
        """List everything with its present counts, the cursor on a view that is new."""
        index = self._index.now
        groups = {
            "VIEWS": _all(self._views.entries(index.names())),
            "FEEDS": self._feeds_now(),
            "TOPICS": _all(topic_tree(index.facets("topic"))),
            "PROVIDERS": self._telling("provider"),
            "CATEGORIES": self._telling("category"),
            "TYPES": self._telling("type"),
            "AUTHORS": self._telling("author"),
        }
        starred, later = index.starred_and_later()
        top = [
            SidebarRow("all", "All articles", index.count(), index.unread()),
            SidebarRow("query", "Starred", starred, query=_STARRED),
            SidebarRow("query", "Later", later, query=_LATER),
        ]
        self._sidebar.fill(top, groups, frozenset(self._layout.folded))
        if new_view is not None:
            self._sidebar.go_to_view(new_view)
        self._mark()

    def fold(self, heading: str) -> None:
        """Fold a group, or unfold it."""
        if heading in self._layout.folded:
            self._layout.folded = [name for name in self._layout.folded if name != heading]
        else:
            self._layout.folded = [*self._layout.folded, heading]
        self.refill()

    def names(self, kind: FacetField) -> list[SidebarRow]:
        """Return all names of a kind."""
        if kind == "feed":
            return self._feed_rows()
        return facet_entries(self._index.now.facets(kind))

    def _feeds_now(self) -> Group:
        if self._feeds is None:
            return _all([])
        failing = sum(feed.is_failing for feed in self._feeds)
        note = f"⚠ {failing}" if failing else ""
        return Group(
            self._feed_rows(), len(self._feeds), SidebarRow("feeds", "Manage feeds", note=note)
        )

    def _feed_rows(self) -> list[SidebarRow]:
        """Return the feeds with what the index counts of their articles."""
        feeds = self._feeds or ()
        found = self._index.now.facets("feed", named=[feed.url for feed in feeds])
        known = {name_key(facet.name): facet for facet in found}
        rows = []
        for feed in feeds:
            facet = known.get(name_key(feed.url))
            count, unread = (facet.count, facet.unread) if facet else (0, 0)
            note = " ⚠" if feed.is_failing else ""
            rows.append(SidebarRow("feed", feed.title, count, unread, note=note, query=feed.url))
        return rows

    def _telling(self, kind: FacetField) -> Group:
        """Return the names of a kind; none if there is only one, which tells nothing apart."""
        index = self._index.now
        facets = index.facets(kind, _MOST_NAMES)
        if len(facets) < _MOST_NAMES:
            self._cut.discard(kind)
            return _all(facet_entries(facets) if len(facets) > 1 else [])
        self._cut.add(kind)
        if asked := self._query.facet(kind):
            listed = {facet.name for facet in facets}
            chosen = index.facets(kind, named=asked)
            facets += [facet for facet in chosen if facet.name not in listed]
        return Group(facet_entries(facets), index.facet_count(kind))

    def mark(self, query: Query) -> None:
        """Mark the rows that `query` asks for."""
        before, self._query = self._query, query
        if any(query.facet(kind) != before.facet(kind) for kind in self._cut):
            self.refill()
        else:
            self._mark()

    def _mark(self) -> None:
        query = self._query
        facets = ((kind, name_key(name)) for kind in _KINDS for name in query.facet(kind))
        marks = (
            ("query", name_key(name))
            for name, asked in (("Starred", _STARRED), ("Later", _LATER))
            if str(query) == asked
        )
        self._sidebar.mark(frozenset((*facets, *marks)) | self._views.showing(query))


def _all(rows: list[SidebarRow]) -> Group:
    return Group(rows, len(rows))
