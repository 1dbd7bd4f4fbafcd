"""The line at the top: the library, the view, its size and order, and work in progress."""

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from broadsheet.library.query.parse import SortKey
from broadsheet.library.sync.progress import Progress
from broadsheet.text.counting import counted

_ROOMY = 100


class TitleBar(Static):
    """Shows what is on the screen."""

    library: reactive[str] = reactive("")
    view: reactive[str] = reactive("All articles")
    shown: reactive[int] = reactive(0)
    total: reactive[int] = reactive(0)
    muted: reactive[int] = reactive(0)
    """How many articles of the library rules hide."""

    sort: reactive[tuple[SortKey, ...]] = reactive(())
    progress: reactive[Progress | None] = reactive(None)
    fetching: reactive[str] = reactive("")
    """How far a fetch of feeds has come."""

    news: reactive[str] = reactive("")
    """New articles that are not shown yet."""

    def watch_library(self) -> None:
        """Update the line."""
        self._say()

    watch_view = watch_shown = watch_total = watch_muted = watch_sort = watch_library
    watch_progress = watch_fetching = watch_news = watch_library

    def on_resize(self) -> None:
        """Show what there is room for."""
        self._say()

    def _say(self) -> None:
        is_roomy = self.size.width >= _ROOMY
        count = counted(self.total, "article") if is_roomy else f"{self.total:,}"
        if self.shown != self.total:
            count = f"{self.shown:,} of {count}"
        parts = [
            Content.assemble((" Broadsheet ", "bold $text-primary"), (self.library, "bold")),
            Content.styled(self.view, "$text-accent"),
            Content(count),
            *([Content.styled(f"{self.muted:,} muted", "$text-warning")] if self.muted else []),
            Content.styled(f"by {sort_name(self.sort)}", "$foreground 65%"),
        ]
        content = Content("  ·  ").join(parts)
        going_on = _going_on(self.progress) or f"{self.news or self.fetching} "
        if going_on.strip():
            room = self.size.width - len(going_on) - 1
            content = content.truncate(max(1, room), ellipsis=True, pad=True)
            content = Content.assemble(content, (going_on, "$text-warning"))
        else:
            content = content.truncate(max(1, self.size.width), ellipsis=True)
        self.update(content, layout=False)


def sort_name(sort: tuple[SortKey, ...]) -> str:
    """Return an order in words: its field and direction."""
    if not sort:
        return "best match"
    first = sort[0]
    return f"{first.field} {'▼' if first.descending else '▲'}"


def _going_on(progress: Progress | None) -> str:
    if progress is None or progress.phase in ("done", "busy"):
        return ""
    if progress.phase == "looking":
        return "looking at the folder… "
    return f"{progress.sentence} " if progress.to_read else ""
