"""Markdown as paragraphs without its signs, which a screen reader would read aloud."""

import re
from collections.abc import Iterator

from broadsheet.articles.body import without_formatting

_LONGEST, _MOST_SIGNS = 1_200, 30
"""Of a longer paragraph, or one with more signs, the signs stay: removing them takes too long."""

_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}\Z|[ \t]*=+[ \t]*\Z")
_BELOW_HEAD = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*\|[-:| \t]*\Z")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t#]*\Z")
_QUOTATION = re.compile(r"[ \t]*>[ \t]?")
_ITEM = re.compile(r"[ \t]*(?:[-*+][ \t]+|(?=\d{1,9}[.)][ \t]))")
_SIGNS = re.compile(r"[*_~`\[]")


def spoken_paragraphs(markdown: str) -> Iterator[str]:
    """Yield the paragraphs, headings, items of lists, rows of tables and lines of code."""
    paragraph = ""
    is_code = False
    for line in markdown.split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
            yield from _shown(paragraph)
            paragraph = ""
        elif is_code:
            yield line.rstrip()
        elif heading := _HEADING.match(line):
            yield from _shown(paragraph)
            yield from _shown(heading[1])
            paragraph = ""
        else:
            begins, text = _read(line)
            if begins:
                yield from _shown(paragraph)
                paragraph = ""
            paragraph = f"{paragraph} {text}"
    yield from _shown(paragraph)


def _read(line: str) -> tuple[bool, str]:
    """Return the text of a line, and whether it begins a paragraph; an empty one ends it."""
    while quotation := _QUOTATION.match(line):
        line = line[quotation.end() :]
    if not line.strip() or _RULE.match(line) or _BELOW_HEAD.match(line):
        return True, ""
    if item := _ITEM.match(line):
        return True, line[item.end() :]
    if line.lstrip().startswith("|"):
        return True, ", ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return False, line.strip().removesuffix("\\")


def _shown(paragraph: str) -> Iterator[str]:
    paragraph = " ".join(paragraph.split())
    if len(paragraph) <= _LONGEST and len(_SIGNS.findall(paragraph)) <= _MOST_SIGNS:
        paragraph = " ".join(without_formatting(paragraph).split())
    if paragraph:
        yield paragraph
