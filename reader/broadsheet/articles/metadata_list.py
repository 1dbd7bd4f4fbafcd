"""What Readwise writes in place of front matter: a list below the heading "Metadata".

The page of its default template, which people keep below front matter of their own as well: a
heading, a cover, the list, and then what was highlighted.
"""

import re
from typing import NamedTuple

_LOOKED_AT = 2_000
_LONGEST_LIST = 20_000
_MAX_ITEMS = 50

_FULL_TITLE = "Full Title"  # the heading is cut where the title is long

_HEADING = "## Metadata"
_ABOVE = re.compile(
    r"\s*(?:#[ \t]+(?P<title>\S[^\n]*)\n\s*)?(?:!\[[^\]\n]*\]\((?P<cover>[^()\s]+)\)\s*)?"
    r"^## Metadata[ \t]*\n",
    re.MULTILINE,
)
_NEXT_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
_ITEM = re.compile(r"[-*] ([^\W\d_][\w ]{0,40}):(?:[ \t]+(.*)|$)")


class MetadataList(NamedTuple):
    """The fields of a list, the text that they were read from, and where it begins and ends.

    `source` has each item's line without its dash; it begins at `line` of the text, from 0.
    """

    fields: dict[str, object]
    source: str
    line: int
    end: int


def read_metadata_list(text: str) -> MetadataList | None:
    """Return the list with which `text` begins; None where it begins with none."""
    if text.find(_HEADING, 0, _LOOKED_AT) < 0 or (above := _ABOVE.match(text)) is None:
        return None
    following = _NEXT_HEADING.search(text, above.end())
    end = min(following.start() if following else len(text), above.end() + _LONGEST_LIST)
    lines = text[above.end() : end].split("\n")
    items: dict[str, str] = {}
    name = ""
    for number, line in enumerate(lines):
        if (item := _ITEM.match(line)) and len(items) < _MAX_ITEMS:
            name = item[1]
            items[name] = (item[2] or "").strip()
            lines[number] = line[2:]
        elif name:
            items[name] = f"{items[name]} {line.strip()}".strip()
    if not items:
        return None
    heading = {"title": items.get(_FULL_TITLE) or above["title"], "cover": above["cover"]}
    fields: dict[str, object] = {name: value for name, value in heading.items() if value}
    source = "\n".join(lines)
    return MetadataList(fields | items, source, text.count("\n", 0, above.end()), end)
