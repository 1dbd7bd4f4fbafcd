"""The parts of the main screen, and which of them knows which."""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from textual.screen import Screen

from broadsheet.config.settings import Settings
from broadsheet.library.query.terms import SortKey
from broadsheet.marks.model import MarkKind
from broadsheet.marks.store import Marks
from broadsheet.tui.actions.marking import Marking
from broadsheet.tui.actions.opening import Opener
from broadsheet.tui.actions.saved_views import SavedViews
from broadsheet.tui.parts.article_list import ArticleList
from broadsheet.tui.parts.feeds import Feeds
from broadsheet.tui.parts.folder import Folder
from broadsheet.tui.parts.following_counts import FollowingCounts
from broadsheet.tui.parts.full_texts import FullTexts
from broadsheet.tui.parts.live_index import LiveIndex
from broadsheet.tui.parts.navigation import Destinations, Navigation
from broadsheet.tui.parts.open_article import OpenArticle
from broadsheet.tui.parts.panes import Panes
from broadsheet.tui.parts.pictures import Pictures
from broadsheet.tui.parts.searching import Searching
from broadsheet.tui.parts.sidebar_contents import SidebarContents
from broadsheet.tui.parts.snippets import Snippets
from broadsheet.tui.parts.trends import Trends
from broadsheet.tui.widgets.article_table import ArticleTable
from broadsheet.tui.widgets.detail_pane import DetailPane
from broadsheet.tui.widgets.search_bar import SearchBar
from broadsheet.tui.widgets.sidebar import Sidebar
from broadsheet.tui.widgets.table_head import TableHead
from broadsheet.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from broadsheet.tui.actions.charting import Charting
    from broadsheet.tui.actions.muting import Muting
    from broadsheet.tui.actions.programs import Programs
    from broadsheet.tui.parts.empty_list import EmptyList
    from broadsheet.tui.parts.not_shown import NotShown
    from broadsheet.tui.parts.settings_file import SettingsFile
    from broadsheet.tui.parts.text_finding import TextFinding


class Widgets(NamedTuple):
    """The widgets of the main screen that parts fill."""

    title_bar: TitleBar
    search: SearchBar
    sidebar: Sidebar
    head: TableHead
    table: ArticleTable
    detail: DetailPane


class Parts:
    """Everything that the keys and messages of the main screen lead to."""

    def __init__(
        self,
        screen: Screen[None],
        widgets: Widgets,
        panes: Panes,
        index: LiveIndex,
        settings: Settings,
        sort: tuple[SortKey, ...],
        marks: Marks,
    ) -> None:
        title_bar, search, sidebar, head, table, detail = widgets
        self._title_bar = title_bar
        self._screen, self._settings = screen, settings
        self.library, self.index = index.library, index
        library = self.library
        self.sidebar, self.table, self.detail, self.panes = sidebar, table, detail, panes
        self.opener = Opener(screen, settings.browser)
        self.marking = Marking(screen, library, marks, settings.stories.read)
        self.saved_views = SavedViews(screen, library, settings.views, self.marking)
        self.contents = SidebarContents(index, sidebar, self.saved_views, panes.layout)
        self.trends = Trends(screen, index, sidebar)
        if settings.sidebar.sparklines:
            sidebar.ask_for_trends = self.trends.want
        self.counts = FollowingCounts(screen, library, sidebar)
        self.snippets = Snippets(screen, library, table)
        self.texts = FullTexts(screen, library, marks, settings.text)
        self.list = ArticleList(
            screen,
            index,
            table,
            (title_bar, head),
            sort,
            folds_stories=settings.stories.fold,
        )
        self.article = OpenArticle(
            screen,
            index,
            (table, detail),
            self.opener,
            self.marking.read,
            settings.read_after,
            self.texts,
        )
        self.pictures = Pictures(screen, detail, settings.pictures)
        self.searching = Searching(
            search, table, self.list, index, panes, lambda line: self.empty.offered(line)
        )
        self.folder = Folder(screen, library.root, index, self.list, panes, (title_bar, table))
        self.feeds = Feeds(screen, library.root, settings.feeds, title_bar)
        self.navigation = Navigation(
            screen,
            (sidebar, table, detail),
            panes,
            self.list,
            self.article,
            self.searching,
            Destinations(self.saved_views, self.opener, self.feeds.manage, self.show_charts),
        )

    # Those below are imported when they are needed: the first rows need none.

    @cached_property
    def text_finding(self) -> "TextFinding":
        """Finds words in the article."""
        from broadsheet.tui.parts.text_finding import TextFinding

        return TextFinding(self._screen, self.detail, self.panes, self.searching.open)

    @property
    def is_finding(self) -> bool:
        """Whether words of the article are being found."""
        return "text_finding" in self.__dict__ and self.text_finding.is_on

    @cached_property
    def empty(self) -> "EmptyList":
        """Explains an empty list."""
        from broadsheet.tui.parts.empty_list import EmptyList

        return EmptyList(self.index, self.list)

    @cached_property
    def muting(self) -> "Muting":
        """Makes rules."""
        from broadsheet.tui.actions.muting import Muting

        return Muting(self._screen, self.marking)

    @cached_property
    def not_shown(self) -> "NotShown":
        """Counts the files that are not shown."""
        from broadsheet.tui.parts.not_shown import NotShown

        return NotShown(self._screen, self.library, self._title_bar)

    @cached_property
    def settings_file(self) -> "SettingsFile":
        """Follows changes of the settings file."""
        from broadsheet.tui.parts.settings_file import SettingsFile

        return SettingsFile(self._screen, self._settings)

    @cached_property
    def charting(self) -> "Charting":
        """Shows the charts."""
        from broadsheet.tui.actions.charting import Charting

        return Charting(self._screen, self.library)

    @cached_property
    def programs(self) -> "Programs":
        """Runs the user's own programs."""
        from broadsheet.tui.actions.programs import Programs

        return Programs(self._screen, self.library, self._settings.programs)

    def toggle_mark(self, kind: MarkKind) -> None:
        """Set a mark of the cursor's article, or remove it."""
        self.marking.toggle(kind, self.table.article_id)

    def explain_empty(self) -> None:
        """Say in the empty table why it is empty, and what to do about it."""
        if self._title_bar.total:
            muted, is_typing = self._title_bar.muted, self.searching.is_typing
            self.table.say(self.empty.sentence(muted, is_typing=is_typing))
        else:
            self.table.say(self.folder.sentence_if_empty())

    def show_charts(self) -> None:
        """Show charts of the articles in the table."""
        row = self.index.row(self.table.article_id)
        self.charting.show(self.list.query, self.list.found, row)

    def give_back(self) -> None:
        """Free the memory of what can be read again."""
        self.index.now.give_back()
        self.list.give_back()

    async def close(self) -> None:
        """Put the last marks on the disk, let go of the index, and end what runs."""
        await self.feeds.close()
        await self.texts.close()
        await self.pictures.close()
        await self.folder.close()
        self.article.close()
        self.marking.close()
        self.list.close()
        self.index.close()
