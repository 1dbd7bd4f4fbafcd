"""From the HTML of a page to its text as Markdown: what is around the article is left out.

Runs in a process of its own (`worker`), because pages are large, deep and hostile.
"""

import re
from dataclasses import dataclass
from html import escape

from broadsheet.articles.html import html_to_markdown
from broadsheet.links import joined
from broadsheet.pages.charset import decode_page
from broadsheet.pages.handmade import gather_text
from broadsheet.pages.lists import lists_of_text
from broadsheet.pages.marked_links import mark_links, with_links
from broadsheet.pages.posts import leave_only_posts
from broadsheet.pages.signs import Sign, sign_of
from broadsheet.pages.tables import data_tables, drop_menu_cells
from broadsheet.pages.trees import Element
from broadsheet.text.door import clean_line
from broadsheet.text.folding import name_key

_HEADING = re.compile(r"\A#{1,6} (.+)(?:\n+|\Z)")
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127|5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d"
    r"|5734[0-3])|x0*(?:[0-8bcef]|1[0-9a-f]|7f|d[89a-f][0-9a-f]{2}|fff[ef]))(?![0-9a-f]);?",
    re.IGNORECASE,
)
_ANCHORS = ("", "#", "§", "¶", "🔗", "\uf0c1")
_REFRESH = re.compile(r"\s*[0-5](?:\.\d*)?\s*[;,]\s*url\s*=\s*[\"']?([^\"'>]+)", re.IGNORECASE)
_LEAST_SHARED_TITLE = 15

