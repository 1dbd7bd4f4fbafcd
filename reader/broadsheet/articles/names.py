"""Names of people and topics as other programs write them -> plain names."""

import re
from collections.abc import Iterator

WIKI_LINK = re.compile(r"\[\[([^\[\]]*)\]\]")
_WIKI_LINKS = re.compile(r"(?:\s*,?\s*#?\[\[[^\[\]]*\]\])+\s*")
_HASHTAGS = re.compile(r"\s*#[^\s#,]+(?:\s+#[^\s#,]+)+\s*")


def plain_name(text: str) -> str:
    """Return a clean name without what marks it: `#x` is x, `[[x|y]]` is y, `~` is empty.

    >>> plain_name("[[people/ada|Ada Lovelace]]")
    'Ada Lovelace'
    """
    if text.isalnum():
        return text
    if "[[" in text:
        text = WIKI_LINK.sub(lambda link: link[1].rpartition("|")[2], text).strip()
    if text[:1] == "#":
        text = text.lstrip("#").strip()
    return "" if text == "~" else text


def split_names(text: str, *, at_spaces: bool = False) -> Iterator[str]:
    """Yield the names in a text, which commas separate, or spaces where those are the rule."""
    if _WIKI_LINKS.fullmatch(text):
        yield from (link[0] for link in WIKI_LINK.finditer(text))
    elif _HASHTAGS.fullmatch(text) or (at_spaces and "," not in text):
        yield from text.split()
    else:
        yield from (part.strip() for part in text.split(","))
