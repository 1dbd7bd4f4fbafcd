"""Every key of the reader, declared once: footer, help and palette are made of these."""

from dataclasses import dataclass

from textual.binding import Binding

_SORTING = Binding.Group("Sort", compact=True)


def _key(
    keys: str,
    action: str,
    name: str,
    tooltip: str,
    *,
    shown: str = "",
    group: Binding.Group | None = None,
    priority: bool = False,
) -> Binding:
    """Declare a binding that the footer shows where `shown` names the key."""
    return Binding(
        keys,
        action,
        name,
        show=bool(shown),
        key_display=shown or None,
        tooltip=tooltip,
        group=group,
        priority=priority,
        id=f"{action.partition('(')[0]}.{keys.partition(',')[0]}",
    )


MOVING = [
    _key("j,down", "cursor_down", "Down", "One line down"),
    _key("k,up", "cursor_up", "Up", "One line up"),
    _key("g,home", "cursor_first", "First", "To the beginning"),
    _key("G,end", "cursor_last", "Last", "To the end"),
    _key("pagedown,space", "page_down", "Page down", "One page down"),
    _key("pageup", "page_up", "Page up", "One page up"),
    _key("ctrl+d", "half_page_down", "Half down", "Half a page down"),
    _key("ctrl+u", "half_page_up", "Half up", "Half a page up"),
]

PANES = [
    _key("tab,l", "next_pane", "Next pane", "To the next pane"),
    _key("shift+tab,h", "previous_pane", "Previous pane", "To the pane before"),
]

READING = [
    _key(
        "enter", "choose", "Read", "Show a topic, read an article, follow a related item", shown="⏎"
    ),
    _key("backspace", "back", "Back", "Back to the article one came from", shown="⌫"),
    _key("o", "open", "Open", "Open the original in the browser", shown="o"),
    _key("L", "links", "Links", "List every link, to open or copy one", shown="L"),
    _key("y", "copy_url", "Copy URL", "Copy the article's URL"),
    _key("v", "source", "Source", "Show the file itself: front matter and body", shown="v"),
]

FINDING = [
    # With priority, so that what is typed right behind it lands in the search bar.
    _key(
        "slash",
        "search",
        "Search",
        "Find by title, topic, provider, score or date",
        shown="/",
        priority=True,
    ),
    _key("escape", "clear_search", "Clear", "Leave the search and clear it"),
    _key(
        "Q",
        "sort('quality')",
        "Quality",
        "Sort by quality; again: reversed",
        shown="Q",
        group=_SORTING,
    ),
    _key("H", "sort('heat')", "Heat", "Sort by heat; again: reversed", shown="H", group=_SORTING),
    _key("D", "sort('date')", "Date", "Sort by date; again: reversed", shown="D", group=_SORTING),
    _key("R", "refresh_library", "Refresh", "Look at the folder again"),
]

PROGRAM = [
    _key("question_mark", "help", "Help", "All keys, and the query language", shown="?"),
    _key("P", "problems", "Problems", "List files that could not be read whole"),
    _key("ctrl+p", "command_palette", "Commands", "Find a command by its name"),
    _key("q,ctrl+q", "quit", "Quit", "Leave", shown="q"),
]

CLOSING = [_key("escape,q", "close", "Close", "Back to the articles", shown="esc")]

LINKS = [
    _key("enter,o", "open_link", "Open", "Open the link in the browser", shown="⏎"),
    _key("y", "copy_link", "Copy", "Copy the link", shown="y"),
]


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys that belong together, under a heading of the help screen."""

    title: str
    bindings: list[Binding]


GROUPS = (
    KeyGroup("Moving, in any pane", MOVING),
    KeyGroup("Panes", PANES),
    KeyGroup("Reading", READING),
    KeyGroup("Finding and sorting", FINDING),
    KeyGroup("The program", PROGRAM),
)

_NAMES = {
    "down": "↓",
    "up": "↑",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "enter": "Enter",
    "backspace": "Backspace",
    "escape": "Esc",
    "slash": "/",
    "question_mark": "?",
}


def key_names(binding: Binding) -> str:
    """Return the keys of `binding` as a person calls them."""
    return " ".join(_NAMES.get(key, key) for key in binding.key.split(","))
