"""The help screen: the keys, from their bindings, and the query language."""

from collections.abc import Collection, Iterator
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from broadsheet.text.folding import fold
from broadsheet.tui import keys
from broadsheet.tui.rebinding import PLACES, PRESETS, changed_by
from broadsheet.tui.screens.idle_keys import HearsAllKeys
from broadsheet.tui.screens.leaving import leave
from broadsheet.tui.widgets.key_bar import KeyBar
from broadsheet.tui.widgets.line_input import LineInput
from broadsheet.tui.widgets.moving import MovingText
from broadsheet.tui.widgets.table_columns import MARKS

_LONGEST = 60
"""In characters."""

_NARROWEST = 16
"""The cells that a meaning has at least."""

QUERY_EXAMPLES = (
    ("chip factory", "titles with these words (typos are forgiven); below, texts and names"),
    ('"exact phrase"', "titles with this phrase"),
    ('text:chip  text:"new chip"  text:chip*', "words of the excerpt, body or fetched text"),
    ('topic:AI  topic:"AI Hardware"', "either topic"),
    ("provider:ibm.com  type:video", "a provider by name or domain; a type"),
    ("author:lovelace  feed:example  category:news", "a person; a feed; a category"),
    ("front:today  front:2023-05-18", "the front page of a day"),
    ("quality:>50  heat:0..90  quality:none", "scores: above, in a range, missing"),
    ("quality:top10%", "the best tenth of the library"),
    ("after:2023-05  before:2023-11-06  newer:7d", "dates; also date:2023-05 and older:1y"),
    ("newest:7d", "the last week of the library, counted from its newest article"),
    ("is:unread  is:starred  is:later  is:read", "by your marks"),
    ("is:lead  has:story  sources:>3", "by stories: what leads one; what is in one"),
    ("is:muted", "what your mutes leave out"),
    ("is:broken  has:related  has:image", "by what the file holds"),
    ("has:body  has:text", "by its text: in the file; there or fetched"),
    ("-type:video", "a leading - excludes"),
    ("sort:-heat,date", "sort order; a leading - means highest first"),
    ("sort:-merit", "highest quality × heat first"),
)
"""Short forms of docs/query-language.md, which has every construct."""


_COUNTS = (
    ("12/340", "unread articles, and all articles"),
    ("340", "all articles, none of them read; next to a search, the articles that it finds"),
    ("▁▃▅▇", "articles in each of the last eight weeks"),
)

_NAMES = 'The grey word behind each key is its name below [keys] in the settings file: open = "O".'


class HelpScreen(ModalScreen[None], HearsAllKeys):
    """Shows every key and the query language, or the lines of them that hold some words."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.CLOSING, *keys.HELP, *keys.HELPING]

    def __init__(self, first: Collection[str | None] = ()) -> None:
        """Show the groups that have actions of these ids before the others."""
        super().__init__()
        self._first = first

    def compose(self) -> ComposeResult:
        """Show the groups of keys, then the language."""
        with MovingText(id="help", classes="window"):
            yield HelpText(self._first)
        yield LineInput(longest=_LONGEST, placeholder="words to find in the help", id="help-search")
        yield KeyBar()

    def on_mount(self) -> None:
        """Set the title, and wait with the input until it is asked for."""
        self.query_one("#help").border_title = "Help"
        self._input.display = False

    @property
    def _input(self) -> LineInput:
        return self.query_one(LineInput)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Let letters be typed in the input."""
        return action not in ("search", "help") or not self._input.has_focus

    def action_help(self) -> None:
        """Close the help, with the key that opened it."""
        leave(self)

    def action_search(self) -> None:
        """Ask for words to find."""
        self._input.display = True
        self.set_focus(self._input)  # at once: the next key may be here already

    @on(Input.Changed)
    def _show_matching(self, event: Input.Changed) -> None:
        self.query_one(HelpText).find(event.value)
        self.query_one("#help", MovingText).go_to_edge("first")

    @on(Input.Submitted)
    def _scroll_matching(self) -> None:
        self.query_one("#help").focus()

    def action_close(self) -> None:
        """Show everything again after a search; else close the help."""
        if self._input.display:
            self._input.value = ""
            self._input.display = False
            self.query_one("#help").focus()
        else:
            leave(self)


