"""The sidebar: all articles, views, topics as a tree, providers and other names, with counts."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.binding import BindingType

from broadsheet.library.query.terms import Facet, FacetField
from broadsheet.text.folding import name_key
from broadsheet.tui import keys
from broadsheet.tui.cells import fit, short_count
from broadsheet.tui.messages import FacetChosen, FeedsChosen, ViewChange, ViewChosen, ViewEdited
from broadsheet.tui.widgets.line_list import LineList, Piece

EntryKind = FacetField | Literal["all", "view", "feeds", ""]


@dataclass(frozen=True, slots=True)
class SidebarRow:
    """A line of the sidebar; a heading has no `kind` and cannot be chosen.

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


class Sidebar(LineList):
    """Lists what the table can show."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.VIEWS]
    BORDER_TITLE = "Library"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._entries: list[SidebarRow] = [SidebarRow("all", "All articles")]
        self._chosen: frozenset[tuple[str, str]] = frozenset()

    @property
    def count(self) -> int:
        """The number of lines."""
        return len(self._entries)

    @property
    def view_name(self) -> str | None:
        """The name of the saved view that the cursor is on."""
        entry = self._entries[self.cursor]
        return entry.name if entry.kind == "view" else None

    def fill(self, everything: SidebarRow, groups: dict[str, list[SidebarRow]]) -> None:
        """Show these entries below their headings, the cursor on the entry where it was.

        If that entry is gone, the cursor goes to the one of its group that took its place, else
        to the entry above.
        """
        current = self._entries[self.cursor]
        entries = [everything]
        for heading, group in groups.items():
            if group:
                entries += [SidebarRow("", ""), SidebarRow("", heading), *group]
        self._entries = entries
        names = [(entry.kind, entry.name) for entry in entries]
        here = (current.kind, current.name)
        self.refilled(names.index(here) if here in names else self._instead(current.kind))

    def _instead(self, kind: EntryKind) -> int:
        line = min(self.cursor, self.count - 1)
        if self._entries[line].kind != kind:
            line = max(0, line - 1)
            while not self._entries[line].kind:  # the first line is always an entry
                line -= 1
        return line

    def mark(self, chosen: frozenset[tuple[str, str]]) -> None:
        """Mark what the view shows: pairs of kind and name_key."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.refresh()

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return the cells of an entry, or of a heading."""
        entry = self._entries[index]
        if not entry.kind:
            return [(fit(f" {entry.name}", width), "line--accent")]
        chosen = (entry.kind, name_key(entry.name)) in self._chosen or (
            entry.kind == "all" and not self._chosen
        )
        unread = "" if not entry.unread else short_count(entry.unread)
        total = "" if entry.count is None else short_count(entry.count)
        if entry.unread is not None and total:
            total = f"/{total}" if unread else f"0/{total}"
        mark = "▌" if chosen else " "
        name = "  " * entry.depth + entry.name
        room = max(1, width - len(unread) - len(total) - len(entry.note) - 3)
        return [
            (mark, "line--peak"),
            (fit(name, room), "line--strong" if chosen else ""),
            (" ", ""),
            (unread, ""),
            (total, "line--muted"),
            (entry.note, "line--warning"),
            (" ", ""),
        ]

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on an entry, never on a heading."""
        cursor = super().validate_cursor(cursor)
        step = 1 if cursor >= self.cursor else -1
        while 0 <= cursor < self.count and not self._entries[cursor].kind:
            cursor += step
        return cursor if 0 <= cursor < self.count else self.cursor

    @property
    def chosen(self) -> FacetChosen | ViewChosen | FeedsChosen | None:
        """Return what the row under the cursor asks for."""
        entry = self._entries[self.cursor]
        if entry.kind == "view":
            return ViewChosen(entry.name)
        if entry.kind == "feeds":
            return FeedsChosen()
        return FacetChosen(entry.kind, entry.name) if entry.kind else None

    def on_choice(self, index: int) -> None:
        """Post what was chosen."""
        if self.chosen is not None:
            self.post_message(self.chosen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys that change a view only on a view."""
        return self.view_name is not None or not action.endswith("_view")

    def watch_cursor(self, before: int, after: int) -> None:
        """Redraw the two lines that changed, and offer the keys of the new one."""
        super().watch_cursor(before, after)
        self.refresh_bindings()

    def action_rename_view(self) -> None:
        """Give the view another name."""
        self._edit("rename")

    def action_remove_view(self) -> None:
        """Forget the view."""
        self._edit("remove")

    def action_raise_view(self) -> None:
        """Put the view before the one above it."""
        self._edit("raise")

    def action_lower_view(self) -> None:
        """Put the view after the one below it."""
        self._edit("lower")

    def _edit(self, change: ViewChange) -> None:
        if self.view_name is not None:
            self.post_message(ViewEdited(self.view_name, change))


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
