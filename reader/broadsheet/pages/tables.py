"""Tables of a page: one of data keeps its links, and one that places a menu loses it.

An extractor of articles takes a table full of links for a menu, a list of releases included. So
the links of data become marked text before it looks, and links again in what it found.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

# Characters that Unicode keeps for such use inside a program.
_BEGIN, _NUMBERED, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKED = re.compile(f"{_BEGIN}([0-9]+){_NUMBERED}([^{_BEGIN}-{_END}]*){_END}", re.ASCII)
_MARK = re.compile(f"{_BEGIN}[0-9]+{_NUMBERED}|[{_BEGIN}-{_END}]", re.ASCII)

_LEAST_ROWS = 3
_MOST_LINKS_IN_CELL = 5
_MOST_ROWS_AROUND = 3
_LEAST_ARTICLE = 400
_LONGEST_MENU = 300
_SENTENCE = re.compile(r"[.!?。！？؟](?:\s|\Z)")


def mark_links_of_data(tree: Any) -> list[str]:
    """Turn the links in tables of data into marked text; return their addresses."""
    addresses: list[str] = []
    for table in tree.iter("table"):
        if not _is_data(table):
            continue
        for link in [*table.iter("a")]:
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


def drop_menu_cells(tree: Any) -> None:
    """Remove the cells next to an article that is placed in a table, as pages once were."""
    for table in [*tree.iter("table")]:
        rows = _rows(table)
        cells = [row for row in rows if len(row) > 1]
        if len(cells) != 1 or len(rows) > _MOST_ROWS_AROUND:
            continue
        texts = [cell.text_content().strip() for cell in cells[0]]
        if max(map(len, texts)) < _LEAST_ARTICLE:
            continue
        for cell, text in zip(cells[0], texts, strict=True):
            if len(text) < _LONGEST_MENU and not _SENTENCE.search(text):
                cell.drop_tree()


def _is_data(table: Any) -> bool:
    """Tell whether most rows have cells of their own beside those with a few links."""
    named = f"{table.get('class') or ''} {table.get('role') or ''}".lower()
    is_nested = next(table.iterancestors("table"), None) is not None
    if is_nested or "nav" in named or next(table.iterdescendants("table"), None) is not None:
        return False
    rows = _rows(table)
    kinds = [[len([*cell.iter("a")]) for cell in row] for row in rows if len(row) > 1]
    if len(kinds) < max(_LEAST_ROWS, len(rows) // 2):
        return False
    if any(links > _MOST_LINKS_IN_CELL for row in kinds for links in row):
        return False
    return sum(0 in row for row in kinds) * 2 > len(kinds)


def _rows(table: Any) -> list[list[Any]]:
    """Return the cells of each row that is the table's own."""
    groups = [table, *table.iterchildren("thead", "tbody", "tfoot")]
    rows = [row for group in groups for row in group.iterchildren("tr")]
    return [[*row.iterchildren("td", "th")] for row in rows]