class HelpText(Static):
    """The lines of the help that hold some words, each indented below its beginning."""

    def __init__(self, first: Collection[str | None]) -> None:
        super().__init__()
        self._first = first
        self._wanted = ""
        self._wrapped_to = 0

    def on_resize(self) -> None:
        """Wrap the lines to the new width."""
        if self.size.width != self._wrapped_to:
            self.find(self._wanted)

    def find(self, wanted: str) -> None:
        """Show the lines that hold every word of `wanted`."""
        self._wanted, self._wrapped_to = wanted, self.size.width
        self.update(_text(wanted, self.size.width, self._first))


class _Line(NamedTuple):
    """A line of the help: what it is about, padded to the same width as others, and its meaning."""

    head: str
    meaning: Content

    @property
    def plain(self) -> str:
        return self.head + self.meaning.plain

    def wrapped(self, width: int) -> Content:
        """Return the line in `width` cells, with the meaning next to the head in all of them."""
        indent = len(self.head)
        first, *more = self.meaning.wrap(max(_NARROWEST, width - indent))
        return Content("\n").join(
            [
                Content.assemble((self.head, "bold"), first),
                *(line.pad_left(indent) for line in more),
            ]
        )


def _text(wanted: str, width: int, first: Collection[str | None]) -> Content:
    """Return the lines that hold every word of `wanted`, or whose heading does, below these."""
    words = wanted.split()
    parts: list[Content] = []
    for heading, lines in _sections(first):
        found = [
            line.wrapped(width)
            for line in lines
            if any(all(_has(text, word) for word in words) for text in (heading, line.plain))
        ]
        if found:
            parts += [Content.styled(heading, "bold $text-accent"), *found, Content("")]
    return Content("\n").join(parts) if parts else Content("The help has nothing with these words.")


def _has(text: str, word: str) -> bool:
    """Tell whether `text` has a word, or what consists of signs alone as it stands."""
    folded = fold(word)
    return folded in fold(text) if folded else word in text


def _sections(first: Collection[str | None] = ()) -> Iterator[tuple[str, list[_Line]]]:
    groups = [group for group in keys.GROUPS if group.bindings]
    asked = [group for group in groups if any(each.id in first for each in group.bindings)]
    yield from map(_section, asked)
    yield "Keys", [_Line("  ", Content(_NAMES))]
    yield from (_section(group) for group in groups if group not in asked)
    yield "What the presets change (keys.preset, in the settings)", [*_preset_lines()]
    yield (
        "The query language, in the search bar and in “list”",
        [_Line(f"  {short:<44} ", Content(meaning)) for short, meaning in QUERY_EXAMPLES],
    )
    yield (
        "In the sidebar",
        [_Line(f"  {count:<18} ", Content(meaning)) for count, meaning in _COUNTS],
    )
    yield (
        "In the list",
        [_Line(f"  {mark:<18} ", Content(meaning)) for mark, meaning in MARKS],
    )


def _preset_lines() -> Iterator[_Line]:
    for preset in PRESETS:
        yield _Line(f"  {preset:<18} ", Content(changed_by(preset)))


def _section(group: keys.KeyGroup) -> tuple[str, list[_Line]]:
    """Return the keys of a group, with their names in the settings if they can be changed there."""
    can_change = any(group.bindings is each for place in PLACES for each in place)
    return group.title, [_key_line(each, has_name=can_change) for each in group.bindings]


def _key_line(binding: Binding, *, has_name: bool) -> _Line:
    name = (binding.id or "") * has_name
    meaning = f"{binding.tooltip or binding.description}  "
    return _Line(f"  {keys.key_names(binding):<18} ", Content.assemble(meaning, (name, "dim")))
