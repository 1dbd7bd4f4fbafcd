"""The feeds of the library and their status."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from broadsheet.feeds.model import FeedStatus
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_line
from broadsheet.tui import keys, sentences
from broadsheet.tui.actions.feed_service import FeedService, trouble
from broadsheet.tui.cells import fit
from broadsheet.tui.messages import FacetChosen, FeedSiteChosen, StoriesOutdated
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.screens.list_window import ListWindow
from broadsheet.tui.screens.questions import ConfirmScreen, NameScreen
from broadsheet.tui.screens.subscribe import SubscribeScreen
from broadsheet.tui.widgets.line_list import LineList, Piece

_WARNING = "⚠"
_TITLE_WIDTH = 30
_ASK_TOPICS = "Topics of the feed, separated by commas"
_ASK_WEIGHT = "Weight of the feed, from -50 to 50"


class FeedLines(LineList):
    """One feed per line: its name, its articles, when it was fetched, and what is wrong."""

    def __init__(self) -> None:
        super().__init__(id="feeds")
        self._feeds: list[FeedStatus] = []
        self._sentence = "…"

    def fill(self, feeds: list[FeedStatus], sentence: str) -> None:
        """Show feeds, or a sentence if there are none."""
        self._feeds, self._sentence = feeds, sentence
        self.refilled(self.cursor)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return max(1, len(self._feeds))

    @property
    def feed(self) -> FeedStatus | None:
        """The feed that the cursor is on."""
        return self._feeds[self.cursor] if self._feeds else None

    def pieces(self, index: int, width: int) -> list[Piece]:
        """Return what is known of a feed."""
        if not self._feeds:
            return [(self._sentence, "line--muted")]
        feed = self._feeds[index]
        return [
            (f"{_WARNING} " if feed.error else "  ", "line--warning"),
            (fit(feed.title, _TITLE_WIDTH) + "  ", ""),
            (f"{counted(feed.articles, 'article'):>14}  ", "line--accent"),
            (f"{_ago(feed.fetched_at)}  ", "line--muted"),
            (f"{feed.error}  " if feed.error else "", "line--warning"),
            (clean_line(", ".join(feed.topics)), "line--muted"),
        ]


class FeedsScreen(ListWindow):
    """Lists the feeds; keys add, remove, rename and sort them into topics."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.FEEDS]

    def __init__(self, library: Path) -> None:
        self._feed_lines = FeedLines()
        self._library = library
        self._service = FeedService(library)
        super().__init__("Feeds", self._feed_lines)

    def offers(self, action: str) -> bool:
        """Return whether an action has anything to do: most need a feed."""
        return self._feed_lines.feed is not None or action in ("subscribe", "close", "help")

    def on_mount(self) -> None:
        """Ask for the feeds."""
        super().on_mount()
        self._refill()

    def on_unmount(self) -> None:
        """End the process that was asked, without waiting for its end."""
        self._service.close_soon()

    def action_choose(self) -> None:
        """Show the articles of the feed."""
        if self._feed_lines.feed is not None:
            below = self.app.screen_stack[-2]
            leave(self)
            below.post_message(FacetChosen("feed", self._feed_lines.feed.url))

    @work
    async def action_fetch_feed(self) -> None:
        """Fetch the feed, if its server may be asked by now, and say what came of it."""
        feed = self._feed_lines.feed
        if feed is None:
            return
        self.notify(f"Fetching {feed.title} …", markup=False, timeout=3)
        answer = await self._service.ask({"do": "fetch one", "url": feed.url})
        if said := sentences.fetched(feed.title, answer):
            self.notify(said, markup=False)
        else:
            self.notify(trouble(answer), severity="error", markup=False)
        self._refill()

    def action_subscribe(self) -> None:
        """Subscribe to another feed."""
        self.app.push_screen(SubscribeScreen(self._library), self._done)

    def action_remove(self) -> None:
        """Unsubscribe, if the person confirms."""
        feed = self._feed_lines.feed
        if feed is not None:
            question = f"Unsubscribe from {feed.title}? Its articles stay."

            def confirmed(yes: bool | None) -> None:
                if yes:
                    self._change("remove", feed, "")

            self.app.push_screen(ConfirmScreen(question), confirmed)

    def action_rename(self) -> None:
        """Give the feed another name."""
        self._ask("rename", "Name of the feed", lambda feed: feed.title)

    def action_topics(self) -> None:
        """Change the topics of the feed."""
        self._ask("topics", _ASK_TOPICS, lambda feed: ", ".join(feed.topics))

    def action_weight(self) -> None:
        """Change what the articles of the feed count for."""
        self._ask("weight", _ASK_WEIGHT, lambda feed: str(feed.weight), selects=True)

    def action_open_site(self) -> None:
        """Open the page that the feed belongs to."""
        feed = self._feed_lines.feed
        if feed is not None:
            self.app.screen_stack[-2].post_message(FeedSiteChosen(feed.site or feed.url))

    def _ask(
        self, do: str, question: str, before: Callable[[FeedStatus], str], *, selects: bool = False
    ) -> None:
        feed = self._feed_lines.feed
        if feed is None:
            return

        def named(text: str | None) -> None:
            if text is not None:
                self._change(do, feed, text)

        self.app.push_screen(NameScreen(question, before(feed), selects=selects), named)

    def _done(self, sentence: str | None) -> None:
        if sentence:
            self.notify(sentence, markup=False)
        self._refill()

    @work
    async def _change(self, do: str, feed: FeedStatus, value: str) -> None:
        answer = await self._service.ask({"do": do, "url": feed.url, "value": value})
        if said := trouble(answer):
            self.notify(said, severity="error", markup=False)
        elif do == "weight" and self.is_current:
            self.app.screen_stack[-2].post_message(StoriesOutdated())
        self._refill()

    @work(exclusive=True, group="refill")
    async def _refill(self) -> None:
        answer = await self._service.ask({"do": "list"})
        if not self.is_attached:
            return
        match answer:
            case {"feeds": list(feeds)}:
                known = [FeedStatus(**feed) for feed in feeds]
                self._feed_lines.fill(
                    known, f"No feeds yet: {keys.key_of('feeds_subscribe')} subscribes to one."
                )
            case _:
                self._feed_lines.fill([], trouble(answer))
        self.refresh_bindings()


def _ago(seconds: float) -> str:
    if not seconds:
        return "never fetched"
    minutes = max(0, int((time.time() - seconds) / 60))
    if minutes < 60:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} d ago"
