"""Sentences for the screen that depend on numbers or on what happened."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from broadsheet.config.settings import settings_file
from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import Measure, Newest
from broadsheet.library.sync.progress import Progress
from broadsheet.marks.model import MarkKind, Step
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_line, clean_message
from broadsheet.text.file_names import shown_path
from broadsheet.tui.cells import long_date
from broadsheet.tui.keys import key_name, key_of

_ARRANGEMENTS = {
    "auto": "The width of the screen decides where the panes are.",
    "columns": "The article is next to the list.",
    "stacked": "The article is below the list.",
    "list": "The list is alone.",
}
"""Where the panes are, by the name of the arrangement."""

LINES = {
    1: "The list shows titles alone from now on.",
    2: "The list shows an excerpt below each title from now on.",
}
"""What the rows of the table show, by their lines."""

LOOKING = "Looking at the folder again."

NOTHING_TO_READ = "There is no article to read in this list."

ONE_PANE = "One pane has all the room: there is nothing to resize."

NO_FURTHER_SIZE = {
    -1: "The pane does not get any smaller.",
    1: "The pane does not get any larger.",
}
"""Why a pane is not resized further, by the step."""

USUAL_SIZE = "The pane has its usual size again."

SIDEBAR_STAYS = "The sidebar stays in sight from now on."

NO_FURTHER_PANE = {
    -1: "This is the first pane.",
    1: "This is the last pane.",
}
"""Why the focus goes no further, by the step."""

NO_FURTHER_SPAN = {
    -1: "Topics are not compared over less than a week.",
    1: "Topics are not compared over more than a year.",
}
"""Why topics are not compared over another time, by the step."""

NO_RULES = "This article has no provider, topic or words that a rule could name."

NO_FURTHER_VIEW = {-1: "This is the first view.", 1: "This is the last view."}
"""Why a view is not moved further, by the step."""

NO_WAY_BACK = "There is nothing to go back to."

NO_ARTICLE = "No article is selected."

IN_NO_STORY = "This article is in no story."

NO_LINKS = "This article has no links."

BEING_READ = "This long article is still being read."

NOTHING_NEW = "Nothing is new in the folder."

NONE_TO_MARK = "There is no article to mark in this list."


# Keys can be rebound at any time, so a sentence that names one is made when it is said.


def first_steps() -> str:
    """Return how to get articles of one's own."""
    return (
        f"These are two sample articles. For your own news, press {key_of('subscribe')} here, run "
        "“broadsheet add ADDRESS”, or name a folder: “broadsheet FOLDER”."
    )


def nothing_selected() -> str:
    """Return how to get to what can be followed."""
    return f"No link or related article is selected. {key_of('cursor_down')} goes down to them."


def no_view() -> str:
    """Return where the keys of saved views work."""
    return "This key is for a saved view. Go to one in the sidebar first."


def end_of_article() -> str:
    """Return that there is no more of an article, and how to go on to the next one."""
    return f"This is the end of the article. {key_of('next_unread')} goes to the next unread one."


def how_to_quit() -> str:
    """Return which key quits."""
    return f"Press {key_of('quit')} to quit, in the list or the sidebar."


def new_keys() -> str:
    """Return that the keys have changed."""
    return f"The keys of the settings file are in use now. {_all_keys()}"


def no_command(key: str, *, is_in_window: bool) -> str:
    """Return that a key does nothing, in a window or on the screen below it."""
    if is_in_window:
        return f"The key {key} does nothing in this window."
    return f"The key {key} does nothing here. {_all_keys()}"


def _all_keys() -> str:
    return f"Press {key_of('help')} to see all keys."


def left_the_search() -> str:
    """Return how to get back to a search that a link led out of."""
    return f"The list now shows all articles. {key_of('back')} goes back to your search."


def leads() -> str:
    """Return that it is the others of a story that can be separated from it."""
    return (
        f"This article leads its story. Press {key_of('part_story')} on one of the others, which "
        f"{key_of('toggle_story')} shows."
    )


def unseen_text(*, is_full: bool) -> str:
    """Return what an article shows that is not in sight."""
    shown = "full text" if is_full else "excerpt"
    return f"The article now shows its {shown}. Press {key_of('choose')} to read it."


def unseen_picture(*, is_wanted: bool) -> str:
    """Return what happens to the picture of an article that is not in sight."""
    if not is_wanted:
        return "The picture is not shown with the article."
    return f"The picture is fetched when you read the article. Press {key_of('choose')} to read it."


def undone_by(sentence: str) -> str:
    """Return what was done, and that it can be undone."""
    return f"{sentence} Press {key_of('undo')} to undo."


