"""What people type who know other query languages, and how this one says it."""

import re
from datetime import date

from broadsheet.library.query.dates import parse_when
from broadsheet.library.query.terms import quoted

_FIELDS = {
    "topic": "tag tags label labels keyword keywords subject section",
    "provider": "source site domain publisher host website url link outlet",
    "author": "by writer creator authors",
    "type": "kind format medium filetype",
    "text": "body content excerpt fulltext intext description summary",
    "after": "since newerthan",
    "before": "until till olderthan",
    "date": "day month year time when published on",
    "quality": "score rating rank stars",
    "heat": "popularity popular hot trending",
    "sort": "order orderby sortby",
    "is": "status state flag mark",
}
_FIELD_MEANT = {name: field for field, names in _FIELDS.items() for name in names.split()}
_TITLE = {"title", "titles", "headline", "intitle", "name"}

_FLAGS = {
    "is:starred": "star favorite favourite favorited favourited bookmarked bookmark liked saved",
    "is:later": "readlater queued kept",
    "is:unread": "new unseen",
    "is:read": "seen done old",
    "is:muted": "hidden ignored blocked",
    "is:broken": "error damaged",
    "type:video": "video videos",
    "type:article": "article articles",
    "has:image": "picture pictures photo photos thumbnail img",
    "has:text": "fulltext content",
    "has:story": "sources duplicates copies",
    "date:today": "today",
    "front:today": "front top",
}
_FLAG_MEANT = {name: flag for flag, names in _FLAGS.items() for name in names.split()}

_SORTS = {
    "-date": "newest new latest recent time published",
    "date": "oldest old",
    "-quality": "best score rating",
    "-heat": "hot hottest popular popularity trending",
    "title": "name alphabetical alphabetically alpha abc",
    "provider": "source site",
}
_SORT_MEANT = {name: sort for sort, names in _SORTS.items() for name in names.split()}

_PERIODS = {"now": "1d", "week": "7d", "month": "1m", "quarter": "3m", "year": "1y", "last": "7d"}
_PERIOD = re.compile(r"(?:last|this|past)?[-_]?([0-9]{1,4})?[-_]?(day|week|month|year)s?")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

_BARE = {
    "unread": ("is:unread", "unread articles"),
    "read": ("is:read", "read articles"),
    "starred": ("is:starred", "starred articles"),
    "favorites": ("is:starred", "starred articles"),
    "favourites": ("is:starred", "starred articles"),
    "read later": ("is:later", "what you kept for later"),
    "videos": ("type:video", "videos"),
    "today": ("date:today", "the articles of today"),
    "yesterday": ("date:yesterday", "the articles of yesterday"),
    "this week": ("newer:7d", "the last seven days"),
    "last week": ("newer:7d", "the last seven days"),
    "this month": ("newer:1m", "the last month"),
    "last month": ("newer:1m", "the last month"),
    "this year": ("newer:1y", "the last year"),
    "last year": ("newer:1y", "the last year"),
    "newest": ("sort:-date", "the newest first"),
    "latest": ("sort:-date", "the newest first"),
}


def field_meant(name: str, value: str) -> str:
    """Return the term that `name:value` is in this language; "" if nobody knows."""
    if name in _TITLE:
        return value
    if name in ("from", "to"):
        field = {"from": "after", "to": "before"}[name]
        when = value if parse_when(value) is not None else date_meant(value)
        return f"{field}:{when}" if when else f"provider:{quoted(value)}" * (name == "from")
    field = _FIELD_MEANT.get(name, "")
    if field in ("after", "before", "date"):
        value = date_meant(value) or value
    if field == "sort":
        return f"sort:{_SORT_MEANT.get(value, value)}"
    if field == "is":
        return flag_meant(field, value) or f"is:{value}"
    return f"{field}:{quoted(value)}" if field else ""


def flag_meant(kind: str, value: str) -> str:
    """Return the term for a property that this language calls otherwise, or ""."""
    known = _FLAG_MEANT.get(value, "")
    return known if not known.startswith(("is:", "has:")) or known.startswith(kind) else ""


def sort_meant(key: str) -> str:
    """Return the sort key for an order that this language calls otherwise, or ""."""
    return _SORT_MEANT.get(key.removeprefix("-"), "")


def value_meant(field: str, value: str) -> tuple[str, str]:
    """Return what kind of value a field takes, and the term for one that was written otherwise."""
    if field in ("quality", "heat"):
        number = _number_meant(value.casefold())
        return "number", f"{field}:{number}" * bool(number)
    if field in ("is", "has", "sources"):
        return "", ""
    value = value.strip("<>= ")
    when = date_meant(value)
    if field != "newest":
        return "date", f"{field}:{when}" * bool(when)
    if when[-1:] not in ("", "d", "w", "m", "y") or parse_when(value) is not None:
        return "period", f"date:{when or value}"
    return "period", f"newest:{when}" * bool(when)


def _number_meant(value: str) -> str:
    if value in ("high", "good", "best", "top", "great"):
        return "top25%"
    if span := re.fullmatch(r"([0-9]+)(?:-|–|to)([0-9]+)", value):
        return f"{span[1]}..{span[2]}"
    if least := re.fullmatch(r"([0-9]+)\+", value):
        return f">={least[1]}"
    if top := re.fullmatch(r"(?:[<>=]*top|best)?-?([1-9][0-9]?)%", value):
        return f"top{top[1]}%"
    return ""


def date_meant(value: str) -> str:
    """Return how a date is written that was written otherwise, or ""."""
    value = value.casefold()
    if value in _PERIODS:
        return _PERIODS[value]
    if value.isdecimal() and 0 < int(value) < 1000:
        return f"{int(value)}d"
    if (period := _PERIOD.fullmatch(value)) and period[2]:
        return f"{int(period[1] or 1)}{period[2][0]}"
    if value[:3] in _MONTHS and value.isalpha():
        return f"{date.today().year}-{_MONTHS.index(value[:3]) + 1:02}"  # noqa: DTZ011 - the user's
    parts = re.split(r"[./-]", value)
    if not all(part.isdecimal() for part in parts) or not 2 <= len(parts) <= 3:
        return ""
    if len(parts[-1]) == 4 and len(parts[0]) <= 2:
        parts.reverse()
    if len(parts) == 3 and int(parts[1]) > 12:  # the month comes first in America
        parts = [parts[0], parts[2], parts[1]]
    meant = "-".join(part.zfill(2) for part in parts)
    return meant if meant != value and parse_when(meant) is not None else ""


def bare_meant(words: str) -> tuple[str, str] | None:
    """Return the term that words may stand for which are all of a query, and what it finds."""
    if re.fullmatch(r"(19|20)[0-9]{2}", words):
        return f"date:{words}", f"the articles of {words}"
    return _BARE.get(words)
