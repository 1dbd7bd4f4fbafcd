"""HTML bodies into readable Markdown, and the few other things that are wanted from HTML.

The tokenizer is our own. `html.parser` as Python 3.11 has it needs 41 s for 60 KB of tags that are
never closed, and raises on others; the converters rest on it (or on a tree, and recurse). Here each
token, once begun, is consumed by one match that cannot fail, and nothing recurses: the time is
proportional to the text, whatever it is.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from broadsheet.articles.markdown import Container, Format, Writer, escape, link
from broadsheet.text.door import clean_line, scrub
from broadsheet.text.patterns import compiled

_TEXT = compiled(r"[^<]*+(?:<(?![A-Za-z/!?])[^<]*+)*+")
_TOKEN = compiled(
    r"<!--(?:-?>|.*?(?:-->|\Z))"
    r"|<(?P<closing>/?)(?P<name>[A-Za-z][^\s/>]*+)"
    r"""(?P<attributes>(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?)*+)(?:>|\Z)"""
    r"|<[/!?][^>]*+>?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]++)\s*+(?:=\s*+(?:"([^"]*+)|'([^']*+)|([^\s"'>]++)))?""", re.DOTALL
)
_MOST_ATTRIBUTE_CHARACTERS = 20_000  # an image may be written out in its tag; its address is not

# Their content is not markup, and nothing that a reader wants.
RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noframes", "noembed"})
_DROPPED = frozenset(
    {"svg", "math", "form", "button", "select", "template", "object", "canvas", "datalist"}
)
EMBEDDED = frozenset({"iframe", "video", "audio", "embed"})
_TABLE = frozenset({"table", "tr", "td", "th"})
_BLOCKS = (
    frozenset({"address", "article", "aside", "body", "caption", "center", "dd", "details", "div"})
    | frozenset({"dialog", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "header"})
    | frozenset({"hr", "html", "legend", "main", "nav", "p", "pre", "section", "summary"})
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
FORMATS: dict[str, Format] = {
    **dict.fromkeys(("strong", "b"), "**"),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "*"),
    **dict.fromkeys(("s", "strike", "del"), "~~"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "`"),
}
_CONTAINERS: dict[str, Container] = {
    **dict.fromkeys(("ul", "menu", "dir"), "-"),
    "ol": "1.",
    "li": "item",
    "blockquote": ">",
}

BLOCKS = _BLOCKS | _TABLE | _HEADINGS.keys() | _CONTAINERS.keys() | {"tbody", "thead", "tfoot"}
INLINE = (
    frozenset({"a", "abbr", "acronym", "bdi", "bdo", "big", "br", "data", "font", "img", "ins"})
    | frozenset({"label", "mark", "nobr", "picture", "q", "rp", "rt", "ruby", "small", "source"})
    | frozenset({"span", "sub", "sup", "time", "track", "u", "wbr"})
    | FORMATS.keys()
)

_LOOKED_AT = 20_000
_NAMES = "|".join(sorted(BLOCKS | EMBEDDED))
_BEGINS_WITH_BLOCK = compiled(
    r"(?:<!--.*?-->\s*+|<(?:meta|link)\b[^>]*+>\s*+)*+"
    rf"<(?:!doctype\b|(?:{_NAMES})(?=[\s/>]))",
    re.IGNORECASE | re.DOTALL,
)
# What almost every embedded video looks like: as the tokens below would be read, in less time.
_USUAL_IFRAME = compiled(
    r'<iframe(?: (?!src=)[a-z]++(?:="[^"&<>]*+")?)*+ src="(https?://[\w.:/?=%~-]++)"'
    r'(?: (?!src=)[a-z]++(?:="[^"&<>]*+")?)*+ ?>',
    re.ASCII,
)
_HAVE_AN_END = (BLOCKS | EMBEDDED) - {"hr", "embed"}
_MARKDOWN_BLOCK = re.compile(r"^(?:#{1,6} |```|~~~)", re.MULTILINE)


