"""The sidebar: all articles, views, topics as a tree, providers and other names, with counts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, cast

from rich.cells import cell_len
from textual.message import Message

from broadsheet.charts.drawing import sparkline
from broadsheet.library.index.names import Facet
from broadsheet.library.index.trends import WEEKS
from broadsheet.library.query.terms import FacetField
from broadsheet.records import record
from broadsheet.text.folding import name_key
from broadsheet.tui.cells import fit, short_count
from broadsheet.tui.messages import (
    FacetChosen,
    FeedsChosen,
    GroupFolded,
    NamesWanted,
    QueryChosen,
    ViewChosen,
)
from broadsheet.tui.widgets.line_list import LineList, Piece

EntryKind = FacetField | Literal["all", "query", "view", "feeds", "heading", "more", ""]
Groups = dict[str, "Group"]
"""Names by their heading."""

KindCounts = Mapping[FacetField, Mapping[str, int]]
"""Articles by the kind of a name and its `name_key`; kinds that are missing are as ever."""

_ROOM_FOR_TRENDS = 34
"""Cells of a row from which on topics have a sparkline."""

_LISTED: dict[EntryKind, int] = {
    "feed": 12,
    "topic": 40,
    "provider": 12,
    "author": 12,
    "category": 12,
}
"""How many names of a kind are listed; the others are behind “more”."""


@record
class SidebarRow:
    """A line of the sidebar; one without a `kind` is empty and cannot be chosen.

    `count` is how many articles it has and `unread` how many of them are unread, None where that
    is not known yet.
    """

    kind: EntryKind
    name: str
    count: int | None = None
    unread: int | None = None
    depth: int = 0
    note: str = ""
    """What needs attention, in place of the counts."""
    query: str = ""
    """What a row of the kind "query" shows, and the address of a feed."""

    @property
    def asked(self) -> str:
        """What a query asks for to find the articles."""
        return self.query if self.kind == "feed" else self.name


@record
class Group:
    """The names of a kind: the first of them and those that are chosen, of `total` in all."""

    rows: Sequence[SidebarRow]
    total: int
    last: SidebarRow | None = None
    """What stands below all of them."""


class Sidebar(LineList):
    """Lists what the table can show."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._top: list[SidebarRow] = [SidebarRow("all", "All articles")]
        self._groups: Groups = {}
        self._folded: frozenset[str] = frozenset()
        self._entries = self._top
        self._chosen: frozenset[tuple[str, str]] = frozenset()
        self._widest_counts = 0
        self._followed: KindCounts = {}
        self._trends: Mapping[str, Sequence[int]] = {}
        self.ask_for_trends: Callable[[], None] | None = None
        """Called when there is room for a sparkline next to each topic."""
        self.choose: Callable[[Message], object] = self.post_message
        """Called with what was clicked. At once: a message comes after the frame of the click."""

    def on_resize(self) -> None:
        """Ask for the sparklines if there is room for them now."""
        super().on_resize()
        if self.has_room and self.ask_for_trends:
            self.ask_for_trends()

    @property
    def has_room(self) -> bool:
        """Whether there is room for a sparkline next to each topic."""
        return self.scrollable_content_region.width >= _ROOM_FOR_TRENDS

    @property
    def has_trends(self) -> bool:
        """Whether it is known how topics change."""
        return bool(self._trends)

    def show_trends(self, trends: Mapping[str, Sequence[int]]) -> None:
        """Show how many articles topics, by their name_key, had in each of the last weeks."""
        self._trends = trends
        self.refresh()

    def _trend(self, entry: SidebarRow, counts: int) -> str:
        """Return the sparkline of a topic, with spaces so that all of them end at one place."""
        if entry.kind != "topic" or not self._trends or not self.has_room:
            return ""
        line = sparkline(self._trends.get(name_key(entry.name), ())).rjust(WEEKS)
        return f" {line}{' ' * (self._widest_counts - counts)}"

    @property
    def count(self) -> int:
        """The number of lines."""
        return len(self._entries)

    @property
    def view_name(self) -> str | None:
        """The name of the saved view that the cursor is on."""
        entry = self._entries[self.cursor]
        return entry.name if entry.kind == "view" else None

    def go_to_view(self, name: str) -> None:
        """Put the cursor on a saved view, if it is listed."""
        for index, entry in enumerate(self._entries):
            if (entry.kind, entry.name) == ("view", name):
                self.cursor = index

    def fill(self, top: list[SidebarRow], groups: Groups, folded: frozenset[str]) -> None:
        """Show these entries below their headings, the cursor on the entry where it was.

        Of a folded group only the heading is shown. If the entry of the cursor is gone, the cursor
        goes to the one of its group that took its place, else to the entry above.
        """
        self._top, self._groups, self._folded = top, groups, folded
        self._arrange()

    def _arrange(self) -> None:
        current = self._entries[self.cursor]
        self._entries = entries = self._arranged()
        self._widest_counts = max(
            (sum(map(len, _counts(row))) for row in entries if row.kind == "topic"), default=0
        )
        names = [(entry.kind, entry.asked) for entry in entries]
        here = (current.kind, current.asked)
        self.refilled(names.index(here) if here in names else self._instead(current.kind))

    def _arranged(self) -> list[SidebarRow]:
        entries = [*self._top]
        for heading, group in self._groups.items():
            if group.rows or group.last:
                entries += [SidebarRow("", ""), SidebarRow("heading", heading, group.total)]
                entries += [] if heading in self._folded else self._listed(group)
        return entries

    def _listed(self, group: Group) -> Iterator[SidebarRow]:
        """Yield the rows of a group: the first ones, those that are shown, and how many more."""
        kind: EntryKind = group.rows[0].kind if group.rows else ""
        most = _LISTED.get(kind, group.total)
        # One more takes no more room than a row that says so.
        if group.total <= most + 1:
            yield from group.rows
        else:
            yield from group.rows[:most]
            chosen = [row for row in group.rows[most:] if self._is_chosen(row)]
            yield from chosen
            yield SidebarRow("more", kind, group.total - most - len(chosen))
        if group.last is not None:
            yield group.last

    def _is_chosen(self, row: SidebarRow) -> bool:
        if row.kind == "all":
            return not self._chosen
        return (row.kind, name_key(row.asked)) in self._chosen

    def _instead(self, kind: EntryKind) -> int:
        line = min(self.cursor, self.count - 1)
        if self._entries[line].kind != kind:
            line = max(0, line - 1)
            while self._entries[line].kind in ("", "heading"):  # the first line is an entry
                line -= 1
        return line

    def mark(self, chosen: frozenset[tuple[str, str]]) -> None:
        """Mark what the view shows: pairs of kind and name_key."""
        if chosen == self._chosen:
            return
        before = [*map(self._is_chosen, self._entries)]
        self._chosen = chosen
        if self._arranged() != self._entries:  # names that are listed only while they are chosen
            self._arrange()
            return
        for line, (entry, was_chosen) in enumerate(zip(self._entries, before, strict=True)):
            if self._is_chosen(entry) != was_chosen:
                self.refresh_item(line)

    def follow(self, found: KindCounts | None) -> None:
        """Show how many of the articles found have each name; None shows those of the library."""
        if (found or {}) != self._followed:
            self._followed = found or {}
            self.refresh()

    def _counts_of(self, entry: SidebarRow) -> tuple[str, str]:
        """Return the counts of an entry, of what was found if that is followed."""
        found = self._followed.get(cast("FacetField", entry.kind))
        if found is None:
            return _counts(entry)
        return "", short_count(found.get(name_key(entry.asked), 0))

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return the cells of an entry, or of a heading."""
        entry = self._entries[index]
        if entry.kind == "heading":
            sign, count = ("▸", f"  {entry.count:,}") if entry.name in self._folded else ("▾", "")
            return [(f"{sign}{entry.name}", "line--accent"), (count, "line--muted")]
        if entry.kind == "more":
            return [(f" … {entry.count:,} more", "line--muted")]
        chosen = self._is_chosen(entry)
        unread, total = self._counts_of(entry)
        mark = "▌" if chosen else " "
        style = "line--strong" if chosen else "line--muted" if unread + total == "0" else ""
        name = "  " * entry.depth + entry.name
        room = max(1, width - len(unread) - len(total) - len(entry.note) - 3)
        trend = self._trend(entry, len(unread) + len(total))
        if cell_len(name) <= room - len(trend):
            room -= len(trend)
        else:
            trend = ""
        return [
            (mark, "line--peak"),
            (fit(name, room), style),
            (trend, "line--muted"),
            (" ", ""),
            (unread, ""),
            (total, "line--muted"),
            (entry.note, "line--warning"),
            (" ", ""),
        ]

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on an entry, never on an empty line."""
        cursor = super().validate_cursor(cursor)
        step = 1 if cursor >= self.cursor else -1
        while 0 <= cursor < self.count and not self._entries[cursor].kind:
            cursor += step
        return cursor if 0 <= cursor < self.count else self.cursor

    @property
    def chosen(self) -> Message | None:
        """Return what the row under the cursor asks for."""
        entry = self._entries[self.cursor]
        if entry.kind == "heading":
            return GroupFolded(entry.name)
        if entry.kind == "more":
            return NamesWanted(cast("FacetField", entry.name))
        if entry.kind == "query":
            return QueryChosen(entry.query)
        if entry.kind == "view":
            return ViewChosen(entry.name)
        if entry.kind == "feeds":
            return FeedsChosen()
        return FacetChosen(entry.kind, entry.asked) if entry.kind else None

    def on_choice(self, index: int) -> None:
        """Pass on what was clicked."""
        if self.chosen is not None:
            self.choose(self.chosen)

    def offers(self, action: str) -> bool:
        """Return whether a key has anything to do: those that change a view only on a view."""
        return self.view_name is not None or not action.endswith("_view")

    def watch_cursor(self, before: int, after: int) -> None:
        """Redraw the two lines that changed, and offer the keys of the new one."""
        super().watch_cursor(before, after)
        self.refresh_bindings()


