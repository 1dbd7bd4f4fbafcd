"""What each message to the main screen leads to."""

from collections.abc import Callable
from typing import Any, TypeVar

from textual.screen import Screen
from textual.timer import Timer

from broadsheet.articles.model import Link
from broadsheet.tui import messages
from broadsheet.tui.messages import ToScreen
from broadsheet.tui.parts.parts import Parts

Told = TypeVar("Told", bound=ToScreen)

_TRY_AFTER = 0.3
"""Seconds that a list must stay empty until other queries are tried: a key has no time for that."""

_CHOICES = (
    messages.FacetChosen,
    messages.ViewChosen,
    messages.QueryChosen,
    messages.RelatedChosen,
    messages.LinkChosen,
    messages.FeedsChosen,
)


class Answers:
    """Passes each message to the parts that it concerns."""

    def __init__(self, screen: Screen[None], parts: Parts) -> None:
        self._screen = screen
        self._parts = parts
        self._answers: dict[type[ToScreen], Callable[[Any], object]] = {}
        self._trying: Timer | None = None
        self._connect()

    def to(self, message: ToScreen) -> None:
        """Do what a message asks for."""
        self._answers[type(message)](message)

    def _when(self, kind: type[Told], answer: Callable[[Told], object]) -> None:
        self._answers[kind] = answer

    def _connect(self) -> None:
        """Let the parts answer messages; what concerns several of them has a method below."""
        parts, when = self._parts, self._when
        article, navigation = parts.article, parts.navigation
        when(messages.PaneChanged, self._pane_changed)
        when(messages.ColumnsResized, self._columns_resized)
        when(messages.PaneWanted, lambda told: parts.panes.focus(told.pane))
        for kind in _CHOICES:
            when(kind, navigation.follow)
        when(messages.SortChosen, lambda told: navigation.sort(told.field))
        when(messages.NamesWanted, self._names_wanted)
        when(messages.GroupFolded, self._group_folded)
        when(messages.ViewShown, self._view_shown)
        when(messages.StoryToggled, self._story_toggled)
        when(messages.StoriesOutdated, lambda _: parts.folder.regroup())
        when(messages.RulesChanged, self._rules_changed)
        when(messages.ArticleHighlighted, self._article_highlighted)
        when(messages.ArticleChosen, lambda _: self._parts.panes.focus("detail"))
        when(messages.OfferTaken, lambda told: parts.searching.take_offer(told.line))
        when(messages.ArticleOpened, self._article_opened)
        when(messages.TextChanged, lambda told: article.text_changed(told.key))
        when(messages.SyncProgressed, self._sync_progressed)
        when(messages.LibraryChanged, self._library_changed)
        when(messages.SyncFailed, self._sync_failed)
        when(messages.FeedsFetched, self._feeds_fetched)
        when(messages.FeedsListed, lambda told: parts.contents.show_feeds(told.feeds))
        when(messages.FeedSiteChosen, lambda told: parts.opener.open(Link("feed", told.url)))
        when(messages.ViewSaveAsked, self._save_view)
        when(messages.ViewsChanged, self._views_changed)
        when(messages.ViewsCounted, self._views_counted)
        when(messages.MarksChanged, self._marks_changed)
        when(messages.MarksFailed, lambda told: self._complain(told.reason, told.title))

    def _complain(self, sentence: str, title: str) -> None:
        self._screen.notify(sentence, title=title, severity="error", markup=False, timeout=15)

    def _say_if_empty(self, *, tries: bool = True) -> None:
        if self._parts.table.count == 0:
            if tries:
                self._parts.empty.try_others()
            self._parts.explain_empty()
            self._parts.article.clear()
            if self._parts.panes.is_reading:
                self._parts.panes.stop_reading()

    def _names_wanted(self, told: messages.NamesWanted) -> None:
        from broadsheet.tui.screens.leaving import open_over
        from broadsheet.tui.screens.names import NamesScreen

        def chosen(name: str) -> None:
            self._parts.navigation.follow(messages.FacetChosen(told.kind, name))
            self._parts.panes.focus("table")

        names = self._parts.contents.names(told.kind)
        open_over(self._screen, NamesScreen(told.kind, names, chosen))

    def _columns_resized(self, told: messages.ColumnsResized) -> None:
        self._parts.panes.show_columns()
        if told.is_done:
            self._parts.panes.keep_layout()

    def _group_folded(self, told: messages.GroupFolded) -> None:
        self._parts.contents.fold(told.heading)
        self._parts.panes.keep_layout()

    def _view_shown(self, told: messages.ViewShown) -> None:
        self._parts.contents.mark(told.view.query)
        self._parts.counts.follow(told.view)
        if told.is_of_other_time:
            self._parts.article.refresh()
        self._say_if_empty(tries=False)
        if self._trying is not None:
            self._trying.stop()
        if self._parts.table.count == 0:
            self._trying = self._screen.set_timer(_TRY_AFTER, self._say_if_empty)

    def _story_toggled(self, told: messages.StoryToggled) -> None:
        if not self._parts.list.toggle_story():
            self._parts.table.action_page_down()

    def _rules_changed(self, told: messages.RulesChanged) -> None:
        self._parts.list.refresh()
        self._parts.article.refresh()
        self._parts.saved_views.count()

    def _article_highlighted(self, told: messages.ArticleHighlighted) -> None:
        if self._parts.list.highlight() is not None:
            self._parts.article.settle(is_typing=self._parts.searching.is_typing)

    def _pane_changed(self, told: messages.PaneChanged) -> None:
        self._parts.article.pane_changed(told)
        if self._parts.is_finding:
            self._parts.text_finding.pane_changed(told.pane)
        if self._parts.table.count == 0:
            self._parts.explain_empty()
        # A pane that comes into sight has no size yet.
        self._screen.call_after_refresh(self._parts.pictures.follow)

    def _article_opened(self, told: messages.ArticleOpened) -> None:
        self._parts.article.show(told.opened)
        if self._parts.is_finding:
            self._parts.text_finding.article_opened()
        self._parts.pictures.follow()

    def _sync_progressed(self, told: messages.SyncProgressed) -> None:
        self._parts.folder.follow(told.progress)
        if told.progress.phase == "done":
            self._parts.marking.adopt()
            self._parts.saved_views.count_after_look()
            self._say_if_empty()

    def _library_changed(self, told: messages.LibraryChanged) -> None:
        self._parts.contents.refill()
        if told.is_done:
            self._parts.article.refresh()
            self._parts.trends.count()
            self._parts.not_shown.count()

    def _sync_failed(self, told: messages.SyncFailed) -> None:
        self._parts.folder.failed()
        self._complain(told.reason, "The folder")
        self._say_if_empty()

    def _feeds_fetched(self, told: messages.FeedsFetched) -> None:
        self._parts.feeds.look()
        self._parts.texts.tidy()

    def _save_view(self, told: messages.ViewSaveAsked) -> None:
        # The keys after the name are for the list.
        self._parts.saved_views.ask_to_save(told.query, self._parts.searching.end_typing)

    def _views_changed(self, told: messages.ViewsChanged) -> None:
        new = self._parts.saved_views.changed(told)
        self._parts.contents.refill(new[0] if len(new) == 1 else None)
        self._parts.saved_views.count()

    def _views_counted(self, told: messages.ViewsCounted) -> None:
        self._parts.saved_views.counted(told)
        self._parts.contents.refill()

    def _marks_changed(self, told: messages.MarksChanged) -> None:
        self.look_for_marks()
        if told.sentence:
            self._screen.notify(told.sentence, markup=False, timeout=4)

    def look_for_marks(self) -> None:
        """Show what was marked since the last look, here or in another reader."""
        if self._parts.index.marks_changed():
            self._parts.table.forget_rows()
            self._parts.article.refresh()
            self._parts.contents.refill()
            self._parts.saved_views.count()