class Tag(NamedTuple):
    """A tag of HTML, its attributes as they are written."""

    name: str
    is_closing: bool
    attributes: str

    def attribute(self, *names: str) -> str:
        """Return the first of the attributes that has a value, as one clean line."""
        values = {
            match[1].lower(): match[2] or match[3] or match[4] or ""
            for match in _ATTRIBUTE.finditer(self.attributes[:_MOST_ATTRIBUTE_CHARACTERS])
        }
        return next((clean_line(values[name]) for name in names if values.get(name)), "")

    def url(self, *names: str, base: str = "") -> str:
        """Return the web address in the first such attribute; empty where it is another scheme.

        With `base`, the address of the page, a relative one is completed.
        """
        url = self.attribute(*names).replace(" ", "%20")
        if base and url:
            with suppress(ValueError):
                url = urljoin(base, url)
        elif url.startswith("//"):
            url = f"https:{url}"
        return url if url.lower().startswith(("http://", "https://")) else ""


def html_to_markdown(html: str, base: str = "") -> str:
    """Turn untrusted HTML into Markdown that shows its text, links and structure, and no more.

    Every piece of text passes `broadsheet.text.door` and is escaped, so that neither it nor an
    address can become formatting. `base` completes relative addresses, which are dropped without.
    """
    converter = _Converter(base)
    for token in _tokens(html):
        if isinstance(token, Tag):
            converter.tag(token)
        else:
            converter.text(token)
    return converter.markdown()


def looks_like_html(body: str) -> bool:
    """Tell HTML from Markdown, which may hold tags too.

    HTML begins with a block, and has no paragraph outside of blocks.
    """
    start = body[:_LOOKED_AT].lstrip()
    if not _BEGINS_WITH_BLOCK.match(start) or _MARKDOWN_BLOCK.search(start):
        return False
    depth = 0
    for token in _tokens(start):
        if isinstance(token, Tag):
            if token.name in _HAVE_AN_END:
                depth = max(0, depth + (-1 if token.is_closing else 1))
        elif depth == 0 and token.strip():
            return False
    return True


def image(tag: Tag, *, is_in_link: bool, base: str = "") -> str:
    """Return the picture of an `img` in Markdown; empty for one that counts readers."""
    if tag.attribute("width") in ("0", "1") or tag.attribute("height") in ("0", "1"):
        return ""
    alternative = escape(tag.attribute("alt", "title"))
    is_sign = alternative != "" and not any(map(str.isalnum, alternative))  # the site's own emoji
    url = "" if is_sign else tag.url("src", "data-src", base=base)
    if url and is_in_link:
        return alternative or "Image"
    return f"!{link(alternative, url)}" if url else alternative


def first_url(fragment: str) -> str:
    """Return the address of what `fragment` embeds (`featuredContent` is an iframe), or ''."""
    if usual := _USUAL_IFRAME.match(fragment):
        return usual[1]
    for token in _tokens(fragment):
        if isinstance(token, Tag) and token.name in EMBEDDED and (url := token.url("src")):
            return url
    return ""


def _tokens(html: str) -> Iterator[str | Tag]:
    position = 0
    while position < len(html):
        if text := _TEXT.match(html, position):
            if text[0]:
                yield text[0]
            position = text.end()
        token = _TOKEN.match(html, position)
        if token is None:
            return
        position = token.end()
        if token["name"] is None:
            continue
        tag = Tag(token["name"].lower(), bool(token["closing"]), token["attributes"])
        yield tag
        if tag.name in RAW and not tag.is_closing:
            end = re.compile(rf"</{tag.name}(?=[\s/>])", re.IGNORECASE).search(html, position)
            position = end.start() if end else len(html)


