"""Every key of the reader, declared once for the bottom line, the help screen and the palette."""

import re
from functools import partial

from textual.binding import Binding
from textual.keys import format_key

from broadsheet.records import record

_SORTING = Binding.Group("Sort", compact=True)
_SPAN = Binding.Group("Rising topics of a shorter or longer time", compact=True)


def _key(
    keys: str,
    action: str,
    name: str,
    tooltip: str,
    *,
    shown: str = "",
    group: Binding.Group | None = None,
    priority: bool = True,
    within: str = "",
) -> Binding:
    """Declare a binding.

    `shown` is the key's name in the line at the bottom (`widgets/key_bar.py`), which shows those
    that have one wherever it has no list of its own.

    The id is the action's name in `[keys]` of the settings. It starts with the place `within`, if
    the action of that name means something else in other places.

    With `priority`, the app acts on a key before it looks at the next one. Without, the key travels
    from the focused widget to the app first, and keys typed behind it may arrive before it.
    """
    return Binding(
        keys,
        action,
        name,
        show=bool(shown),
        key_display=shown or None,
        tooltip=tooltip,
        group=group,
        priority=priority,
        id="_".join(re.findall(r"\w+", f"{within} {action}")),
    )


_typing = partial(_key, priority=False)

MOVING = [
    _key("j,down,ctrl+e", "cursor_down", "Down", "One line down"),
    _key("k,up,ctrl+y", "cursor_up", "Up", "One line up"),
    _key("g,home", "cursor_first", "First", "To the beginning"),
    _key("G,end", "cursor_last", "Last", "To the end"),
    _key("pagedown,ctrl+f", "page_down", "Page down", "One page down"),
    _key("space", "toggle_story", "Story", "Open or close a story; elsewhere, one page down"),
    _key("pageup,ctrl+b", "page_up", "Page up", "One page up"),
    _key("ctrl+d", "half_page_down", "Half down", "Half a page down"),
    _key("ctrl+u", "half_page_up", "Half up", "Half a page up"),
]

PANES = [
    _key("tab,l,right", "next_pane", "Next pane", "To the next pane"),
    _key("shift+tab,h,left", "previous_pane", "Previous pane", "To the previous pane"),
    _key("backslash", "toggle_sidebar", "Sidebar", "Hide or show the sidebar"),
    _key("less_than_sign", "shrink_pane", "Smaller", "Make this pane smaller"),
    _key("greater_than_sign", "enlarge_pane", "Larger", "Make this pane larger"),
    _key("equals_sign", "reset_pane", "Usual size", "Give this pane its usual size"),
    _key("vertical_line", "rearrange", "Layout", "In columns, stacked, the list alone, by width"),
]

READING = [
    _key(
        "enter", "choose", "Read", "Show a topic, read an article, follow a related item", shown="⏎"
    ),
    _key(
        "backspace",
        "back",
        "Back",
        "Back to the article or list you came from, as it was",
        shown="⌫",
    ),
    _key("o", "open", "Open", "Open the article's page in the browser", shown="o"),
    _key("f", "full_text", "Text", "Fetch and show the full text; again: the excerpt", shown="f"),
    _key("z", "reading_mode", "Alone", "The article alone on the screen; again: the panes"),
    _key("i", "picture", "Picture", "Fetch and show the article's picture; again: hide it"),
    _key("w", "why", "Why", "Say what the numbers and the place of the article are made of"),
    _key("L", "links", "Links", "List every link, to open or copy one"),
    _key("y", "copy_url", "Copy URL", "Copy the article's URL"),
    _key("v", "source", "Source", "Show the file itself: front matter and body"),
]

FINDING = [
    _key("slash", "search", "Search", "Search by title, topic, provider, score or date", shown="/"),
    _key(
        "number_sign",
        "find_text",
        "Find in article",
        "Find words in the article; the keys for unread articles go on",
    ),
    _key(
        "escape",
        "clear_search",
        "Clear",
        "Leave: reading mode, the pane, the search, then the view",
    ),
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
    _key(
        "E", "toggle_excerpts", "Excerpts", "Show the excerpt below each title, or the title alone"
    ),
    _key("T", "columns", "Columns", "Choose, move and resize the columns of the table"),
    _key(
        "t", "charts", "Charts", "Draw the articles shown: by day, rising topics, providers, scores"
    ),
    _key(
        "R,f5",
        "refresh_library",
        "Refresh",
        "Look at the folder again, and fetch feeds that are due",
    ),
]

MARKING = [
    _key("n", "next_unread", "Unread", "To the next unread article", shown="n"),
    _key("N", "previous_unread", "Previous unread", "To the previous unread article"),
    _key("m", "toggle_read", "Mark", "Mark as read, or as unread again", shown="m"),
    _key("s", "toggle_starred", "Star", "Star, or take the star away", shown="s"),
    _key("b", "toggle_later", "Later", "Save for later, or no longer"),
    _key(
        "X", "mute", "Mute", "Mute or boost: this provider, a topic or words, for a while or good"
    ),
    _key(
        "p", "part_story", "Separate", "Separate an article from its story: they are not one event"
    ),
    _key("A", "mark_all_read", "All read", "Mark all articles shown as read; asks first"),
    _key("u", "undo", "Undo", "Undo the last change of marks or views; again: the one before"),
]

