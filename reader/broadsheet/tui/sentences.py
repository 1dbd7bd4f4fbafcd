"""Sentences that the screen says, where more than one place or a test needs their wording."""

from pathlib import Path

from broadsheet.library.query.parse import Query
from broadsheet.library.sync.progress import Progress
from broadsheet.marks.model import MarkKind, Step
from broadsheet.text.counting import counted
from broadsheet.text.door import clean_line, clean_message
from broadsheet.text.file_names import shown_path

FIRST_STEPS = (
    "These are two sample articles. For your own news, press + here, run “broadsheet add ADDRESS”, "
    "or name a folder: “broadsheet FOLDER”."
)


def what_changed(progress: Progress) -> str:
    """Return what a look at the folder brought."""
    parts = [
        f"{count:,} {name}"
        for name, count in (
            ("new", progress.added),
            ("changed", progress.changed),
            ("removed", progress.removed),
        )
        if count
    ]
    return ", ".join(parts)


def news(count: int) -> str:
    """Return that something came in, and how to see it."""
    return f"{count:,} new – press R to show"


_MARKED: dict[tuple[MarkKind, bool], str] = {
    ("read", True): "read",
    ("read", False): "unread",
    ("starred", True): "starred",
    ("starred", False): "not starred",
    ("later", True): "kept for later",
    ("later", False): "not kept for later",
}


def marked(step: Step) -> str:
    """Return what was marked; empty for a single one, which the table shows."""
    if step.count < 2:
        return ""
    return f"{step.count:,} articles are now {_MARKED[step.kind, step.value]}: u undoes it."


def undone(step: Step) -> str:
    """Return what an undo brought back."""
    articles = counted(step.count, "article is", "articles are")
    kept = ""
    if step.kept:
        kept = f" {counted(step.kept, 'was', 'were')} changed elsewhere since, and stayed so."
    return f"Undone: {articles} {_MARKED[step.kind, step.value]} again.{kept}"


def mark_all(count: int) -> str:
    """Return the question before all articles of a view are marked."""
    articles = "the one article" if count == 1 else f"all {count:,} articles"
    return f"Mark {articles} of this view as read?  (u undoes it)"


def index_failed(error: Exception) -> str:
    """Return what to do when the index cannot be asked."""
    reason = clean_message(str(error))
    return f"The index cannot be read ({reason}): press R to look at the folder again."


def no_unread(step: int) -> str:
    """Return that a key for unread articles leads nowhere."""
    return f"There is no unread article {'below' if step > 0 else 'above'} this one."


def view_name(query: Query) -> str:
    """Return what a query shows, for the title bar."""
    return clean_line(str(query)) or "All articles"


def empty(root: Path, total: int, *, is_reading: bool) -> str:
    """Return why there is nothing to see, and what to do about it."""
    folder = shown_path(root)
    if total:
        return "Nothing fits. Esc clears the search, or choose “All articles” in the sidebar."
    if is_reading:
        return f"Reading {folder} …"
    if not root.exists():
        return (
            f"The folder {folder} is not there any more. Bring it back and press R, or q to leave."
        )
    return (
        f"There are no articles in {folder}.\n\n"
        "An article is a .md, .markdown, .mdx, .txt, .html or .htm file with front matter "
        "(--- lines) with a title and a link or a body. Put some there and press R; "
        "“broadsheet demo 1000 FOLDER” writes some to try."
    )
