"""The messages that widgets, threads and processes send to the screen."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual.message import Message

from broadsheet.articles.model import Link, Related
from broadsheet.config.settings import SavedView
from broadsheet.library.query.terms import FacetField
from broadsheet.library.sync.progress import Progress
from broadsheet.library.view import View
from broadsheet.records import filled

if TYPE_CHECKING:
    from broadsheet.feeds.listed import ListedFeed
    from broadsheet.tui.opened import OpenedArticle


class ToScreen(Message):
    """A message that the main screen answers."""


@filled
class ArticleHighlighted(ToScreen):
    """The table's cursor moved to an article; None if the table is empty."""

    article_id: int | None


@filled
class ArticleChosen(ToScreen):
    """The user wants to read an article of the table."""

    article_id: int


@filled
class OfferTaken(ToScreen):
    """The user clicked on a line of the sentence that stands in an empty list."""

    line: str


@filled
class RulesChanged(ToScreen):
    """A rule was made or removed: other articles are muted."""


@filled
class StoriesOutdated(ToScreen):
    """Articles were parted, or a weight changed: stories and scores are to be made again."""


@filled
class StoryToggled(ToScreen):
    """The user wants to see the other articles of a story, or no longer."""


@filled
class FacetChosen(ToScreen):
    """The user chose a row of the sidebar; `kind` is "all" for the row of all articles."""

    kind: FacetField | Literal["all"]
    name: str


@filled
class ViewChosen(ToScreen):
    """The user chose a saved view in the sidebar."""

    name: str


@filled
class QueryChosen(ToScreen):
    """The user chose a line that stands for the articles of a query, perhaps in the charts."""

    query: str
    from_charts: bool = False


@filled
class GroupFolded(ToScreen):
    """The user folds a group of the sidebar, by its heading, or unfolds it."""

    heading: str


@filled
class NamesWanted(ToScreen):
    """The user wants to find one of all names of a kind."""

    kind: FacetField


@filled
class ViewsChanged(ToScreen):
    """The saved views are others than before, or in another order."""

    views: tuple[SavedView, ...]


@filled
class ViewsCounted(ToScreen):
    """The saved views were counted; `counts` has the number of articles of each query."""

    counts: dict[str, int]


@filled
class MarksChanged(ToScreen):
    """Marks were set or undone; `sentence` is what to tell the user, or empty."""

    sentence: str


@filled
class MarksFailed(ToScreen):
    """Marks could not be set; `reason` is a sentence for the user."""

    reason: str
    title: str = "Marks"


@filled
class SortChosen(ToScreen):
    """The user clicked the head of a column."""

    field: str


@filled
class RelatedChosen(ToScreen):
    """The user chose a related item; `article_id` is None if it is not in the library."""

    related: Related
    article_id: int | None


@filled
class LinkChosen(ToScreen):
    """The user wants to open a link."""

    link: Link


@filled
class ViewSaveAsked(ToScreen):
    """The user wants to save the search as a view."""

    query: str


@filled
class PaneChanged(ToScreen):
    """The user entered a pane, perhaps the one they were in before."""

    before: str
    pane: str


@filled
class ColumnsResized(ToScreen):
    """Columns of the table have other widths; if it `is_done`, they are to be kept."""

    is_done: bool


@filled
class PaneWanted(ToScreen):
    """The user pointed at a pane that is not shown."""

    pane: str


@filled
class ViewShown(ToScreen):
    """The table shows another view, or the same one again.

    `is_of_other_time` tells whether stories are told as of another day than before.
    """

    view: View
    is_of_other_time: bool


@filled
class ArticleOpened(ToScreen):
    """An article was read from its file."""

    opened: "OpenedArticle"


@filled
class TextChanged(ToScreen):
    """What is known of the full text of the article with this key of marks has changed."""

    key: int


@filled
class SyncProgressed(ToScreen):
    """Updating the index made progress, or ended."""

    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Give way to a later state of progress, except when this one says what was found."""
        return isinstance(message, SyncProgressed) and self.progress.phase != "done"


@filled
class LibraryChanged(ToScreen):
    """The index has other articles than before; with `is_done`, the folder was looked at fully."""

    is_done: bool


@filled
class SyncFailed(ToScreen):
    """The index could not be updated; `reason` is a sentence for the user."""

    reason: str


class FeedsFetched(ToScreen):
    """Feeds were fetched, or one was subscribed to."""


@filled
class FeedsListed(ToScreen):
    """It is known which feeds there are, and which of them are failing."""

    feeds: Sequence["ListedFeed"]


class FeedsChosen(ToScreen):
    """The list of feeds is to be shown."""


@filled
class FeedSiteChosen(ToScreen):
    """The page of a feed is to be opened."""

    url: str


@filled
class LibraryChosen(Message):
    """Another library is to be opened in place of this one."""

    root: Path
