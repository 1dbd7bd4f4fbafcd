"""Front matter as the index needs it, in three fifths of the time that `plain_yaml` takes.

A third of the lines of our own make belong to lists of which the index keeps little: of pictures
that there are some, of related items the titles. One pattern parts the text into names with a value
and names with indented lines below. What these say is decided by `plain_yaml`, unless nothing of
them is kept.
"""

from functools import lru_cache

from broadsheet.articles.plain_yaml import (
    NAME,
    OTHER_TEXT,
    QUOTED_PLAINLY,
    UNQUOTED,
    VALUES_PER_LINE,
    one_value,
    parse_plain,
)
from broadsheet.articles.related_titles import related_titles
from broadsheet.articles.yaml_reader import MAX_VALUES
from broadsheet.text.patterns import compiled_later

# All that follows the first line of another kind is one part, without a name.
_PART = compiled_later(
    rf'({NAME}):(?: ++(?:"({QUOTED_PLAINLY})"|({UNQUOTED})|({OTHER_TEXT})) *+\n'
    r"|\n((?:  [^\n]*+\n)++))\n*+"
    r"|(?s:.+)"
)
_SIZE = "(?:0|[1-9][0-9]{0,17}+)"
_USUAL = "(?=https?://[A-Za-z0-9])"
# Pictures in which `sound_items` would find nothing wrong.
_PICTURES = compiled_later(
    rf'(?:  - url: (?:"{_USUAL}{QUOTED_PLAINLY}"|{_USUAL}{UNQUOTED})\n'
    rf"(?:    width: {_SIZE}\n    height: {_SIZE}\n)?+(?:    isCached: (?:true|false)\n)?+){{1,20}}"
)
_SOME_PICTURE = {"url": "https://example.org/"}
_OF_MANY_FILES = ("provider", "topics")
_SHORT = 200
_MOST_LINES = MAX_VALUES // VALUES_PER_LINE


def parse_for_index(source: str) -> dict[str, object] | None:
    """Return what `parse_plain` does, except for pictures and related items, or None.

    Where `sound_items` would find nothing wrong with these, pictures have only some address, and
    related items only their titles. The values are not to be changed: other files share them.
    """
    # Few texts have as many characters, and lines take longer to count.
    if len(source) > _MOST_LINES and source.count("\n") > _MOST_LINES:
        return None
    fields: dict[str, object] = {}
    for name, text, plain, other, below in _PART.findall(source):
        if not name or name in fields:
            return None
        if not below:
            fields[name] = one_value(text, plain, other)
        elif (value := _below(name, below)) is not None:
            fields[name] = value
        else:
            return None
    return fields


def _below(name: str, lines: str) -> object:
    """Return what the indented lines below a name say; None where `parse_plain` must be asked."""
    if name == "related" and (titles := related_titles(lines)):
        return titles
    if name == "images" and _PICTURES.fullmatch(lines):
        return [_SOME_PICTURE] * (lines.count("\n  - ") + 1)
    if name in _OF_MANY_FILES and len(lines) <= _SHORT:
        return _read_once(name, lines)
    return _read(name, lines)


def _read(name: str, lines: str) -> object:
    fields = parse_plain(f"{name}:\n{lines}")
    return fields and fields[name]


_read_once = lru_cache(maxsize=1024)(_read)
