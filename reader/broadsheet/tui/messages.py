"""What the parts of the screen tell one another: the whole vocabulary."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from textual.message import Message

from broadsheet.articles.model import Link, Related
from broadsheet.config import SavedView
from broadsheet.library.library import View
from broadsheet.library.query.terms import FacetField
from broadsheet.library.sync.progress import Progress
from broadsheet.tui.opened import OpenedArticle


@dataclass
class ArticleHighlighted(Message):
    """The cursor of the table came to an article; None where the table became empty."""

    article_id: int | None


@dataclass
class ArticleChosen(Message):
    """An article of the table is to be read."""

    article_id: int


@dataclass
class FacetChosen(Message):
    """Something of the sidebar is to be shown; `kind` is "all" for the whole library."""

    kind: FacetField | Literal["all"]
    name: str


@dataclass
class ViewChosen(Message):
    """A saved view of the sidebar is to be shown."""

    name: str


ViewChange = Literal["rename", "remove", "raise", "lower"]


@dataclass
class ViewEdited(Message):
    """A saved view of the sidebar is to be changed."""

    name: str
    change: ViewChange


@dataclass
class ViewsChanged(Message):
    """The saved views are others than before, or in another order."""

    views: tuple[SavedView, ...]


@dataclass
class ViewsCounted(Message):
    """How many articles each saved view has, by its query."""

    counts: dict[str, int]


@dataclass
class MarksChanged(Message):
    """Marks were made or undone; `sentence` says what, where it is worth saying."""

    sentence: str


@dataclass
class MarksFailed(Message):
    """Marks could not be made; `reason` is a sentence for a person."""

    reason: str
    title: str = "Marks"


@dataclass
class SortChosen(Message):
    """The head of a column asks for its order."""

    field: str


@dataclass
class RelatedChosen(Message):
    """A related item is to be gone to, or opened where the library has it not."""

    related: Related
    article_id: int | None


@dataclass
class LinkChosen(Message):
    """A link is to be opened."""

    link: Link


@dataclass
class SearchChanged(Message):
    """The search bar holds another text; of several in a row only the last one counts."""

    text: str

    def can_replace(self, message: Message) -> bool:
        """Give way to a later one."""
        return isinstance(message, SearchChanged)


@dataclass
class ViewSaveAsked(Message):
    """What is looked for is to be kept as a view."""

    query: str


@dataclass
class TypedBehind(Message):
    """A key was typed behind the one that left the search bar, before the focus had moved."""

    key: str
    character: str | None


class SearchLeft(Message):
    """The search bar gives the focus back, its text kept."""


class SearchCleared(Message):
    """The search bar is left and its text thrown away."""


@dataclass
class PaneChanged(Message):
    """The person went from one pane to another, or back to the one they were in."""

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
class SyncProgressed(Message):
    """Bringing the index up to date went on, or ended."""

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
    """The index could not be brought up to date; `reason` is a sentence for a person."""

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