def pictures_ended() -> str:
    """Return that there is no picture, because the process that fetches them ended."""
    again = f"Press {key_of('picture')} twice to try again."
    return f"No picture: the process that fetches them ended. {again}"


def reading_ended(status: int) -> str:
    """Return that the folder is not read any more."""
    again = f"Press {key_of('refresh_library')} to try again."
    return f"Reading the folder ended with status {status}. {again}"


def rest_of_file() -> str:
    """Return how to see what does not fit into the article pane."""
    return f"press {key_of('source')} for the entire file"


def rest_of_page() -> str:
    """Return how to see what a fetched text leaves out."""
    return f"press {key_of('open')} for the entire page"


def none_due(next_at: float) -> str:
    """Return why no feed was fetched, and when the next one will be."""
    when = long_date(int(next_at))
    return (
        f"No feed is due before {when}. {key_of('feeds')} lists when each was fetched, "
        "and tries one again that failed."
    )


def fetched(title: str, answer: Mapping[str, object] | None) -> str:
    """Return what came of fetching one feed; empty if the answer does not say."""
    match answer:
        case {"outcome": "new", "added": int(added)}:
            return f"{title}: {counted(added, 'new article')}."
        case {"outcome": "unchanged"}:
            return f"{title} has nothing new."
        case {"outcome": "not due", "next": int() | float() as next_at}:
            return f"{title} is not due before {long_date(int(next_at))}."
        case {"outcome": "gone"}:
            return f"{title} is gone, its server says. Its articles stay."
        case {"message": str(message)}:
            return f"{title}: {message}."
    return ""


def arranged(arrangement: str, needed: int | None) -> str:
    """Return where the panes are, or will be in a screen of the columns `needed` for it."""
    said = _ARRANGEMENTS[arrangement]
    if arrangement == "list":
        return f"{said} {key_of('choose')} shows the article in its place."
    if needed is None:
        return said
    if arrangement == "auto":
        return f"{said} This one has room for one pane."
    return f"In {needed} columns or more, {said[0].lower()}{said[1:-1]}. Here is room for one pane."


def what_changed(progress: Progress) -> str:
    """Return what changed in the folder."""
    parts = [
        f"{count:,} {name}"
        for name, count in (
            ("new", progress.added - progress.not_shown),
            ("changed", progress.changed - progress.never_shown),
            ("removed", progress.removed),
        )
        if count
    ]
    if progress.not_shown:
        parts.append(f"{progress.not_shown:,} not shown ({key_of('problems')} lists why)")
    return ", ".join(parts)


def news(count: int) -> str:
    """Return how many articles are new, and how to show them."""
    return f"{count:,} new – press {key_of('refresh_library')} to show"


_MARKED: dict[tuple[MarkKind, bool], str] = {
    ("read", True): "read",
    ("read", False): "unread",
    ("starred", True): "starred",
    ("starred", False): "not starred",
    ("later", True): "kept for later",
    ("later", False): "not kept for later",
}


_MARKED_ONE: dict[tuple[MarkKind, bool], str] = {
    ("read", True): "Marked as read.",
    ("read", False): "Marked as unread.",
    ("starred", True): "Starred.",
    ("starred", False): "No longer starred.",
    ("later", True): "Kept for later.",
    ("later", False): "No longer kept for later.",
}


def marked(step: Step) -> str:
    """Return how several articles were marked."""
    articles = "article is" if step.count == 1 else "articles are"
    return undone_by(f"{step.count:,} {articles} now {_MARKED[step.kind, step.value]}.")


def marked_one(step: Step, starred: int, later: int) -> str:
    """Return how an article was marked, and how many have the mark, as the sidebar counts them."""
    count = {"starred": starred, "later": later}.get(step.kind)
    said = _MARKED_ONE[step.kind, step.value]
    if count is not None:
        articles = counted(count, "article", "articles")
        said += f" The view {step.kind.capitalize()} has {articles}."
    return undone_by(said)


def parted(title: str, lead: str) -> str:
    """Return which article left which story."""
    return undone_by(f"“{title}” is no longer in the story of “{lead}”.")


def mark_all(count: int) -> str:
    """Return the question to ask before marking all articles of a view."""
    articles = "the one article" if count == 1 else f"all {count:,} articles"
    return f"Mark {articles} of this view as read? You can undo this with {key_of('undo')}."


def index_failed(error: Exception) -> str:
    """Return what to do if the index cannot be read."""
    reason = clean_message(str(error))
    again = f"Press {key_of('refresh_library')} to look at the folder again."
    return f"The index cannot be read ({reason}). {again}"


