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
    unescaped,
)
from broadsheet.articles.sound_items import MAX_ITEMS, USUAL_START
from broadsheet.text.patterns import compiled_later

INTEGER = r"(?:0|-?[1-9][0-9]{0,17}+)"
# Double-quoted, whether plainly or not: one way through texts that are long.
QUOTED = rf'"{QUOTED_ASCII}*+(?:(?:{NOT_ASCII}++|\\["\\nrt]){QUOTED_ASCII}*+)*+"'
# Text, whatever `yaml_reader.plain_value` makes of numbers and constants.
_TEXT = rf"(?!~|[Nn]ull|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE|[-+.0-9]){UNQUOTED}"
NAME = rf'(?:{_TEXT}|"{QUOTED_PLAINLY}")'
DOMAIN = rf"(?:{_TEXT}|[0-9][a-z0-9.-]*+(?<=[a-z]))"
_DAY = (
    "(?:19|20)[0-9]{2}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    "|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_MOMENT = rf"{_DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
_ITEM = compiled_later(
    rf'  - title: (?:"({QUOTED_PLAINLY})"|({DOUBLE_QUOTED}))\n'
    rf"(?:    excerpt: {QUOTED}\n)?+"
    rf"(?:    publishedDateTime: {_MOMENT}\n)?+"
    rf'(?:    webUrl: "{QUOTED_PLAINLY}"\n)?+'
    rf"(?:    type: {_TEXT}\n)?+"
    rf"(?:    provider:\n      name: {NAME}\n      domain: {DOMAIN}\n)?+"
    rf"(?:    quality: {INTEGER}\n)?+"
    r"(?:    images:\n"
    rf'(?:      - url: "https?://[A-Za-z0-9]{QUOTED_PLAINLY}"\n'
    rf"        width: {INTEGER}\n        height: {INTEGER}\n"
    r"        isCached: (?:true|false)\n){1,20}+)?+"
)


def related_titles(lines: str) -> list[str] | None:
    """Return the titles of the related items that are written in these lines.

    None where they may be written in another way, or have problems.
    """
    titles: list[str] = []
    place = 0
    while item := _ITEM.match(lines, place):
        title = item[1] or str(unescaped(item[2]))
        if not USUAL_START.match(title):
            return None
        titles.append(title)
        place = item.end()
    return titles if place == len(lines) and len(titles) <= MAX_ITEMS else None
