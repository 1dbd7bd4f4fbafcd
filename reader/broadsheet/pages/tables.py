"""Tables of a page: one of data keeps its links, and one that places a menu loses it.

An extractor of articles takes a table full of links for a menu, a list of releases included.
"""

import re
from collections.abc import Iterator

from broadsheet.pages.trees import Element

_LEAST_ROWS = 3
_MOST_LINKS_IN_CELL = 5
_MOST_ROWS_AROUND = 3
_LEAST_ARTICLE = 400
_LONGEST_MENU = 300
_SENTENCE = re.compile(r"[.!?。！？؟](?:\s|\Z)")


def data_tables(tree: Element) -> Iterator[Element]:
    """Yield the tables of data."""
    return filter(_is_data, tree.iter("table"))


def drop_menu_cells(tree: Element) -> None:
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


def _is_data(table: Element) -> bool:
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


def _rows(table: Element) -> list[list[Element]]:
    """Return the cells of each row that is the table's own."""
    groups = [table, *table.iterchildren("thead", "tbody", "tfoot")]
    rows = [row for group in groups for row in group.iterchildren("tr")]
    return [[*row.iterchildren("td", "th")] for row in rows]
