"""Where a choice leads: to a view, an article or a page, and the way back from there."""

from collections.abc import Callable

from textual.message import Message
from textual.screen import Screen

from broadsheet.articles.model import Link
from broadsheet.library.query.parse import Query, facet_query, parse
from broadsheet.records import record
from broadsheet.tui import messages, sentences
from broadsheet.tui.actions.opening import Opener
from broadsheet.tui.actions.saved_views import SavedViews
from broadsheet.tui.parts.article_list import ArticleList
from broadsheet.tui.parts.open_article import OpenArticle
from broadsheet.tui.parts.panes import Panes
from broadsheet.tui.parts.searching import Searching
from broadsheet.tui.parts.trail import Place, Trail
from broadsheet.tui.widgets.article_table import ArticleTable
from broadsheet.tui.widgets.detail_pane import DetailPane
from broadsheet.tui.widgets.sidebar import Sidebar


@record
class Destinations:
    """Where choices lead, besides the list and the article."""

    views: SavedViews
    opener: Opener
    show_feeds: Callable[[], None]
    show_charts: Callable[[], None]


class Navigation:
    """Takes the person from one view or article to another, and remembers where they came from."""

    def __init__(
        self,
        screen: Screen[None],
        widgets: tuple[Sidebar, ArticleTable, DetailPane],
        panes: Panes,
        articles: ArticleList,
        article: OpenArticle,
        searching: Searching,
        destinations: Destinations,
    ) -> None:
        self._screen = screen
        self._sidebar, self._table, self._detail = widgets
        self._panes = panes
        self._list = articles
        self._article = article
        self._searching = searching
        self._to = destinations
        self._trail = Trail()
        self._sidebar.choose = self._follow_row

    @property
    def can_go_back(self) -> bool:
        """Whether there is anywhere to go back to."""
        self._keep_trail()
        return self._trail.last is not None or self._panes.current != "table"

    def choose(self) -> None:
        """Show, read or follow what the cursor is on, in the pane that has the focus."""
        # At once, not by a message: the next key may be on its way, and belongs to what follows.
        focused = self._screen.focused
        if focused is self._table and self._table.count:
            self._table.stay()
            self._panes.focus("detail")
        elif focused is self._table:
            if not self._searching.take_offer():
                self._screen.notify(sentences.NOTHING_TO_READ, markup=False, timeout=3)
        elif focused is self._sidebar and self._sidebar.chosen is not None:
            if self._follow_row(self._sidebar.chosen):
                self._panes.focus("table")
        elif focused is self._detail and self._article.hold(self.choose):
            pass
        elif focused is self._detail and self._detail.chosen is not None:
            self.follow(self._detail.chosen)
        elif focused is self._detail:
            self._screen.notify(sentences.nothing_selected(), markup=False, timeout=3)

    def _follow_row(self, chosen: Message) -> bool:
        """Show what a row of the sidebar stands for; return False if that is nothing to list."""
        if isinstance(chosen, messages.GroupFolded | messages.NamesWanted):
            self._screen.post_message(chosen)
            return False
        self.follow(chosen)
        return True

    def follow(self, chosen: Message) -> None:
        """Go where a row of the sidebar or an item of the article leads."""
        match chosen:
            case messages.FacetChosen(kind="all"):
                self._choose(Query())
            case messages.FacetChosen(
                kind=("topic" | "provider" | "author" | "feed" | "type" | "category") as kind
            ):
                self._choose(facet_query(kind, chosen.name))
            case messages.ViewChosen(name=name):
                self._choose(parse(self._to.views.query_of(name)))
            case messages.QueryChosen(query=query, from_charts=from_charts):
                self._choose(parse(query), from_charts=from_charts)
            case messages.RelatedChosen(article_id=None, related=related):
                self._to.opener.open(Link("related", related.url))
            case messages.RelatedChosen(article_id=int(article_id)):
                self._leave("detail")
                self._go_to(article_id)
            case messages.LinkChosen(link=link):
                self._to.opener.open(link)
            case messages.FeedsChosen():
                self._to.show_feeds()

    def show_query(self, query: str) -> None:
        """Show what a query finds, and go there."""
        self.follow(messages.QueryChosen(query))
        self._panes.focus("table")

    def _choose(self, query: Query, *, from_charts: bool = False) -> None:
        """Show what was chosen, with a way back to the list before."""
        if query != self._list.query:
            self._leave("table", has_charts=from_charts)
        self._searching.choose(query)

    def _leave(self, pane: str, *, has_charts: bool = False) -> None:
        """Remember everything as it is, for the way back."""
        article_id = self._table.article_id
        if article_id is not None:
            page = self._detail.as_left if pane == "detail" else None
            listed, bar = self._list.as_left, self._searching.as_left
            self._trail.leave(Place(article_id, pane, listed, bar, page, has_charts))

    def sort(self, field: str) -> None:
        """Show the top of the list by `field`; if it is the order already, the other way round."""
        # From where one sort led to, another one leaves nothing to come back to.
        if self._table.cursor or not self._list.is_sorted:
            self._leave("table")
        self._list.sort(field)
        self._screen.refresh_bindings()
        if self._panes.is_reading:
            self._screen.notify(f"Sorted the list by {field}.", markup=False, timeout=3)

    def go_to_unread(self, step: int) -> None:
        """Go to the next unread article or, with `step` -1, to the one before."""
        before, page = self._table.article_id, self._detail.as_left
        if self._list.go_to_unread(step):
            if self._panes.is_reading and before is not None:
                self._trail.leave(Place(before, "reading", page=page))
        else:
            came_from = self._panes.is_reading and self._trail.last is not None
            sentence = sentences.no_unread(step, came_from=came_from)
            self._screen.notify(sentence, markup=False, timeout=3)

    def toggle_reading(self) -> None:
        """Show the article alone, or the panes again."""
        if self._table.article_id is None and not self._panes.is_reading:
            self._screen.notify(sentences.NOTHING_TO_READ, markup=False, timeout=3)
        else:
            self._panes.toggle_reading()

    def _keep_trail(self) -> None:
        """Forget the way back through articles read alone, once the panes are back."""
        if not self._panes.is_reading:
            self._trail.forget("reading")

    def back(self) -> None:
        """Go back to the article or the list that one came from, else to the table."""
        self._keep_trail()
        place = self._trail.back(self._panes.current)
        if place is None and self._panes.current == "table":
            self._screen.notify(sentences.NO_WAY_BACK, markup=False, timeout=3)
        if place is None or self._panes.current == "sidebar":
            self._panes.focus("table")
        if place is not None:
            self._bring_back(place)
        self._screen.refresh_bindings()

    def _bring_back(self, place: Place) -> None:
        if place.page is not None:
            self._article.come_back(place.article_id, place.page)
        if place.listed is None or place.bar is None:
            self._go_to(place.article_id)
            return
        self._searching.bring_back(place.listed.request.query, place.bar)
        self._list.bring_back(place.listed, place.article_id)
        if place.has_charts and not self._list.is_busy:
            self._to.show_charts()

    def leave(self) -> None:
        """Leave what is on top: reading alone, the pane for the list, the search, the view."""
        if self._panes.is_reading:
            self._panes.stop_reading()
        elif self._panes.current != "table":
            self._panes.focus("table")
        elif self._searching.clear():
            pass
        elif self._list.query != Query():
            self._leave_view()
        else:
            last = self._trail.last
            before = None if last is None or last.listed is None else last.listed.request.query
            sentence = sentences.nothing_to_leave(before or Query())
            self._screen.notify(sentence, markup=False, timeout=4)

    def _leave_view(self) -> None:
        """Go back to all articles, where the person left them."""
        place = self._trail.back_to(Query())
        if place is None:
            self._searching.choose(Query())
        else:
            self._bring_back(place)
        self._screen.refresh_bindings()

    def quit(self) -> None:
        """Leave the article, or if that does not have the focus, the program."""
        if self._panes.is_reading:
            self._panes.stop_reading()
        elif self._panes.current == "detail":
            self._panes.focus("table")
        else:
            self._screen.app.exit()

    def _go_to(self, article_id: int) -> None:
        query = self._list.query
        if not self._list.go_to(article_id):
            self._searching.replace(Query())
            if query != Query():
                self._screen.notify(sentences.left_the_search(), markup=False, timeout=4)
        self._screen.refresh_bindings()