def no_unread(step: int, *, came_from: bool) -> str:
    """Return that there is no unread article in the direction of `step`.

    And which key goes back to the one that the person `came_from`.
    """
    back = ""
    if came_from and step < 0:
        back = f" {key_of('back')} goes back to the one you came from."
    return f"There is no unread article {'below' if step > 0 else 'above'} this one.{back}"


def view_name(query: Query) -> str:
    """Return the name of a query for the title bar."""
    return clean_line(str(query)) or "All articles"


def nothing_to_leave(before: Query) -> str:
    """Return that there is no search to clear, and which one Backspace goes back to, if any."""
    if before == Query():
        return "There is no search to clear."
    return f"There is no search to clear. {key_of('back')} goes back to “{view_name(before)}”."


def found_at(
    day: str, term: Newest | Measure, count: int, *, is_newest: bool, is_of_all: bool
) -> str:
    """Return of which day the newest or oldest article is, and how many a term for it finds.

    That is an article of all, or of those that the rest of a query finds.
    """
    which = "here" if is_of_all else "that matches the rest"
    end = f"The {'newest' if is_newest else 'oldest'} article {which} is of {day}"
    articles = counted(count, "article", "articles")
    if isinstance(term, Newest):
        counts = f"{term} counts back from the newest article instead of today"
        return f"{end}. {counts}, and finds {articles}."
    return f"{end}: {term} finds {articles}."


def found_by(query: str, count: int) -> str:
    """Return how many articles another query would find."""
    return f"{clean_line(query)} finds {counted(count, 'article', 'articles')}."


def found_without(terms: Sequence[str], count: int) -> str:
    """Return how many articles a query would find without some of its terms."""
    *others, last = map(clean_line, terms)
    left_out = f"{', '.join(others)} and {last}" if others else last
    return f"Without {left_out}, {counted(count, 'article is', 'articles are')} found."


def how_to_mark(query: str) -> str:
    """Return what brings articles into the view of a query; empty if no key does."""
    if query == "is:starred":
        return f"Press {key_of('toggle_starred')} to star an article."
    if query == "is:later":
        return f"Press {key_of('toggle_later')} to keep an article for later."
    return ""


def muted_left_out(count: int) -> str:
    """Return that rules leave some articles out, and how to find them."""
    left_out = counted(count, "muted article is", "muted articles are")
    return f"{left_out} left out: is:muted finds {'it' if count == 1 else 'them'}."


def no_match(
    reasons: Sequence[str], offers: Sequence[str], *, is_typing: bool, clears: bool, mutes: bool
) -> str:
    """Return that no article matches, why if that is known, and the ways out.

    A line each for queries that would find something, the first of which is a key away.
    """
    choose = key_name("enter") if is_typing else key_of("choose")
    lines = [f"{offer} Press {choose} for that search." for offer in offers[:1]] + [*offers[1:]]
    clear = f"Press {key_of('clear_search')} to clear the search." if clears else ""
    rules = f"Press {key_of('mute')} to see the rules, and remove one." if mutes else ""
    nothing = " ".join(["No matching articles.", *reasons])
    paragraphs = nothing, "\n".join(lines), f"{clear} {rules}".strip()
    return "\n\n".join(filter(None, paragraphs))


def empty(root: Path, *, is_reading: bool) -> str:
    """Return why there are no articles, and what to do about it."""
    folder = shown_path(root)
    if is_reading:
        return f"Reading {folder} …"
    if not root.exists():
        return (
            f"The folder {folder} no longer exists. Bring it back and press "
            f"{key_of('refresh_library')}, or press {key_of('quit')} to quit."
        )
    return (
        f"There are no articles in {folder}.\n\n"
        "An article is a .md, .markdown, .mdx, .txt, .html or .htm file with a title and a link or "
        f"a body. Add some and press {key_of('refresh_library')}, or press {key_of('subscribe')} "
        "to subscribe to a feed. To try it, “broadsheet demo 1000 FOLDER” writes some."
    )


def later(names: Sequence[str]) -> str:
    """Return what was changed in the settings file, and when it counts."""
    return f"Changed in {settings_file().name}, from the next start on: {', '.join(names)}."


def setting_saved(name: str, value: str) -> str:
    """Return what a setting is now, and when it counts."""
    is_now = name.startswith("keys.")
    when = "now" if is_now else "the next start"
    said = f"{clean_line(name)} is “{clean_line(value)}” from {when} on."
    return f"{said} {_all_keys()}" if is_now else said
