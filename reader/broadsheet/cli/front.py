"""`broadsheet front`: the front page on standard output, with the reasons."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, TextIO

from broadsheet.articles.markdown import escape, escape_lines, link
from broadsheet.cli.commands import CommandError, Given, one_of, whole_number
from broadsheet.cli.fields import full_article
from broadsheet.library.index.front_days import FrontDay, days_of
from broadsheet.library.index.index import Index
from broadsheet.library.index.rows import Row
from broadsheet.library.library import Library
from broadsheet.library.query.dates import When, local_now, parse_when, seconds
from broadsheet.library.query.parse import Query
from broadsheet.library.query.terms import Front
from broadsheet.library.stories.front import PLACES
from broadsheet.library.stories.place import Place
from broadsheet.library.stories.why import came_later
from broadsheet.library.sync.sync import healing
from broadsheet.links import SafeLink, check_url
from broadsheet.text.counting import counted

Form = Literal["lines", "json", "markdown"]
_FORMS: dict[str, Form] = {"": "lines", "--json": "json", "--markdown": "markdown"}

_LARGEST_LIMIT = 10_000
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class FrontOptions:
    """What `broadsheet front` was asked for; without `day`, the present page."""

    day: When | None = None
    limit: int = PLACES
    form: Form = "lines"


class Story(NamedTuple):
    """A place on the page, its lead, and the other providers that tell the story."""

    place: Place
    lead: Row
    others: tuple[str, ...]
    days: str
    """When its articles appeared."""

    came_later: int
    """How many more sources have told it since that day."""

    near: dict[int, str]
    """The stories that may tell of the same event: their numbers on the page, and their paths."""


def front_options(given: Given) -> FrontOptions:
    """Return the options that the command was called with; raises `CommandError`."""
    options = given.options
    day = None
    if "--day" in options and (day := parse_when(options["--day"])) is None:
        raise CommandError("--day takes a date: 2023-05-18, 2023-05, yesterday or 7d")
    limit = whole_number(options.get("--limit", str(PLACES)), "--limit", _LARGEST_LIMIT)
    form = _FORMS[one_of(options, "--json", "--markdown")]
    return FrontOptions(day, limit, form)


def print_front_page(root: Path, options: FrontOptions, output: TextIO, notes: TextIO) -> None:
    """Write the front page of the library at `root`, whose index is up to date.

    A sentence notes if that is the page of another day than was asked for.
    """
    library = Library(root)

    def ask() -> tuple[list[str], str]:
        with library.open_index() as index:
            stories = [*_stories(index, options)]
            shown = index.stories.front_day(options.day)
            match options.form:
                case "json":
                    return [*_json(library, index, stories)], shown.note
                case "markdown":
                    return [*_markdown(library, index, shown, stories)], shown.note
                case "lines":
                    return [*_lines(stories)], shown.note

    lines, note = healing(root, ask)
    output.writelines(lines)
    if note:
        notes.write(f"broadsheet: {note}\n")


def _stories(index: Index, options: FrontOptions) -> Iterator[Story]:
    at = None if options.day is None else seconds(options.day, local_now())[1] - 1
    page = index.stories.front_page(at, options.limit)
    if options.day is not None:
        index.stories.tell_as_in(Query((Front(options.day),)))
    members = {place.id: index.stories.story_of(place.id) for place in page}
    rows = index.told_rows(article for story in members.values() for article in story)
    near = index.stories.near_each_other(page)
    numbers = {place.id: number for number, place in enumerate(page, 1)}
    for place in page:
        lead = rows.get(place.id)
        if lead is not None:
            names = [rows[other].provider for other in members[place.id] if other in rows]
            others = dict.fromkeys(name for name in names if name and name != lead.provider)
            days = days_of(rows[one] for one in members[place.id] if one in rows)
            later = index.stories.came_later(place.id)
            alike = {numbers[one]: rows[one].path for one in near.get(place.id, ()) if one in rows}
            yield Story(place, lead, tuple(others), days, later, alike)


def _lines(stories: Iterable[Story]) -> Iterator[str]:
    for number, story in enumerate(stories, 1):
        yield f"{number:>2}  {story.lead.title}\n"
        told_by = ", ".join(_told_by(story))
        later = came_later(story.came_later) if story.came_later else ""
        said = (story.days, told_by, later, _see_also(story))
        yield "    " + " · ".join(filter(None, said)) + "\n"
        yield f"    {story.place.reason()}\n"


def _markdown(
    library: Library, index: Index, day: FrontDay, stories: Iterable[Story]
) -> Iterator[str]:
    traits = index.traits()
    yield f"# {day.heading}\n"
    for number, story in enumerate(stories, 1):
        title, address = escape(story.lead.title), check_url(story.lead.url)
        shown = link(title, address.url) if isinstance(address, SafeLink) else title
        told_by = [" ".join(escape(name).split()) for name in _told_by(story)]
        later = f" {came_later(story.came_later)}." if story.came_later else ""
        later += f" {_see_also(story).capitalize()}." if story.near else ""
        values = full_article(library.base, story.lead, traits) or {}
        yield f"\n## {number}. {shown}\n"
        yield f"\n{_told(told_by, story.days)}.{later}\n"
        if excerpt := values.get("excerpt"):
            yield f"\n{escape_lines(str(excerpt))}\n"
        yield f"\n<sub>{escape(story.place.reason())}</sub>\n"


def _json(library: Library, index: Index, stories: Iterable[Story]) -> Iterator[str]:
    traits = index.traits()
    for story in stories:
        values = full_article(library.base, story.lead, traits)
        if values is not None:
            values["score"] = round(story.place.score, 2)
            values["why"] = story.place.formula()
            values["reason"] = story.place.reason()
            values["told_by"] = [name for name in (story.lead.provider, *story.others) if name]
            values["see_also"] = [*story.near.values()]
            yield json.dumps(values, ensure_ascii=False) + "\n"


def _see_also(story: Story) -> str:
    """Return the numbers of stories near one, as part of a line."""
    return f"see also {', '.join(map(str, story.near))}" if story.near else ""


def _told(names: Sequence[str], days: str) -> str:
    """Return who tells the story, and when, as the beginning of a sentence."""
    if len(names) < 2:
        return ", ".join((*names, days))
    return f"Told by {', '.join(names[:-1])} and {names[-1]} on {days}"


def _told_by(story: Story) -> list[str]:
    """Return who tells the story: `Neowin`, `The Verge`, `3 more sources`."""
    more = story.place.sources - 1
    named = story.others[: more if more <= _MOST_NAMED + 1 else _MOST_NAMED]
    rest = counted(more - len(named), "more source") if more > len(named) else ""
    return [name for name in (story.lead.provider, *named, rest) if name]