# trafilatura's names for what is in a text, in HTML.
_TAGS = {
    "del": "del",
    "graphic": "img",
    "item": "li",
    "lb": "br",
    "p": "p",
    "quote": "blockquote",
    "ref": "a",
    "row": "tr",
    "table": "table",
}
_FORMATS = {"#b": "strong", "#i": "em", "#t": "code", "#u": "u", "#sub": "sub", "#sup": "sup"}
_EMPTY = frozenset({"br", "img", "hr"})


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a page; `sign` is what the page seems to be, which matters if it is short."""

    markdown: str = ""
    title: str = ""
    sign: Sign = ""
    leads_to: str = ""
    """The page that the HTML itself redirects to."""


def extract(body: bytes, url: str, content_type: str = "") -> Extracted:
    """Return the text of a page that was fetched from `url`."""
    import trafilatura

    html = _without_controls(decode_page(body, content_type))
    # A page of one element that does not call itself HTML would be refused.
    tree: Element = trafilatura.load_html(f"<!doctype html>{html}" if "<html" not in html else html)
    if tree is None:
        return Extracted()
    title, sign, leads_to = _title(tree), sign_of(tree), _refresh(tree, url)
    leave_only_posts(tree)
    _prepare(tree, url)
    gather_text(tree)
    addresses = mark_links([*data_tables(tree), *lists_of_text(tree, url)])
    found = trafilatura.bare_extraction(
        tree,
        url=url,
        fast=True,
        include_comments=False,
        include_formatting=True,
        include_images=True,
        include_links=True,
        include_tables=True,
    )
    extracted: Element = getattr(found, "body", None)
    if extracted is None:
        return Extracted("", title, sign, leads_to)
    markdown = without_title(html_to_markdown(with_links(_as_html(extracted), addresses)), title)
    return Extracted(markdown, title, sign, leads_to)


def _without_controls(html: str) -> str:
    """Remove what a tree cannot hold: control characters, and the references to them."""
    return _CONTROL_REFERENCE.sub(" ", _CONTROL.sub("", html))


def without_title(markdown: str, title: str) -> str:
    """Return the text without a heading at its beginning that repeats the title."""
    heading = _HEADING.match(markdown)
    if heading is None or not title:
        return markdown
    short, long = sorted((_letters(heading[1]), _letters(title)), key=len)
    # Titles of pages often have the name of the site behind them.
    is_same = short == long or (len(short) >= _LEAST_SHARED_TITLE and long.startswith(short))
    return markdown[heading.end() :] if is_same else markdown


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, name_key(text)))


def _title(tree: Element) -> str:
    for found in tree.xpath('.//meta[@property="og:title"]/@content'):
        if title := clean_line(found):
            return title
    window = next((clean_line(each.text_content()) for each in tree.iter("title")), "")
    headings = [clean_line(each.text_content()).rstrip("¶ ") for each in tree.iter("h1")]
    # The name of a site may be a heading, too; in the title of the window it comes last.
    first = [each for each in headings if _letters(window).startswith(_letters(each) or "-")]
    return next(filter(None, [*first, *headings, window]), "")


def _refresh(tree: Element, url: str) -> str:
    for element in tree.iter("meta"):
        if (element.get("http-equiv") or "").lower() == "refresh":
            found = _REFRESH.match(element.get("content") or "")
            return joined(url, found[1]) if found else ""
    return ""


def _prepare(tree: Element, url: str) -> None:
    """Write addresses in full, give pictures their captions, and remove what is not the text."""
    for element in tree.xpath(".//*[@hidden]"):
        element.drop_tree()
    _drop_menus(tree)
    drop_menu_cells(tree)
    _keep_lines(tree)
    base = url
    for element in tree.iterfind(".//base[@href]"):
        base = joined(url, element.get("href"))
        break
    for element in [*tree.iter("a")]:
        address = (element.get("href") or "").strip()
        if not address.startswith("#"):
            element.set("href", joined(base, address))
        elif element.text_content().strip() in _ANCHORS:
            element.drop_tree()
        else:
            element.drop_tag()  # a place in the page, which is not what a browser would open
    for element in [*tree.iter("img")]:
        address = element.get("src") or element.get("data-src") or ""
        caption = _caption(element)
        is_pixel = {element.get("width"), element.get("height")} & {"0", "1"}
        if is_pixel or not caption or not address or address.startswith("data:"):
            element.drop_tree()
            continue
        element.set("src", joined(base, address))
        element.set("alt", caption)


def _drop_menus(tree: Element) -> None:
    """Remove what frames a page: a page without a text must not pass for one."""
    for element in [*tree.iter("nav", "footer", "header")]:
        is_quoted = next(element.iterancestors("blockquote"), None) is not None
        if element.getparent() is None or is_quoted:
            continue  # gone with another one, or who said what is quoted
        if element.tag != "header" or next(element.iter("nav"), None) is not None:
            element.drop_tree()


def _keep_lines(tree: Element) -> None:
    """Call what is preformatted code: an extractor joins the lines of all else."""
    for element in [*tree.iter("pre")]:
        if element.find(".//code") is None:
            code = element.makeelement("code")
            code.text, tail = element.text_content(), element.tail
            element.clear()
            element.tail = tail
            element.append(code)


def _caption(picture: Element) -> str:
    """Return the text for a picture; a caption below it then stands there only once."""
    for figure in picture.iterancestors("figure"):
        for caption in [*figure.iter("figcaption")]:
            text = clean_line(caption.text_content())
            caption.drop_tree()
            if text:
                return text
    return clean_line(picture.get("alt") or picture.get("title") or "")


def _as_html(body: Element) -> str:
    """Write the extracted tree as HTML for `html_to_markdown`, which trusts nothing in it."""
    from lxml.etree import iterwalk

    parts: list[str] = []
    in_code = 0
    for event, element in iterwalk(body, events=("start", "end")):
        is_start = event == "start"
        if element.tag == "code":
            in_code += 1 if is_start else -1
            tag = "" if in_code > (1 if is_start else 0) else _code_tag(element)
        else:
            tag = "" if in_code and element.tag != "lb" else _tag(element)
        if is_start:
            parts.append(_opened(tag, element))
            parts.append(escape(element.text or "", quote=False))
        else:
            if tag and tag not in _EMPTY:
                parts.append(f"</{tag}>")
            parts.append("" if element is body else escape(element.tail or "", quote=False))
    return "".join(parts)


def _opened(tag: str, element: Element) -> str:
    match tag:
        case "":
            return ""
        case "a":
            return f"<a{_attribute(element, 'target', 'href')}>"
        case "img":
            return f"<img{_attribute(element, 'src', 'src')}{_attribute(element, 'alt', 'alt')}>"
    return f"<{tag}>"


def _attribute(element: Element, name: str, in_html: str) -> str:
    return f' {in_html}="{escape(element.get(name) or "")}"'


def _tag(element: Element) -> str:
    kind, rendering = str(element.tag), element.get("rend") or ""
    match kind:
        case "head":
            return rendering if re.fullmatch(r"h[1-6]", rendering) else "h3"
        case "hi":
            return _FORMATS.get(rendering, "em")
        case "list":
            return "ol" if rendering == "ol" else "ul"
        case "cell":
            return "th" if element.get("role") == "head" else "td"
    return _TAGS.get(kind, "")


def _code_tag(element: Element) -> str:
    parent = element.getparent()
    is_block = "\n" in "".join(element.itertext()).strip() or (
        parent is not None and parent.tag in ("body", "quote")
    )
    return "pre" if is_block else "code"
