"""The related items of our own make, read for their titles only, in a third of the time.

Half of the lines of such files belong to related items, of which the index keeps the titles. What
is read here is written exactly as our own make writes it, and `sound_items` would find nothing
wrong with it. Anything else is left to `plain_yaml`.
"""

from broadsheet.articles.plain_yaml import (
    DOUBLE_QUOTED,
    NOT_ASCII,
    QUOTED_ASCII,
    QUOTED_PLAINLY,
    UNQUOTED,
    VALUES_PER_LINE,
    unescaped,
)
from broadsheet.articles.sound_items import MAX_ITEMS, USUAL_START
from broadsheet.articles.yaml_reader import MAX_VALUES
from broadsheet.text.patterns import compiled_later

_OPENING = "\nrelated:\n"

_INTEGER = r"(?:0|-?[1-9][0-9]{0,17}+)"
# Double-quoted, whether plainly or not: one way through texts that are long.
_EXCERPT = rf'"{QUOTED_ASCII}*+(?:(?:{NOT_ASCII}++|\\["\\nrt]){QUOTED_ASCII}*+)*+"'
# Text, whatever `yaml_reader.plain_value` makes of numbers and constants.
_TEXT = rf"(?!~|[Nn]ull|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE|[-+.0-9]){UNQUOTED}"
_NAME = rf'(?:{_TEXT}|"{QUOTED_PLAINLY}")'
_DOMAIN = rf"(?:{_TEXT}|[0-9][a-z0-9.-]*+(?<=[a-z]))"
_DAY = (
    "(?:19|20)[0-9]{2}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    "|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_MOMENT = rf"{_DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
_ITEM = compiled_later(
    rf'  - title: (?:"({QUOTED_PLAINLY})"|({DOUBLE_QUOTED}))\n'
    rf"(?:    excerpt: {_EXCERPT}\n)?+"
    rf"(?:    publishedDateTime: {_MOMENT}\n)?+"
    rf'(?:    webUrl: "{QUOTED_PLAINLY}"\n)?+'
    rf"(?:    type: {_TEXT}\n)?+"
    rf"(?:    provider:\n      name: {_NAME}\n      domain: {_DOMAIN}\n)?+"
    rf"(?:    quality: {_INTEGER}\n)?+"
    r"(?:    images:\n"
    rf'(?:      - url: "https?://[A-Za-z0-9]{QUOTED_PLAINLY}"\n'
    rf"        width: {_INTEGER}\n        height: {_INTEGER}\n"
    r"        isCached: (?:true|false)\n){1,20}+)?+"
)
_NEXT_FIELD = compiled_later(r"\n*+(?:[A-Za-z_]|\Z)")


def split_related(source: str) -> tuple[str, list[object]] | None:
    """Return front matter without its related items, and these as mappings with their titles.

    None where they may be written in another way, or have problems.
    """
    begin = source.find(_OPENING) + 1
    if not begin or source.count("\n") * VALUES_PER_LINE > MAX_VALUES:
        return None
    items: list[object] = []
    place = begin + len(_OPENING) - 1
    while item := _ITEM.match(source, place):
        title = item[1] or str(unescaped(item[2]))
        if not USUAL_START.match(title):
            return None
        items.append({"title": title})
        place = item.end()
    if not 0 < len(items) <= MAX_ITEMS or not _NEXT_FIELD.match(source, place):
        return None
    return source[:begin] + source[place:], items
