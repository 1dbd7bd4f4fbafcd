"""What the path of a file, and addresses in it, say about an article: its title and its date."""

import re
from pathlib import PurePosixPath

from broadsheet.articles.dates import Date, read_date
from broadsheet.text.door import clean_text

_DATED_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[-_. ]+|$)")
_DATED_ADDRESS = re.compile(r"(?:^|/)([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})(?=/|$)")


def named(path: str) -> str:
    """Return the name that a file gives its article: that of its folder, where it is an `index`."""
    file = PurePosixPath(path)
    return file.parent.name if file.stem.lower() == "index" and file.parent.name else file.stem


def title_of_file(path: str) -> str:
    """Return the name of a file without its date, to be a title.

    >>> title_of_file("news/2024-02-03-a-story.md")
    'a-story'
    """
    name = named(path)
    dated = _DATED_NAME.match(name)
    without = name[dated.end() :] if dated else name
    return " ".join(clean_text(without or name, decode_entities=False).split()) or "?"


def date_of_file(path: str) -> Date | None:
    """Return the date with which the name of a file begins."""
    dated = _DATED_NAME.match(named(path))
    return read_date(dated[1]) if dated else None


def date_in_address(address: str) -> Date | None:
    """Return the date that a path or an address holds as `/2024/02/03/`."""
    dated = _DATED_ADDRESS.search(address)
    return read_date("-".join(dated.groups())) if dated else None
