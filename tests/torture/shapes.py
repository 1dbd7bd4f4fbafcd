"""Files that are made to cost time or memory, in any size.

Fuzzing shows which bytes a door lets through; these files show what many bytes cost.
"""

from collections.abc import Callable

Shape = Callable[[int], str]
"""Makes a text with at most this number of characters."""


def _repeated(unit: str, before: str = "", after: str = "") -> Shape:
    return lambda size: before + unit * ((size - len(before) - len(after)) // len(unit)) + after


def _nested(opening: str, closing: str, before: str = "") -> Shape:
    def shape(size: int) -> str:
        levels = (size - len(before)) // (len(opening) + len(closing))
        return before + opening * levels + closing * levels

    return shape


def _indented(size: int) -> str:
    """Indents each line one space deeper than the one above."""
    lines, left, depth = [], size, 0
    while left > depth + 3:
        lines.append(" " * depth + "a:\n")
        left -= depth + 3
        depth += 1
    return "".join(lines)


def _laughs(size: int) -> str:
    """Repeats the line above nine times on each line, which makes a billion at the tenth."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"]
    while sum(map(len, lines)) < size - 100:
        number = len(lines)
        lines.append(f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]\n")
    return "".join(lines)


def _anchors(size: int) -> str:
    return "".join(f"k{number}: &k{number} v\n" for number in range(size // 24))


def _fields(size: int) -> str:
    return "".join(f"field{number:06}: value\n" for number in range(size // 19))


def _broken_fields(size: int) -> str:
    """Makes every line need a repair of its own."""
    return "".join(f"field{number:06}: a: b\n" for number in range(size // 18))


FRONT_MATTER: dict[str, Shape] = {
    "billion laughs": _laughs,
    "one anchor, many aliases": _repeated("- *a\n", "a: &a [x, x, x, x]\nb:\n"),
    "many anchors": _anchors,
    "an alias of itself": _repeated("- *a\n", "a: &a\n- *a\n"),
    "merge keys": _repeated("- {<<: *a}\n", "a: &a {x: y}\nb:\n"),
    "nested lists": _nested("[", "]", "a: "),
    "nested lists, never closed": _repeated("[", "a: "),
    "nested mappings": _nested("{a: ", "}", "a: "),
    "nested mappings, never closed": _repeated("{a: ", "a: "),
    "nested blocks": _indented,
    "nested dashes": _repeated("- ", "a:\n"),
    "complex keys": _repeated("? ", "a:\n  "),
    "flow keys": _repeated("? [", "a: {"),
    "many fields": _fields,
    "many fields to repair": _broken_fields,
    "the same field": _repeated("title: x\n"),
    "many topics": _repeated("  - topic\n", "topics:\n"),
    "many empty topics": _repeated("  -\n", "topics:\n"),
    "many related": _repeated("  - {title: t, webUrl: 'https://x.example'}\n", "related:\n"),
    "many related without quality": _repeated("  - {title: t, quality: high}\n", "related:\n"),
    "many images": _repeated("  - url: https://x.example\n    width: wide\n", "images:\n"),
    "one long line": _repeated("x", "title: "),
    "one long name": _repeated("x", "", ": y\n"),
    "one long quoted line": _repeated("x", 'title: "', '"\n'),
    "an unclosed quote": _repeated("x ", 'title: "'),
    "unclosed quotes, line by line": _repeated('a: "x\n'),
    "escapes": _repeated("\\x41", 'title: "', '"\n'),
    "broken escapes": _repeated("\\q", 'title: "', '"\n'),
    "a folded scalar": _repeated("  x\n", "title: >\n"),
    "a folded scalar of blank lines": _repeated("\n", "title: >\n"),
    "a long plain scalar": _repeated("  x\n", "title:\n"),
    "blank lines": _repeated("\n", "title: x\n"),
    "spaces": _repeated(" ", "title: x\n"),
    "tabs": _repeated("\t", "title: x\n"),
    "lines of a tab": _repeated("\tx: y\n"),
    "comments": _repeated("# x\n"),
    "colons": _repeated(": "),
    "commas": _repeated(",", "a: ["),
    "dashes": _repeated("-"),
    "documents": _repeated("--- x\n"),
    "directives": _repeated("%YAML 1.2\n"),
    "tags": _repeated("!<x> ", "a: "),
    "a long tag": _repeated("x", "a: !"),
    "a long number": _repeated("9", "quality: "),
    "a long fraction": _repeated("9", "quality: 0."),
    "a long date": _repeated("0", "publishedDateTime: 2023-05-01T10:00:00."),
    "NUL": _repeated("\0", "title: x"),
    "ESC": _repeated("\x1b[", "title: x"),
    "control strings without an end": _repeated("\x1b]0;", "title: x"),
    "references": _repeated("&amp;", "title: "),
    "references in references": _repeated("amp;", "title: &"),
    "references, line by line": _repeated("  &#27;[2J\n", "excerpt: |\n"),
    "combining marks": _repeated("\u0301", "title: a"),
    "joiners": _repeated("\U0001f468\u200d", "title: "),
    "bidi": _repeated("\u202e", "title: x"),
    "HTML in featured content": _repeated("<iframe ", "featuredContent: '", "'\n"),
    "base64": _repeated("QUJD", "secured: "),
    "line separators": _repeated("\u2028", "title: x"),
}
"""Shapes between the `---` lines."""

BODIES: dict[str, Shape] = {
    "divs": _nested("<div>", "</div>"),
    "divs, never closed": _repeated("<div>"),
    "closing tags": _repeated("</div>", "<div>"),
    "lists": _nested("<ul><li>", "</li></ul>"),
    "lists, never closed": _repeated("<ul><li>x"),
    "quotes": _repeated("<blockquote>", "", "x"),
    "tables": _nested("<table><tr><td>", "</td></tr></table>"),
    "tables, never closed": _repeated("<table><tr><td>x"),
    "cells": _repeated("<td>x", "<table><tr>"),
    "rows": _repeated("<tr><td>x", "<table>"),
    "formats": _repeated("<b><i>", "", "x"),
    "formats that cross": _repeated("<b>a<i>b</b>c</i>"),
    "links": _repeated("<a href='https://x.example'>", "", "x"),
    "tags without an end": _repeated("<a ", "<p>"),
    "tag openings": _repeated("<"),
    "attributes": _repeated("a=b ", "<p "),
    "attributes of an image": _repeated("a=b ", "<p>x<img "),
    "quotation marks in a tag": _repeated("='", "<p><a "),
    "comments": _repeated("<!-- -->", "<p>"),
    "a comment without an end": _repeated("<!-- ", "<p>"),
    "declarations": _repeated("<![CDATA[", "<p>"),
    "scripts": _repeated("<script>", "<p>"),
    "scripts, closed": _repeated("<script></script>", "<p>"),
    "dropped elements": _nested("<svg>", "</svg>", "<p>"),
    "code": _repeated("<pre>x\n", "<p>"),
    "backticks in code": _repeated("`", "<pre>", "</pre>"),
    "headings": _repeated("<h1>x", "<p>"),
    "references": _repeated("&amp;", "<p>"),
    "references in references": _repeated("amp;", "<p>&"),
    "ESC in HTML": _repeated("\x1b]0;", "<p>"),
    "brackets": _repeated("["),
    "links in Markdown": _repeated("[a](", "x"),
    "images in Markdown": _repeated("![a](x)"),
    "emphasis": _repeated("*a _b ", "x"),
    "quotes in Markdown": _repeated("> "),
    "lists in Markdown": _repeated("- "),
    "fences": _repeated("```\n"),
    "backticks": _repeated("` `` "),
    "a table in Markdown": _repeated("| a ", "| a |\n|---|\n"),
    "reference definitions": _repeated("[a]: https://x.example\n"),
    "one long word": _repeated("x"),
    "spaces": _repeated(" ", "x", "x"),
    "blank lines": _repeated("\n", "x", "x"),
    "tabs": _repeated("\t", "x", "x"),
    "NUL": _repeated("\0", "x"),
    "ESC": _repeated("\x1b"),
    "control strings": _repeated("\x1b]0;x\x07"),
    "control strings without an end": _repeated("\x9d0;"),
    "combining marks": _repeated("\u0301", "a"),
    "emoji": _repeated("\U0001f468\u200d"),
    "surrogates": _repeated("\ufffd"),
    "carriage returns": _repeated("\r", "x"),
    "front matter ends": _repeated("---\n"),
}
"""Shapes below the front matter."""


def article(front_matter: str, body: str = "") -> bytes:
    """Return the bytes of a file with both."""
    return f"---\nname: t\noriginalUrl: https://x.example\n{front_matter}\n---\n{body}".encode()
