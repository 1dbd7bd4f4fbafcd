"""The list: which view is asked for, which one is shown, and what waits to be shown."""

from array import array
from collections.abc import Sequence
from dataclasses import replace

from textual.screen import Screen

from broadsheet.damage import is_damage
from broadsheet.library.index.rows import Row
from broadsheet.library.query.fields import sort_key
from broadsheet.library.query.parse import Query, parse
from broadsheet.library.query.terms import SortKey
from broadsheet.library.searcher import DEFAULT_SORT
from broadsheet.library.view import View
from broadsheet.tui import sentences
from broadsheet.tui.messages import SyncFailed, ViewShown
from broadsheet.tui.parts.live_index import LiveIndex
from broadsheet.tui.parts.story_rows import StoryRows
from broadsheet.tui.parts.trail import ListLeft
from broadsheet.tui.parts.view_runner import ViewRequest, ViewRunner
from broadsheet.tui.threads import in_thread
from broadsheet.tui.widgets.article_table import FIRST, STAY, ArticleTable, Cursor
from broadsheet.tui.widgets.table_head import TableHead
from broadsheet.tui.widgets.title_bar import TitleBar


class ArticleList:
    """Shows views in the table, and names them in the title bar and the head of the table.

    Tells `screen` with `ViewShown`.
    """

    def __init__(
        self,
        screen: Screen[None],
        index: LiveIndex,
        table: ArticleTable,
        bars: tuple[TitleBar, TableHead],
        default_sort: Sequence[SortKey],
        *,
        folds_stories: bool = True,
    ) -> None:
        self._screen = screen
        self._index = index
        self._table = table
        self._title_bar, self._head = bars
        self._default_sort = tuple(default_sort) or DEFAULT_SORT
        self._runner = ViewRunner(
            index.library,
            show=self._arrived,
            failed=self._failed,
            in_thread=lambda work: in_thread(screen, work, "view", cancels=True),
            on_screen=screen.call_later,
            when_drawn=screen.call_after_refresh,
            folds=folds_stories,
        )
        self._request = ViewRequest(Query(), self._default_sort)
        self._chosen_sort: tuple[SortKey, ...] = ()
        self._found = View(Query(), ())
        self._stories = StoryRows(folds=folds_stories)
        self._held: View | None = None
        self._moved = 0
        self._highlighted: Row | None = None

    def close(self) -> None:
        """Close the index."""
        self._runner.close()

    def give_back(self) -> None:
        """Free the memory of what can be read again."""
        self._runner.give_back()

    # What is shown

    @property
    def query(self) -> Query:
        """What is asked for; the view that answers it may still be on its way."""
        return self._request.query

    @property
    def found(self) -> "array[int]":
        """The articles that were found, those of stories in one row included, in any order."""
        return self._found.ids + self._found.behind

    @property
    def is_empty(self) -> bool:
        """Whether no article is shown."""
        return self._table.count == 0

    @property
    def is_busy(self) -> bool:
        """Whether a view is on its way."""
        return self._runner.is_busy

    @property
    def is_sorted(self) -> bool:
        """Whether the person chose the order, by a key or a click."""
        return bool(self._chosen_sort)

    @property
    def as_left(self) -> ListLeft:
        """The list as it is, to be brought back later."""
        view = self._found if self._found.is_whole and not self.is_busy else None
        return ListLeft(self._request, self._chosen_sort, self._table.above, view, self._as_of)

    @property
    def _as_of(self) -> object:
        index = self._index.now
        return index, index.generation(), index.rules.muted()

    @property
    def holds_news(self) -> bool:
        """Whether new articles wait to be shown."""
        return self._held is not None

    def refill(self) -> None:
        """Read again what the index says of the library as a total."""
        self._title_bar.total = self._index.now.count()
        makeup = self._index.now.makeup()
        self._table.show_library(makeup, self._index.now.highest())
        self._head.show_makeup(makeup)

    def count(self, query: Query) -> int:
        """Return how many articles another query would find; 0 if that takes too long to tell."""
        if not query.words and not query.texts():
            return self._index.now.count(query)
        return self._runner.count(query, self._title_bar.total)

    def nearest_word(self, text: str) -> str:
        """Return the word of a title most like `text`, "" if none is."""
        return self._runner.nearest_word(text, self._title_bar.total)

    # What is asked for

    def expect_search(self) -> None:
        """Get ready for the first words, unless a view is on its way."""
        if not self.is_busy:
            self._runner.prepare()

    def start(self) -> None:
        """Show the first lines at once, and all the rest after they are drawn."""
        if self._show_first(FIRST):
            self._screen.call_after_refresh(self.refresh)
        else:
            self.refresh(FIRST)

    def show(self, query: Query, keep: Cursor = FIRST) -> None:
        """Show what `query` finds, in its own order."""
        self._chosen_sort = ()
        self._ask(query, keep)

    def bring_back(self, left: ListLeft, article_id: int) -> None:
        """Show a list as it was left, articles included that its query no longer finds."""
        cursor = Cursor("stay", article_id)
        self._chosen_sort = left.sort
        query = left.request.query
        if not query.words and not query.sort:
            self._default_sort = left.request.sort
        if left.view is None:
            self._ask(left.request.query, cursor)
            return
        self._runner.drop()
        self._request = replace(left.request, keep=cursor)
        if left.view is self._found:
            self._table.go_to(article_id)
        else:
            self._show(left.view, cursor)
        self._table.scroll_under(left.above)
        if left.as_of != self._as_of:
            self.refresh_quietly(0)

    def sort(self, field: str) -> None:
        """Sort by `field`, best first, or the other way round if that is the order already.

        Other lists without an order of their own are shown in this one from now on.
        """
        self._chosen_sort = self._turned(field)
        if not self.query.words and not self.query.sort:
            self._default_sort = self._chosen_sort
        self._ask(self.query, FIRST)

    def refresh(self, keep: Cursor = STAY) -> None:
        """Show what the same query finds now."""
        self._ask(self.query, keep)

    def refresh_quietly(self, moved: int) -> None:
        """Show what the same query finds now, unless that would insert new articles.

        Those are announced, and wait for `show_news`. Files that only `moved` are not new.
        """
        self._moved += moved
        self._ask(self.query, STAY, may_grow=False)

    def fill(self) -> None:
        """Show what has been read so far while nobody has looked further down yet.

        Gathering all of it at each step would slow the reading down.
        """
        is_newest_first = self.query == Query() and self._request.sort == DEFAULT_SORT
        if not (is_newest_first and self._show_first(FIRST)):
            self.refresh(FIRST)

    def show_news(self) -> None:
        """Show the articles that wait."""
        if self._held is not None:
            self._show(self._held, STAY)

    def reopen(self) -> None:
        """Use the index that took the place of one that was deleted or rebuilt."""
        was_busy = self.is_busy
        self._runner.reopen()
        if was_busy:
            self._run()

    def _ask(self, query: Query, keep: Cursor, *, may_grow: bool = True) -> None:
        sort = self._chosen_sort or query.sort or (() if query.words else self._default_sort)
        self._request = ViewRequest(query, sort, keep, may_grow)
        self._run()

    def _run(self) -> None:
        if self._request.may_grow:
            self._table.await_view()
        self._runner.run(self._request, self._title_bar.total)

    def _show_first(self, keep: Cursor) -> bool:
        self._request = replace(self._request, keep=keep, may_grow=True)
        return self._runner.show_first(self._request)

    def _turned(self, field: str) -> tuple[SortKey, ...]:
        key = sort_key(field)
        current = next(iter(self._chosen_sort or self._table.view.sort), None)
        if current is not None and current.field == key.field:
            return (replace(key, descending=not current.descending),)
        return (replace(key, descending=field not in ("title", "provider", "author")),)

    # What comes of it

    def _arrived(self, request: ViewRequest, view: View) -> None:
        if not request.may_grow:
            new = _new_in(view, self._found) - self._moved
            if new > 0:
                self._held = view
                self._title_bar.news = sentences.news(new)
                return
        keep = request.keep
        if not view.is_whole and not self._holds_cursor(view, keep):
            return  # the article to stay on is further down
        if self._table.was_sent_on:
            if not view.is_whole and view.query != Query():
                return  # the keys may mean lines that the first ones do not have
            if self._begins(view):
                keep = STAY
        self._show(view, keep)

    def _holds_cursor(self, view: View, keep: Cursor) -> bool:
        """Tell whether the first lines of a view have the article that the cursor stays on."""
        wanted = self._table.article_id if keep.article_id is None else keep.article_id
        if wanted is None or wanted in view.ids or keep.to not in ("stay", "best"):
            return True
        is_of_topic = len(view.query.terms) == 1 and self._index.now.has_topics(wanted, view.query)
        return keep.to == "best" and not is_of_topic

    def _begins(self, view: View) -> bool:
        """Tell whether the first lines of `view` are shown."""
        shown = self._found
        return not shown.is_whole and (shown.query, shown.sort) == (view.query, view.sort)

    def _show(self, view: View, keep: Cursor) -> None:
        self._held, self._moved = None, 0
        stories = self._index.now.stories
        before = stories.as_of
        stories.tell_as_in(view.query)
        bar = self._title_bar
        bar.news = ""
        bar.view = stories.front_heading(view.query) or sentences.view_name(view.query)
        bar.muted = view.muted
        if view.is_whole or view.in_all is not None:
            bar.shown = view.count
        elif view.query == Query():
            bar.shown = bar.total
        bar.sort = view.sort
        self._head.show_sort(view.sort)
        if keep.article_id is None:
            keep = replace(keep, article_id=self._moved_to())
        else:
            self._stories.open_for(keep.article_id, self._index.now)
        self._found = view
        self._fold(keep)
        if not view.is_whole:
            # The last line now means that of all there is.
            self._table.await_view()
        self._screen.post_message(ViewShown(view, stories.as_of != before))

    def _fold(self, keep: Cursor) -> None:
        """Show what was found, with one row for each story."""
        rows, below = self._stories.rows(self._found, self._index.now)
        self._table.show(rows, keep, below)

    def _failed(self, error: Exception) -> None:
        if is_damage(error):
            raise error  # the app then ends, and begins again with a new index
        self._screen.post_message(SyncFailed(sentences.index_failed(error)))

    # The cursor

    def highlight(self) -> Row | None:
        """Return the row of the article that the cursor came to; None if there is none."""
        row = self._index.row(self._table.article_id)
        if row is not None:
            self._highlighted = row
        return row

    def _moved_to(self) -> int | None:
        """Return the new id of the cursor's article if its file moved; None if it did not."""
        article_id, row = self._table.article_id, self._highlighted
        if row is None or row.id != article_id or self._index.row(article_id) is not None:
            return None
        return self._index.now.lookup.id_of_mark(row.mark)

    def toggle_story(self) -> bool:
        """Open or close the story of the cursor's article; return False if it is in none."""
        article_id = self._table.article_id
        lead = None if article_id is None else self._stories.toggle(article_id, self._index.now)
        if lead is not None:
            self._fold(Cursor("stay", lead))
        return lead is not None

    def go_to(self, article_id: int) -> bool:
        """Put the cursor on an article; return False if that takes the view of all articles."""
        is_here = self._table.go_to(article_id)
        if not is_here and article_id in self._found.behind:
            self._stories.open_for(article_id, self._index.now)
            self._fold(Cursor("stay", article_id))
            return True
        if not is_here:
            self._ask(Query(), Cursor("stay", article_id))
        return is_here

    def go_to_unread(self, step: int) -> bool:
        """Put the cursor on the next unread article, or with `step` -1 on the one before.

        Return False if there is none.
        """
        ids, read = self._table.ids, set(self._index.now.ids(parse("is:read")))
        lines = range(self._table.cursor + step, len(ids) if step > 0 else -1, step)
        line = next((line for line in lines if ids[line] not in read), None)
        if line is not None:
            self._table.cursor = line
        return line is not None


def _new_in(view: View, shown: View) -> int:
    """Return how many articles of `view` are not in the one that is shown."""
    if not shown.is_whole:
        return 0
    before = {*shown.ids, *shown.behind}
    return len({*view.ids, *view.behind} - before)
