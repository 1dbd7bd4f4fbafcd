"""What the body of an article says about it: its format, its first heading and paragraph."""

import re

from broadsheet.articles.html import html_to_markdown, looks_like_html
from broadsheet.articles.html_in_markdown import without_html
from broadsheet.articles.model import BodyFormat
from broadsheet.articles.names import WIKI_LINK
from broadsheet.text.door import clean_line

_LOOKED_AT = 20_000
_LONGEST_PARAGRAPH = 600

_IS_MARKDOWN = re.compile(
    r"^(?:#{1,6} |[-*+] |[0-9]+[.)] |> |```|~~~|\|.*\|)|\]\(\S|\*\*\S|__\S|`[^`\n]+`", re.MULTILINE
)
_FENCED = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:.*?^ {0,3}\1[`~]*[ \t]*$|.*)", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^ {0,3}#[ \t]+(\S[^\n]*)$", re.MULTILINE)
_UNDERLINED = re.compile(r"^(?=\S)([^\n]+)\n=+[ \t]*$", re.MULTILINE)
_HTML_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.IGNORECASE | re.DOTALL)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
# What is no paragraph: headings, lists, tables, quotations, rules, code, directives, definitions,
# and the lines of MDX that import something.
_NO_PARAGRAPH = re.compile(
    r"#{1,6}(?: |$)|[-*+](?: |$)|\d+[.)] |\||>|(?:[-*_=] ?){3,}$|`{3}|~{3}| {4}|\t|:::"
    r"|\[[^\]]*\]:|import |export |\{[%{#<].*[%}#>]\}$|\[toc\]$|\\?<",
    re.IGNORECASE,
)
_RULE = re.compile(r"(?:[-*_=] ?){3,}$")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|!\[\[[^\]]*\]\]|\[Image(?:: [^\]]*)?\]\([^)]*\)")
_SHORTCODE = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\[\^[^\]]*\]")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])(?:\{:[^}]*\})?")
_EMPHASIS = re.compile(r"(?<![\\\w])(\*\*|__|\*|_|~~)(?=\S)(.+?)(?<=\S)\1(?!\w)|\*\*", re.DOTALL)
_CODE = re.compile(r"(`+)(.+?)\1")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~]|\n)")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")


def body_format(body: str, path: str) -> BodyFormat:
    """Return how a body is written, judged by the name of its file and by its beginning."""
    name = path.lower()
    if name.endswith((".html", ".htm")) or (body and looks_like_html(body)):
        return "html"
    if name.endswith(".txt") and not _IS_MARKDOWN.search(body):
        return "text"
    return "markdown"


def first_heading(body: str) -> str:
    """Return the text of the first heading of level one; empty if it has no such heading."""
    start = body[:_LOOKED_AT]
    if "#" in start or "\n=" in start:
        text = _FENCED.sub("", start)
        found = min(
            filter(None, (_HEADING.search(text), _UNDERLINED.search(text))),
            key=lambda heading: heading.start(),
            default=None,
        )
        if found:
            return clean_line(_beginning(found[1].rstrip().rstrip("#")))
    html = _HTML_HEADING.search(start) if "</h1>" in start.lower() else None
    return clean_line(_beginning(html_to_markdown(html[1]))) if html else ""


def first_paragraph(body: str, written_in: BodyFormat) -> str:
    """Return the first paragraph as plain text; empty if it has no paragraph."""
    start = body[:_LOOKED_AT]
    if written_in == "html":
        start = html_to_markdown(start)
    elif written_in == "markdown":
        start = without_html(_FENCED.sub("", start))
    for block in _PARAGRAPH_END.split(start):
        lines = block.strip("\n").split("\n")
        while lines and _NO_PARAGRAPH.match(lines[0]):
            if not (lines[0].startswith("#") or _RULE.match(lines[0])):  # these end with their line
                lines = []
                break
            del lines[0]
        if len(lines) > 1 and re.fullmatch(r"[-=]+\s*", lines[-1]):
            continue  # an underlined heading
        paragraph = clean_line(_beginning("\n".join(lines)))
        if paragraph and any(map(str.isalnum, paragraph)):
            return _shortened(paragraph)
    return ""


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_PARAGRAPH:
        return text
    return text[:_LONGEST_PARAGRAPH].rpartition(" ")[0].rstrip(" ,;:") + "…"


def _beginning(markdown: str) -> str:
    return without_formatting(markdown[: 4 * _LONGEST_PARAGRAPH])


def without_formatting(markdown: str) -> str:
    """Return the text that readers see of a piece of Markdown within a paragraph.

    It takes time by the square of the text.
    """
    text = _SHORTCODE.sub("", _IMAGE.sub("", markdown))
    text = WIKI_LINK.sub(lambda link: link[1].rpartition("|")[2], text)
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", text))
    for _ in range(3):  # one within another
        text = _EMPHASIS.sub(lambda emphasis: emphasis[2] or "", text)
    return _ESCAPE.sub(r"\1", _CODE.sub(r"\2", text))