def _counts(row: SidebarRow) -> tuple[str, str]:
    """Return how many articles of a row are unread, and how many there are if that differs."""
    unread = "" if not row.unread else short_count(row.unread)
    total = "" if row.count is None else short_count(row.count)
    if unread == total:
        return unread, ""
    if row.unread is not None and row.count:
        total = f"/{total}" if unread else f"0/{total}"
    return unread, total


def facet_entries(facets: list[Facet]) -> list[SidebarRow]:
    """Return the rows of facets, in their order."""
    return [SidebarRow(facet.kind, facet.name, facet.count, facet.unread) for facet in facets]


def topic_tree(topics: list[Facet]) -> list[SidebarRow]:
    """Return topics below their parents: those with a position first, the rest by count."""

    def order(topic: Facet) -> tuple[bool, int, int]:
        return (topic.position is None, topic.position or 0, -topic.count)

    known = {name_key(topic.name) for topic in topics}
    children: dict[str, list[Facet]] = {}
    for topic in sorted(topics, key=order):
        parent = name_key(topic.parent)
        children.setdefault(parent if parent in known else "", []).append(topic)
    rows: list[SidebarRow] = []
    placed: set[str] = set()
    # Files decide how deep it goes; recursion as deep would end the program.
    pending = [(topic, 0) for topic in reversed(children.get("", ()))]
    while pending:
        topic, depth = pending.pop()
        name = name_key(topic.name)
        if name not in placed:
            placed.add(name)
            rows.append(SidebarRow("topic", topic.name, topic.count, topic.unread, min(depth, 4)))
            pending += [(child, depth + 1) for child in reversed(children.get(name, ()))]
    # Topics that are each other's parent have no place in the tree, but must be listed.
    rows += facet_entries([topic for topic in topics if name_key(topic.name) not in placed])
    return rows
