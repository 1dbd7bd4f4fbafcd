"""The detail pane, which shows one article and its links."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message

from broadsheet.articles.model import Link
from broadsheet.text.door import clean_line
from broadsheet.tui import clock, keys, sentences
from broadsheet.tui.cells import frame_title
from broadsheet.tui.messages import LinkChosen, RelatedChosen
from broadsheet.tui.page.page import Page
from broadsheet.tui.widgets.detail_heading import Heading
from broadsheet.tui.widgets.detail_items import Cards, ItemList, Links, Selection, Stop, lines_of
from broadsheet.tui.widgets.moving import Edge, MovingText
from broadsheet.tui.widgets.page_text import PageText
from broadsheet.tui.widgets.picture import PictureView
from broadsheet.tui.widgets.table_columns import COMPUTED

if TYPE_CHECKING:
    from broadsheet.tui.opened import OpenedArticle, RelatedItem

PageLeft = tuple[float, Stop | None]
"""How far an article was scrolled, and which of its items was selected."""


class DetailPane(MovingText, can_focus=True):
    """Shows an article. `j` and `k` scroll, and move over the items that are in sight."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.READING_MODE]
    BORDER_TITLE = "Article"

    head = query_one("#detail-head", Heading)
    chips = query_one("#detail-chips", PageText)
    picture = query_one("#detail-picture", PictureView)
    excerpt = query_one("#detail-excerpt", PageText)
    body = query_one("#detail-body", PageText)

    opened: "OpenedArticle | None" = None
    hold: Callable[[Callable[[], None]], bool] = staticmethod(lambda act: False)
    """Keeps a movement until the article that it is for is shown; tells whether it does."""
    action_find_text: Callable[[], object]
    """Finds words in the article; the screen has the same action."""
    _pointed_at = ""
    _then: Callable[[], None] | None = None
    _place = 0
    _width = 0
    _is_at_end = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.story = Cards("Also in this story", "article", id="detail-story")
        self.related = Cards("Related", id="detail-related")
        self.in_library = Cards("In this library", id="detail-in-library")
        self.more = Cards(f"{COMPUTED} More like this", id="detail-more")
        self.links = Links("Links", id="detail-links")
        self._lists = (self.story, self.related, self.in_library, self.more, self.links)
        self._selection = Selection(self._lists)

    def compose(self) -> ComposeResult:
        """Lay out the parts, still empty."""
        with Container(id="detail-top"):
            with Vertical(id="detail-heading"):
                yield Heading(id="detail-head")
                yield PageText(id="detail-chips")
            yield PictureView(id="detail-picture")
        yield PageText(id="detail-excerpt")
        yield PageText(id="detail-body")
        yield from self._lists

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Leave `/` to the search of headlines, unless one reads alone or finds already."""
        is_own = self.has_class("-reading") or self.has_class("-finding")
        return action != "find_text" or is_own

    def offers(self, action: str) -> bool:
        """Return whether a key has anything to do: there is nothing to follow unless selected."""
        return action != "choose" or self._selection.stop is not None

    def _select(self, stop: Stop | None) -> None:
        was_none = self._selection.stop is None
        self._selection.select(stop)
        if was_none != (stop is None):
            self.refresh_bindings()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Show whether the pane has the focus: by its frame, so nothing in it is styled again."""
        self.app.stylesheet.update_nodes([self], animate=True)

    def clear(self) -> None:
        """Show nothing."""
        if self.opened is None:
            return
        self.opened = None
        self._select(None)
        self.head.update(Content())
        self.chips.show(Page())
        self.picture.clear()
        self.excerpt.show(Page())
        self.body.show(Page())
        for items in self._lists:
            items.show([])

    def show(self, opened: "OpenedArticle", *, is_same: bool = False) -> None:
        """Show an article that was read; if it `is_same`, keep scroll position and selection."""
        if opened == self.opened:
            return
        # Imported by now, in the thread that read the article; the first rows do not need it.
        from broadsheet.tui.widgets import detail_text

        selected = self._selection.item
        if self.opened is None or self.opened.row.mark != opened.row.mark:
            self.picture.clear()
        self.opened = opened
        self._select(None)
        self.head.update(detail_text.head(opened, clock.now()))
        self.chips.show(detail_text.chips(opened))
        self.excerpt.show(detail_text.excerpt_and_text(opened, clock.now()))
        self.body.show(opened.page)
        self.story.show([*map(detail_text.card, opened.story)])
        self.related.show([*map(detail_text.card, opened.related)])
        self.more.show([*map(detail_text.card, opened.more)])
        self.in_library.show([*map(detail_text.card, opened.in_library)])
        self.links.show([*map(detail_text.link_line, opened.links)])
        if is_same:
            self._select(self._selection.stop_of(selected))
        else:
            self._place = 0
            self.scroll_home(animate=False)
        self.call_after_refresh(self._show_frame)

    def place_picture(self, columns: int | None) -> None:
        """Put the picture next to the headline, in so many columns; with None, below it."""
        self.query_one("#detail-top").set_class(columns is not None, "-beside")
        self.picture.styles.width = columns

    @property
    def texts(self) -> tuple[Heading | PageText, ...]:
        """What words can be found in, from top to bottom."""
        return self.head, self.excerpt, self.body

    @property
    def text_width(self) -> int:
        """The cells of a line of text; may be asked for from any thread."""
        styles = self.body.styles
        room, measure = self.scrollable_content_region.width, styles.max_width
        room = max(1, room - styles.margin.width)
        return room if measure is None else min(room, int(measure.value))

    @property
    def place(self) -> int:
        """How many characters of the text stand above the pane; 0 if it was read to its end."""
        return 0 if self._is_at_end else self._place

    def go_to_place(self, place: int) -> None:
        """Scroll to a place in the text, once the text is laid out."""
        self._place = place
        self._once_laid_out(partial(self._scroll_to_place, place))

    @property
    def as_left(self) -> PageLeft:
        """How the article stands, to be brought back later."""
        return self.scroll_y, self._selection.stop

    def bring_back(self, left: PageLeft) -> None:
        """Scroll to where the article was left, and select what was selected."""

        def scroll() -> None:
            top, stop = left
            self._width = self.body.size.width
            self.scroll_to(y=top, animate=False, immediate=True)
            if stop in self._selection.stops():
                self._select(stop)

        self._once_laid_out(scroll)

    def _once_laid_out(self, act: Callable[[], None]) -> None:
        """Do something once the lines of the text are in their places."""

        def look() -> None:
            if self.body.is_laid_out:
                act()
            else:
                self._then = act  # it reflows soon

        self.call_after_refresh(look)

    def stay_at_place(self) -> None:
        """Keep the line at the top where it is, after what is above the text has another size."""
        if self._place:
            self.go_to_place(self._place)

    def _scroll_to_place(self, place: int) -> None:
        self._width = self.body.size.width
        if place and self.body.display:
            line = self.body.line_at(place)
            self.scroll_to(y=self.body.virtual_region.y + line, animate=False, immediate=True)
        else:
            self._place = self._place_in_sight()  # keys may have scrolled the text meanwhile
        self._show_frame()

    def _place_in_sight(self) -> int:
        return self.body.place_of(round(self.scroll_y) - self.body.virtual_region.y)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep in mind which place in the text is at the top, and show how far that is."""
        super().watch_scroll_y(old_value, new_value)
        # While the text is laid out again, the place is where it was before.
        if self.body.size.width == self._width:
            self._place = self._place_in_sight()
            self._show_frame()

    def watch_virtual_size(self) -> None:
        """Show how far the place is in a text that now has another length."""
        self._show_frame()

    @on(PageText.Reflowed)
    def _reflow(self, event: PageText.Reflowed) -> None:
        event.stop()
        if event.page is not self.body:
            return
        then, self._then = self._then, None
        if then is None and self.body.size.width != self._width:
            then = partial(self._scroll_to_place, self._place)
        if then is not None:
            self.call_after_refresh(then)

    @property
    def _progress(self) -> float | None:
        """How much of the text is above the pane: 1 at its end, None if all is in sight."""
        text = self.body if self.body.display else self.excerpt
        beyond = text.virtual_region.bottom - self.size.height
        return None if beyond <= 0 else min(1.0, self.scroll_y / beyond)

    @property
    def chosen(self) -> Message | None:
        """Return the message that Enter on the selected item posts."""
        item = self._selection.item
        return None if item is None else item.choose()

    def open_current(self) -> bool:
        """Open the address of the selected item; return False if none is selected."""
        item = self._selection.item
        if item is not None:
            self.post_message(item.open())
        return item is not None

    @property
    def selected_url(self) -> str:
        """The address of the selected item, '' if none is selected."""
        item = self._selection.item
        return "" if item is None else item.of.url

    @property
    def selected_in_story(self) -> int | None:
        """The selected article of the story; None if none is selected."""
        stop = self._selection.stop
        if self.opened is None or stop is None or stop[0] is not self.story:
            return None
        return self.opened.story[stop[1]].article_id

    @on(ItemList.Clicked)
    def _click_item(self, event: ItemList.Clicked) -> None:
        event.stop()
        self._select((event.items, event.index))
        self.post_message(event.items.items[event.index].choose())

    @on(PageText.LinkPressed)
    def _press_link(self, event: PageText.LinkPressed) -> None:
        """Follow a link of the body, or pass it on; it is checked before it is opened."""
        event.stop()
        item = self._in_library_at(event.href)
        if item is not None:
            self.post_message(RelatedChosen(item.related, item.article_id))
        else:
            self.post_message(LinkChosen(Link("in the text", clean_line(event.href))))

    def _in_library_at(self, address: str) -> "RelatedItem | None":
        return None if self.opened is None else self.opened.of_address.get(address)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show in the frame where the link under the pointer leads."""
        self._point_at(str(event.style.meta.get("href", "")))

    def on_leave(self) -> None:
        """Show the usual title in the frame again."""
        self._point_at("")

    def _point_at(self, href: str) -> None:
        if href != self._pointed_at:
            self._pointed_at = href
            self._show_frame()

    def _show_frame(self) -> None:
        """Show in the frame how much was read, or where the link under the pointer leads."""
        title, progress = "Article", self._progress
        self._is_at_end = progress == 1
        percent = "" if progress is None else f"{progress:.0%}"
        if self._pointed_at:
            from broadsheet.tui.widgets.detail_text import link_host

            item = self._in_library_at(self._pointed_at)
            host = link_host(clean_line(self._pointed_at))
            title = f"Article → {item.related.title if item else host}"
        elif percent and not self.styles.border_bottom[0]:
            title = f"Article · {percent}"
        left = 0 if self.opened is None else self.opened.page.minutes
        left = round(left * (1 - (progress or 0)))
        if percent and left:
            percent += f" · {left} min left"
        for name, text in (("border_title", title), ("border_subtitle", percent)):
            text = frame_title(text, has_corners=bool(self.styles.border_left[0]))
            if text != str(getattr(self, name) or ""):
                setattr(self, name, Content(text))

    def _is_in_sight(self, stop: Stop) -> bool:
        top, end = lines_of(stop)
        first = round(self.scroll_y)
        return first <= top and end <= first + self.size.height

    def step(self, lines: int) -> None:
        """Move to the next item in sight, or by a line."""
        if self.hold(lambda: self.step(lines)):
            return
        stops = self._selection.stops()
        if self._selection.stop is None:
            in_sight = [stop for stop in stops if self._is_in_sight(stop)]
            following = in_sight[0] if lines > 0 and in_sight else None
        else:
            place = stops.index(self._selection.stop) + lines
            following = stops[place] if 0 <= place < len(stops) else None
            if following is None and lines < 0:
                self._select(None)
            if following is not None:
                top, end = lines_of(following)
                first, height = round(self.scroll_y), self.size.height
                if top < first:
                    super().jump(top - first)
                elif end > first + height:
                    super().jump(end - first - height)
        if following is not None:
            self._select(following)
        else:
            super().jump(lines)

    def jump(self, lines: int) -> None:
        """Scroll, and select nothing; say so if there is nothing further down."""
        if self.hold(lambda: self.jump(lines)):
            return
        self._select(None)
        if lines > 0 and self.scroll_y >= self.max_scroll_y and self.opened is not None:
            self.notify(sentences.end_of_article(), markup=False, timeout=4)
        super().jump(lines)

    def go_to_edge(self, edge: Edge) -> None:
        """Scroll to the beginning, or to the end and its last item."""
        if self.hold(lambda: self.go_to_edge(edge)):
            return
        stops = self._selection.stops()
        self._select(stops[-1] if stops and edge == "last" else None)
        super().go_to_edge(edge)