class _Converter:
    """Tells the writer what each tag means, and keeps track of code, tables and what is dropped."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._writer = Writer()
        self._dropping = ""
        self._drop_depth = 0
        self._code: list[str] | None = None  # the lines of a `pre`
        self._table_depth = 0
        self._rows: list[list[str]] = []

    def markdown(self) -> str:
        self._end_code()
        self._end_table()
        return self._writer.markdown()

    def text(self, raw: str) -> None:
        if self._dropping:
            return
        text = scrub(raw)
        if self._code is not None:
            self._code.append(text.expandtabs(4))
        else:
            self._writer.text(text)

    def tag(self, tag: Tag) -> None:
        if self._dropping:
            self._drop(tag)
        elif tag.name in _DROPPED:
            if not tag.is_closing:
                self._dropping, self._drop_depth = tag.name, 1
        elif self._code is not None:
            self._tag_in_code(tag)
        elif tag.name in _TABLE:
            self._table_tag(tag)
        elif tag.name in _BLOCKS or tag.name in _HEADINGS or tag.name in _CONTAINERS:
            if self._table_depth:
                self._writer.add(" ")  # a cell is one line
            else:
                self._block_tag(tag)
        else:
            self._inline_tag(tag)

    def _inline_tag(self, tag: Tag) -> None:
        if tag.name in FORMATS:
            self._format(FORMATS[tag.name], tag)
        elif tag.name == "a":
            self._format("link", tag)
        elif tag.name == "br":
            self._writer.add(" " if self._table_depth else "\n")
        elif tag.name == "img":
            self._image(tag)
        elif tag.name in EMBEDDED and not tag.is_closing:
            self._embedded(tag)

    def _block_tag(self, tag: Tag) -> None:
        if tag.name in _HEADINGS:
            if tag.is_closing:
                self._writer.close_heading()
            else:
                self._writer.open_heading(_HEADINGS[tag.name])
        elif tag.name in _CONTAINERS:
            self._container(_CONTAINERS[tag.name], tag)
        elif tag.name == "hr":
            self._writer.rule()
        else:
            self._writer.end_block()
            if tag.name == "pre" and not tag.is_closing:
                self._code = []

    def _container(self, kind: Container, tag: Tag) -> None:
        if not tag.is_closing:
            self._writer.open_container(kind)
        elif kind in ("-", "1."):
            self._writer.close_container("-", "1.")
        else:
            self._writer.close_container(kind)

    def _drop(self, tag: Tag) -> None:
        if tag.name == self._dropping:
            self._drop_depth += -1 if tag.is_closing else 1
            if not self._drop_depth:
                self._dropping = ""

    def _format(self, kind: Format, tag: Tag) -> None:
        if tag.is_closing:
            self._writer.close_format(kind)
        else:
            self._writer.open_format(
                kind, tag.url("href", base=self._base) if kind == "link" else ""
            )

    def _image(self, tag: Tag) -> None:
        is_in_link = self._writer.is_open("link")
        self._writer.add(image(tag, is_in_link=is_in_link, base=self._base))

    def _embedded(self, tag: Tag) -> None:
        url = tag.url("src", base=self._base)
        if not url:
            return
        self._writer.close_format("link")
        if not self._table_depth:
            self._writer.end_block()
        self._writer.add(embedded(url))
        if not self._table_depth:
            self._writer.end_block()

    def _tag_in_code(self, tag: Tag) -> None:
        if tag.name == "br" and self._code is not None:
            self._code.append("\n")
        elif tag.name == "pre" and tag.is_closing:
            self._end_code()

    def _end_code(self) -> None:
        code = "".join(self._code or [])
        self._code = None
        if code.strip():
            self._writer.code_block(code)

    def _table_tag(self, tag: Tag) -> None:
        if tag.name == "table":
            if not tag.is_closing:
                if not self._table_depth:
                    self._writer.end_block()
                self._table_depth += 1
            elif self._table_depth > 1:
                self._table_depth -= 1
            else:
                self._end_table()
        elif self._table_depth == 1:
            self._end_cell()
            if not tag.is_closing and (tag.name == "tr" or not self._rows):
                self._rows.append([])
            if not tag.is_closing and tag.name != "tr":
                self._rows[-1].append("")
        else:
            self._writer.add(" ")

    def _end_cell(self) -> None:
        line = self._writer.take_line()
        if not line:
            return
        if not self._rows:
            self._rows.append([])
        row = self._rows[-1]
        if row and not row[-1]:
            row[-1] = line
        else:
            row.append(line)

    def _end_table(self) -> None:
        if self._table_depth:
            self._end_cell()
            self._table_depth = 0
            self._writer.table([row for row in self._rows if any(row)])
            self._rows = []


def embedded(url: str) -> str:
    """Return the link that stands where a page of elsewhere was embedded."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    return link(f"Embedded: {escape(host or url)}", url)
