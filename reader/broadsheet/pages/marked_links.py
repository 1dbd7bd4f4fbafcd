"""Links that an extractor of articles would take for a menu, hidden from it as marked text.

They become links again in what it found.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape

from broadsheet.pages.trees import Element

# Characters that Unicode keeps for such use inside a program.
_BEGIN, _NUMBERED, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKED = re.compile(f"{_BEGIN}([0-9]+){_NUMBERED}([^{_BEGIN}-{_END}]*){_END}", re.ASCII)
_MARK = re.compile(f"{_BEGIN}[0-9]+{_NUMBERED}|[{_BEGIN}-{_END}]", re.ASCII)


def mark_links(elements: Iterable[Element]) -> list[str]:
    """Turn the links inside of elements into marked text; return their addresses."""
    addresses: list[str] = []
    for element in elements:
        for link in [*element.iter("a")]:
            if not link.text_content().strip():
                continue
            link.text = f"{_BEGIN}{len(addresses)}{_NUMBERED}{link.text or ''}"
            if len(link):
                link[-1].tail = f"{link[-1].tail or ''}{_END}"
            else:
                link.text += _END
            addresses.append(link.get("href") or "")
            link.drop_tag()
    return addresses


def with_links(html: str, addresses: Sequence[str]) -> str:
    """Return HTML in which marked text is links again."""

    def link(found: re.Match[str]) -> str:
        number = int(found[1][:9])
        address = addresses[number] if number < len(addresses) else ""
        return f'<a href="{escape(address)}">{found[2]}</a>'

    return _MARK.sub("", _MARKED.sub(link, html))