PROGRAM = [
    _key("question_mark,f1", "help", "Help", "All keys, and the query language", shown="?"),
    _key("P", "problems", "Problems", "List what could not be read or is not shown, file by file"),
    _key("comma", "settings", "Settings", "Change the settings"),
    _key("colon,ctrl+p", "command_palette", "Commands", "Find a command by its name"),
    _key("ctrl+z", "app.suspend_process", "Stop", "Suspend to the shell; fg returns here"),
    _key(
        "q,ctrl+q", "quit", "Quit", "Leave the article; in the list or the sidebar, quit", shown="q"
    ),
]

FETCHING = [
    _key("plus", "subscribe", "Subscribe", "Subscribe to a feed", shown="+"),
    _key("F", "feeds", "Feeds", "The feeds and their status"),
]

CLOSING = [_key("escape,q", "close", "Close", "Close the window", shown="esc")]

HELPING = [each for each in PROGRAM if each.action == "help"]
"""What windows have of the keys of the program."""

PROGRAMS: list[Binding] = []
"""The keys of the user's own programs; `rebinding` fills it in."""

# Nothing but the article is in sight then: what is looked for is in it.
READING_MODE = [
    _key(
        "slash",
        "find_text",
        "Find",
        "Find words in the article; again: search the headlines",
        within="reading",
    )
]

# The bar acts on these itself, after the text typed before them.
IN_TEXT = [
    _typing("enter", "keep_matches", "Go on", "To the text, where it was found", shown="⏎"),
    _typing("down", "next_match", "Next", "The next match", shown="↓"),
    _typing("up", "previous_match", "Previous", "The match before", shown="↑"),
    _typing("escape", "end_finding", "End", "End finding, and stay here", shown="esc"),
]

# In a window of text: the source of a file, what a program of the user's has written.
IN_WINDOW = [
    _key("slash", "find_text", "Find", "Find words", shown="/", within="window"),
    _key("n", "next_match", "Next", "The next match", shown="n", within="window"),
    _key("N", "previous_match", "Previous", "The match before", shown="N", within="window"),
]

HELP = [_key("slash", "search", "Search", "Find words in the help", shown="/")]

# The search bar acts on these itself, after the text typed before them.
SEARCHING = [
    _typing("escape", "clear_search", "Clear", "Clear and close the search", shown="esc"),
    _typing("tab", "complete", "Complete", "Complete the word, or go to the articles", shown="⇥"),
    _typing("shift+tab", "leave", "Articles", "To the articles"),
    _typing("down", "next_choice", "Next", "Next completion, or go to the articles"),
    _typing(
        "up", "previous_choice", "Earlier", "Previous completion, or the previous search", shown="↑"
    ),
    _typing("ctrl+s", "save_view", "Save", "Save the search as a view", shown="^s"),
]

VIEWS = [
    _key("r", "rename_view", "Rename", "Rename the view", shown="r"),
    _key("x,delete", "remove_view", "Remove", "Remove the view", shown="x"),
    _key("K", "raise_view", "Up", "Move the view up", shown="K"),
    _key("J", "lower_view", "Down", "Move the view down", shown="J"),
]

NAMING = [_typing("escape", "close", "Cancel", "Change nothing", shown="esc")]

# Letters are typed, so that only arrows and keys with ctrl move.
NAMES = [
    _typing("enter", "choose", "Choose", "Choose the line", shown="⏎", within="names"),
    _typing("down,ctrl+n,ctrl+j", "name_down", "Next", "The next line", shown="↓ ^n"),
    _typing("up,ctrl+p,ctrl+k", "name_up", "Previous", "The line before", shown="↑ ^p"),
    _typing("escape", "close", "Cancel", "Change nothing", shown="esc", within="names"),
]

CONFIRMING = [
    _key("y,enter", "confirm", "Yes", "Do it", shown="y", within="question"),
    _key("n,escape,q", "close", "No", "Change nothing", shown="n", within="question"),
]

SUBSCRIBING = [
    _typing(
        "enter",
        "choose",
        "Choose",
        "Look at the feed; then subscribe",
        shown="⏎",
        within="subscribing",
    ),
    _key("escape", "close", "Cancel", "Change nothing", shown="esc", within="subscribing"),
]

FEEDS = [
    _key("enter", "choose", "Articles", "Show the articles of the feed", shown="⏎", within="feeds"),
    _key(
        "R",
        "fetch_feed",
        "Fetch",
        "Fetch the feed now, if it is due or failed",
        shown="R",
        within="feeds",
    ),
    _key("plus,a", "subscribe", "Add", "Subscribe to another feed", shown="+", within="feeds"),
    _key(
        "x,delete", "remove", "Remove", "Unsubscribe; the articles stay", shown="x", within="feeds"
    ),
    _key("r", "rename", "Rename", "Give the feed another name", shown="r", within="feeds"),
    _key("t", "topics", "Topics", "Change the topics of the feed", shown="t", within="feeds"),
    _key(
        "w",
        "weight",
        "Weight",
        "Let its articles count for more or less",
        shown="w",
        within="feeds",
    ),
    _key("o", "open_site", "Open", "Open the page of the feed", shown="o", within="feeds"),
]

