"""The messages that widgets, threads and processes send to the screen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from textual.message import Message

from broadsheet.articles.model import Link, Related
from broadsheet.config.settings import SavedView
from broadsheet.library.library import View
from broadsheet.library.query.terms import FacetField
from broadsheet.library.sync.progress import Progress
from broadsheet.tui.opened import OpenedArticle


@dataclass
class ArticleHighlighted(Message):
    """The table's cursor moved to an article; None if the table is empty."""

    article_id: int | None


@dataclass
class ArticleChosen(Message):
    """The user wants to read an article of the table."""

    article_id: int


@dataclass
class RulesChanged(Message):
    """A rule was made or removed: other articles are muted."""


@dataclass
class StoryToggled(Message):
    """The user wants to see the other articles of a story, or no longer."""


@dataclass
class FacetChosen(Message):
    """The user chose a row of the sidebar; `kind` is "all" for the row of all articles."""

    kind: FacetField | Literal["all"]
    name: str


@dataclass
class ViewChosen(Message):
    """The user chose a saved view in the sidebar."""

    name: str


@dataclass
class QueryChosen(Message):
    """The user chose a line of a chart, which stands for the articles of a query."""

    query: str


@dataclass
class GroupFolded(Message):
    """The user folds a group of the sidebar, by its heading, or unfolds it."""

    heading: str


@dataclass
class NamesWanted(Message):
    """The user wants to find one of all names of a kind."""

    kind: FacetField


ViewChange = Literal["rename", "remove", "raise", "lower"]


@dataclass
class ViewEdited(Message):
    """The user wants to change a saved view."""

    name: str
    change: ViewChange


@dataclass
class ViewsChanged(Message):
    """The saved views are others than before, or in another order."""

    views: tuple[SavedView, ...]


@dataclass
class ViewsCounted(Message):
    """The saved views were counted; `counts` has the number of articles of each query."""

    counts: dict[str, int]


@dataclass
class MarksChanged(Message):
    """Marks were set or undone; `sentence` is what to tell the user, or empty."""

    sentence: str


@dataclass
class MarksFailed(Message):
    """Marks could not be set; `reason` is a sentence for the user."""

    reason: str
    title: str = "Marks"


@dataclass
class SortChosen(Message):
    """The user clicked the head of a column."""

    field: str


@dataclass
class RelatedChosen(Message):
    """The user chose a related item; `article_id` is None if it is not in the library."""

    related: Related
    article_id: int | None


@dataclass
class LinkChosen(Message):
    """The user wants to open a link."""

    link: Link


@dataclass
class SearchChanged(Message):
    """The text in the search bar changed."""

    text: str

    def can_replace(self, message: Message) -> bool:
        """Give way to a later one."""
        return isinstance(message, SearchChanged)


@dataclass
class ViewSaveAsked(Message):
    """The user wants to save the search as a view."""

    query: str


@dataclass
class TypedBehind(Message):
    """A key was typed after the one that left the search bar, before the focus moved."""

    key: str
    character: str | None


class SearchLeft(Message):
    """The user left the search bar and keeps its text."""


class SearchCleared(Message):
    """The user left the search bar and cleared it."""


@dataclass
class PaneChanged(Message):
    """The user entered a pane, perhaps the one they were in before."""

    before: str
    pane: str


@dataclass
class ViewShown(Message):
    """The table shows another view, or the same one again."""

    view: View


@dataclass
class ArticleOpened(Message):
    """An article was read from its file."""

    reading: OpenedArticle


@dataclass
class TextChanged(Message):
    """What is known of the full text of the article with this key of marks has changed."""

    key: int


@dataclass
class SyncProgressed(Message):
    """Updating the index made progress, or ended."""

    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Give way to a later state of progress, except when this one says what was found."""
        return isinstance(message, SyncProgressed) and self.progress.phase != "done"


@dataclass
class LibraryChanged(Message):
    """The index has other articles than before; with `is_done`, the folder was looked at fully."""

    is_done: bool


@dataclass
class SyncFailed(Message):
    """The index could not be updated; `reason` is a sentence for the user."""

    reason: str


@dataclass
class FeedsFetched(Message):
    """Feeds were fetched: how many new articles they brought, and how many feeds are failing."""

    added: int
    failing: int


class FeedsChosen(Message):
    """The list of feeds is to be shown."""


@dataclass
class FeedSiteChosen(Message):
    """The page of a feed is to be opened."""

    url: str


@dataclass
class LibraryChosen(Message):
    """Another library is to be opened in place of this one."""

    root: Path
