"""The sidebar: the whole library, its topics as a tree, its providers and types, with counts."""

from dataclasses import dataclass
from typing import Literal

from reader.articles.text import name_key
from reader.library.index import Facet, FacetKind
from reader.tui.cells import fit
from reader.tui.messages import FacetChosen
from reader.tui.widgets.line_list import LineList, Piece


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the sidebar; a heading has no `kind` and cannot be chosen."""

    kind: FacetKind | Literal["all", ""]
    name: str
    count: int | None = None
    depth: int = 0


class Sidebar(LineList):
    """What the table can be narrowed to."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._entries: list[Entry] = [Entry("all", "All articles")]
        self._chosen: frozenset[tuple[str, str]] = frozenset()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._entries)

    def fill(self, total: int, topics: list[Facet], others: dict[str, list[Facet]]) -> None:
        """Show these names and counts, the cursor where it was."""
        current = self._entries[self.cursor]
        entries = [Entry("all", "All articles", total)]
        for heading, part in [("TOPICS", topic_tree(topics))] + [
            (name, [Entry(facet.kind, facet.name, facet.count) for facet in facets])
            for name, facets in others.items()
        ]:
            if part:
                entries += [Entry("", ""), Entry("", heading), *part]
        self._entries = entries
        names = [(entry.kind, entry.name) for entry in entries]
        here = (current.kind, current.name)
        self.refilled(names.index(here) if here in names else self.cursor)

    def mark(self, chosen: frozenset[tuple[str, str]]) -> None:
        """Mark what the view is narrowed to: pairs of kind and name_key."""
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
        count = "" if entry.count is None else f"{entry.count:,}"
        mark = "▌" if chosen else " "
        name = "  " * entry.depth + entry.name
        room = max(1, width - len(count) - 3)
        style = "line--strong" if chosen else ""
        return [
            (mark, "line--peak"),
            (fit(name, room), style),
            (" ", ""),
            (count, "line--muted"),
            (" ", ""),
        ]

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on an entry, beyond the headings in the way."""
        cursor = super().validate_cursor(cursor)
        step = 1 if cursor >= self.cursor else -1
        while 0 <= cursor < self.count and not self._entries[cursor].kind:
            cursor += step
        return cursor if 0 <= cursor < self.count else self.cursor

    def on_choice(self, index: int) -> None:
        """Tell what is to be shown."""
        entry = self._entries[index]
        if entry.kind:
            self.post_message(FacetChosen(entry.kind, entry.name))


def topic_tree(topics: list[Facet]) -> list[Entry]:
    """Return topics below their parents: those with a place in its order, the rest by count."""
    known = {name_key(topic.name) for topic in topics}
    children: dict[str, list[Facet]] = {}
    for topic in topics:
        parent = name_key(topic.parent)
        children.setdefault(parent if parent in known else "", []).append(topic)
    entries: list[Entry] = []
    placed: set[str] = set()

    def place(parent: str, depth: int) -> None:
        def order(topic: Facet) -> tuple[bool, int, int]:
            return (topic.position is None, topic.position or 0, -topic.count)

        for topic in sorted(children.get(parent, ()), key=order):
            name = name_key(topic.name)
            if name not in placed:
                placed.add(name)
                entries.append(Entry("topic", topic.name, topic.count, min(depth, 4)))
                place(name, depth + 1)

    place("", 0)
    # Topics that are each other's parent hang below nothing, and are not to be lost.
    entries += [
        Entry("topic", topic.name, topic.count)
        for topic in topics
        if name_key(topic.name) not in placed
    ]
    return entries