LINKS = [
    _key("enter,o", "open_link", "Open", "Open the link in the browser", shown="⏎"),
    _key("y", "copy_link", "Copy", "Copy the link", shown="y"),
]

SETTINGS = [_key("enter", "change", "Change", "Change the setting", shown="⏎")]

COLUMNS = [
    _key(
        "enter",
        "toggle_column",
        "Show or hide",
        "Show or hide the column",
        shown="⏎",
        within="columns",
    ),
    _key("K", "raise_column", "Left", "Move the column to the left", shown="K", within="columns"),
    _key("J", "lower_column", "Right", "Move it to the right", shown="J", within="columns"),
    _key("less_than_sign", "shrink_column", "Narrower", "Narrower", shown="<", within="columns"),
    _key("greater_than_sign", "enlarge_column", "Wider", "Wider", shown=">", within="columns"),
    _key("equals_sign", "reset_column", "Usual width", "As it was", shown="=", within="columns"),
]

RULES = [_key("enter", "choose", "Do it", "Make the rule, or remove it", shown="⏎", within="rules")]

CHARTS = [
    _key(
        "enter", "choose", "Articles", "Show the articles of the line", shown="⏎", within="charts"
    ),
    _key(
        "left_square_bracket",
        "shorter_span",
        "Shorter",
        "Show what rises in the last quarter, month or week",
        shown="[",
        group=_SPAN,
    ),
    _key(
        "right_square_bracket",
        "longer_span",
        "Longer",
        "Show what rises in the last month, quarter or year",
        shown="]",
        group=_SPAN,
    ),
]

PROBLEMS = [_key("enter", "show_file", "Show file", "Show the file at that line", shown="⏎")]


@record
class KeyGroup:
    """Keys under one heading of the help screen."""

    title: str
    bindings: list[Binding]
    in_palette: bool = True
    """Whether the command palette offers them, because they work in every pane."""


GROUPS = (
    KeyGroup("Moving, in any pane", MOVING, in_palette=False),
    KeyGroup("Panes", PANES),
    KeyGroup("Reading", READING),
    KeyGroup("Finding and sorting", FINDING),
    KeyGroup("In the search bar", SEARCHING, in_palette=False),
    KeyGroup("In reading mode", READING_MODE, in_palette=False),
    KeyGroup("While finding words in an article", IN_TEXT, in_palette=False),
    KeyGroup("In the source of an article", IN_WINDOW, in_palette=False),
    KeyGroup("In the charts", CHARTS, in_palette=False),
    KeyGroup("In the list of links", LINKS, in_palette=False),
    KeyGroup("In the list of columns", COLUMNS, in_palette=False),
    KeyGroup("In the list of problems", PROBLEMS, in_palette=False),
    KeyGroup("In the settings", SETTINGS, in_palette=False),
    KeyGroup("In the list of mutes and boosts", RULES, in_palette=False),
    KeyGroup("In a list that letters narrow", NAMES, in_palette=False),
    KeyGroup("In a question", CONFIRMING, in_palette=False),
    KeyGroup("Marking", MARKING),
    KeyGroup("On a saved view, in the sidebar", VIEWS, in_palette=False),
    KeyGroup("Feeds", FETCHING),
    KeyGroup("In the list of feeds", FEEDS, in_palette=False),
    KeyGroup("While subscribing", SUBSCRIBING, in_palette=False),
    KeyGroup("In every window", CLOSING, in_palette=False),
    KeyGroup("Your own programs", PROGRAMS),
    KeyGroup("The program", PROGRAM),
)

_ALL = (MOVING, *(group.bindings for group in GROUPS))

YIELDING = {"ctrl+e", "ctrl+y", "right", "left", "f5", "f1"}
"""Keys that actions have besides others, as in other programs; whoever wants one, gets it."""

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
    "plus": "+",
    "colon": ":",
    "comma": ",",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}


def program_key(number: int, key: str, name: str) -> Binding:
    """Return the binding for a program of the user's own, by its number in the settings."""
    return _key(key, f"run_program({number})", name, f"Run {name}")


def key_of(action: str) -> str:
    """Return the first key that an action has now, by its name in `[keys]`, as people name it."""
    keys = next(one.key for group in _ALL for one in group if one.id == action)
    return key_name(keys.split(",")[0])


def key_names(binding: Binding) -> str:
    """Return the keys of `binding` as people name them."""
    return " ".join(key_name(key) for key in binding.key.split(","))


def key_name(key: str) -> str:
    """Return a key, as Textual calls it, as people name it."""
    return _NAMES.get(key) or format_key(key)
