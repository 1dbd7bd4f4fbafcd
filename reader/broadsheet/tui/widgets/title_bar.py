"""The line at the top: the library, the view, its size and order, and work in progress."""

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from broadsheet.library.query.terms import SortKey
from broadsheet.library.sync.progress import Progress
from broadsheet.text.counting import counted
from broadsheet.tui import clock
from broadsheet.tui.cells import fit
from broadsheet.tui.messages import PaneWanted

_ROOMY = 100
_SHORTEST_NAME = 12
"""Cells to which the view's name is shortened before other names are left out."""

_BEFORE_DAY = 8
"""Cells between the last part and the day, or more."""

_NAMES, _KEPT = 4, 9
"""The `need` of names that are left out last, and of the one that is always shown."""

_HERE = 2
"""What is added to the `need` of the pane that is shown."""


class TitleBar(Static):
    """Shows what is on the screen."""

    library: reactive[str] = reactive("")
    view: reactive[str] = reactive("All articles")
    shown: reactive[int] = reactive(0)
    total: reactive[int] = reactive(0)
    muted: reactive[int] = reactive(0)
    """How many articles of the library rules hide."""

    problems: reactive[int] = reactive(0)
    skipped: reactive[int] = reactive(0)
    """How many files were read and are not shown."""

    sort: reactive[tuple[SortKey, ...]] = reactive(())
    progress: reactive[Progress | None] = reactive(None)
    fetching: reactive[str] = reactive("")
    """How far a fetch of feeds has come."""

    news: reactive[str] = reactive("")
    """New articles that are not shown yet."""

    pane: reactive[str] = reactive("")
    """The pane that is shown, where there is room for one at a time."""

    day: reactive[str] = reactive("")
    """Today, as a newspaper prints it at its head."""

    def watch_library(self) -> None:
        """Update the line."""
        self._say()

    watch_view = watch_shown = watch_total = watch_muted = watch_sort = watch_library
    watch_problems = watch_skipped = watch_library
    watch_progress = watch_fetching = watch_news = watch_pane = watch_day = watch_library

    def look_at_clock(self) -> None:
        """Show which day it is."""
        self.day = f"{clock.now().astimezone():%A %-d %B}"

    def on_resize(self) -> None:
        """Show what there is room for."""
        self._say()

    def on_click(self, event: events.Click) -> None:
        """Go to the pane whose name was clicked, where one pane is shown at a time."""
        left = 0
        for number, part in enumerate(self._parts if self.pane else []):
            left += (len(part.before) if number else 1) + cell_len(part.text)
            if event.x < left:
                self.post_message(PaneWanted(part.pane))
                return

    def _say(self) -> None:
        width = self.size.width or self.app.size.width  # the line is as wide as the screen
        going_on = _going_on(self.progress) or f"{self.news or self.fetching} "
        room = width - len(going_on) - 1 if going_on.strip() else width
        self._parts = _fitting(self._all_parts(width), max(1, room))
        content = _joined(self._parts).truncate(max(1, room), ellipsis=True, pad=room < width)
        if room < width:
            content = Content.assemble(content, (f" {going_on}", "$text-warning"))
        elif not self.pane and content.cell_length + len(self.day) + _BEFORE_DAY < width:
            before = " " * (width - content.cell_length - len(self.day) - 1)
            content = Content.assemble(content, before, (self.day, "$foreground 65%"))
        self.update(content, layout=False)

    def _all_parts(self, width: int) -> list["_Part"]:
        count = counted(self.total, "article") if width >= _ROOMY else f"{self.total:,}"
        if self.shown != self.total:
            count = f"{self.shown:,} of {count}"
        muted = [_Part(f"{self.muted:,} muted", "$text-warning", 2)] if self.muted else []
        parts = [
            _Part("Broadsheet", "bold $text-primary", 3),
            _Part(self.library, "bold", _NAMES, "  "),
            _Part(self.view, "$text-accent", _KEPT),
            _Part(count, "", 5),
            *muted,
            _Part(f"by {sort_name(self.sort)}", "$foreground 65%", 1),
            *self._faults(),
        ]
        return _crumbs(parts, self.pane) if self.pane else parts

    def _faults(self) -> Iterator["_Part"]:
        """Yield what `P` lists, if there is anything."""
        if self.problems:
            yield _Part(f"P {counted(self.problems, 'problem')}", "$text-warning", 0)
        elif self.skipped:
            yield _Part(f"P {self.skipped:,} not shown", "$foreground 65%", 0)


class _Part(NamedTuple):
    """A part of the line, after the sign `before`. What is needed least gives way first."""

    text: str
    style: str
    need: int
    before: str = "  ·  "
    pane: str = "table"
    """The pane that the part stands for."""


def _crumbs(parts: list[_Part], pane: str) -> list[_Part]:
    """Return the way through the panes that do not fit next to each other, with `pane` marked."""
    _, library, view, *others = parts
    named = [
        library._replace(pane="sidebar"),
        view._replace(before=" › "),
        *(part._replace(before=" · ") for part in others),
        *([_Part("Article", "", _NAMES, " › ", "detail")] if pane == "detail" else []),
    ]
    return [
        part._replace(style="bold $text-primary", need=part.need + _HERE)
        if part.pane == pane
        else part._replace(style="$text-muted")
        for part in named
    ]


def _fitting(parts: list[_Part], room: int) -> list[_Part]:
    """Return the parts that fit without being cut; the one that is kept may have to be cut."""
    while (over := _joined(parts).cell_length - room) > 0:
        least = min(parts, key=lambda part: part.need)
        kept = next(part for part in parts if part.need >= _KEPT)
        spare = cell_len(kept.text) - _SHORTEST_NAME
        if (spare >= over and least.need >= _NAMES) or least is kept:
            text = fit(kept.text, max(1, cell_len(kept.text) - over))
            return [part._replace(text=text) if part is kept else part for part in parts]
        parts = [part for part in parts if part is not least]
    return parts


def _joined(parts: list[_Part]) -> Content:
    pieces = [
        piece
        for number, part in enumerate(parts)
        for piece in ((part.before if number else " ", "$text-muted"), (part.text, part.style))
    ]
    return Content.assemble(*pieces)


def sort_name(sort: tuple[SortKey, ...]) -> str:
    """Return an order in words: its field and direction."""
    if not sort:
        return "best match"
    first = sort[0]
    field = "points" if first.field == "front" else first.field  # as `w` calls them
    return f"{field} {'▼' if first.descending else '▲'}"


def _going_on(progress: Progress | None) -> str:
    if progress is None or progress.phase in ("done", "busy"):
        return ""
    if progress.phase == "waiting":
        return "another process is reading the folder… "
    if progress.phase == "looking":
        return "looking at the folder… "
    return f"{progress.sentence} " if progress.to_read else ""
