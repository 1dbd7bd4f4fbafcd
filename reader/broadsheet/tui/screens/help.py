"""The help screen: the keys, from their bindings, and the query language."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from broadsheet.tui import keys
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.widgets.key_bar import KeyBar
from broadsheet.tui.widgets.moving import MovingText
from broadsheet.tui.widgets.table_columns import MARKS

QUERY_EXAMPLES = (
    ("chip factory", "titles with these words; typos and prefixes are forgiven"),
    ('"exact phrase"', "titles with this phrase"),
    ('topic:AI  topic:"AI Hardware"', "either topic"),
    ("provider:ibm.com  type:video", "a provider by name or domain; a type"),
    ("quality:>50  heat:0..90  quality:none", "scores: above, in a range, missing"),
    ("quality:top10%", "the best tenth of the library"),
    ("after:2023-05  before:2023-11-06  newer:7d", "dates"),
    ("newest:7d", "the last week of the library, counted from its newest article"),
    ("is:unread  is:starred  is:later", "by your marks"),
    ("is:broken  has:related  has:image  has:body", "by what the file holds"),
    ("-type:video", "a leading - excludes"),
    ("sort:-heat,date", "sort order; a leading - means highest first"),
    ("sort:-merit", "highest quality × heat first"),
)
"""Short forms of docs/query-language.md, which has every construct."""


class HelpScreen(ModalScreen[None]):
    """Shows every key and the query language."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.CLOSING]

    def compose(self) -> ComposeResult:
        """Show the groups of keys, then the language."""
        with MovingText(id="help", classes="window"):
            yield Static(self._text())
        yield KeyBar()

    def on_mount(self) -> None:
        """Set the title."""
        self.query_one("#help").border_title = "Help"

    def _text(self) -> Content:
        parts: list[Content] = []
        for group in keys.GROUPS:
            parts.append(Content.styled(group.title, "bold $text-accent"))
            for binding in group.bindings:
                names = keys.key_names(binding)
                parts.append(
                    Content.assemble(
                        (f"  {names:<18}", "bold"),
                        f"{binding.tooltip or binding.description}  ",
                        (binding.id or "", "dim"),
                    )
                )
            parts.append(Content(""))
        parts.append(
            Content.styled(
                "The query language, in the search bar and in “list”", "bold $text-accent"
            )
        )
        for example, meaning in QUERY_EXAMPLES:
            parts.append(Content.assemble((f"  {example:<44}", "bold"), meaning))
        parts.append(Content(""))
        parts.append(Content.styled("In the table", "bold $text-accent"))
        parts += [Content.assemble((f"  {mark:<18}", "bold"), meaning) for mark, meaning in MARKS]
        return Content("\n").join(parts)

    def action_close(self) -> None:
        """Back to the articles."""
        leave(self)
