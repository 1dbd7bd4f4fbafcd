"""Lists of a page: one that belongs to the text keeps its links, and a menu does not.

An extractor of articles takes a list of links for a menu, whatever it stands in. A list of the text
follows paragraphs of it, and says something of its own, or leads to other sites, or is announced.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from broadsheet.pages.trees import Element

_LEAST_PARAGRAPH = 80
_LEAST_ANNOUNCEMENT = 20
"""In bytes of UTF-8, because a Chinese character says as much as three letters."""
_LEAST_NAME = 20


def lists_of_text(tree: Element, url: str) -> Iterator[Element]:
    """Yield the lists with links that belong to the text of the page at `url`."""
    told: set[Element] = set()
    for each in tree.iter("p", "ul", "ol"):
        parent = each.getparent()
        if each.tag == "p":
            if len(_outside_links(each).strip()) >= _LEAST_PARAGRAPH:
                told |= {parent, parent.getparent()}
            continue
        follows = parent in told or (parent.tag == "section" and parent.getparent() in told)
        if follows and each.find(".//a") is not None and _is_text(each, url):
            yield each


def _is_text(found: Element, url: str) -> bool:
    return _says_more(found) or _leads_elsewhere(found, url) or _is_announced(found)


def _says_more(found: Element) -> bool:
    """Tell whether most items have words beside their links; a date is not a word."""
    items = [*found.iterchildren("li")]
    with_words = sum(any(map(str.isalpha, _outside_links(item))) for item in items)
    return with_words * 2 > len(items)


def _leads_elsewhere(found: Element, url: str) -> bool:
    """Tell whether the links of a list have long names and lead to other sites."""
    here = _site(url)
    links = [link for link in found.iter("a") if link.text_content().strip()]
    others = [
        link
        for link in links
        if (address := link.get("href") or "").startswith("http")
        and _site(address) != here
        and (urlsplit(url).hostname or "") not in address
    ]
    names = sum(len(link.text_content().strip()) for link in others)
    return len(others) * 2 > len(links) and names >= _LEAST_NAME * len(others)


def _is_announced(found: Element) -> bool:
    before = found.getprevious()
    if before is None or before.tag != "p":
        return False
    text = before.text_content().strip()
    plain = "".join(before.xpath(".//text()[not(ancestor::b or ancestor::strong)]"))
    return text.endswith((":", "：")) and len(plain.strip().encode()) >= _LEAST_ANNOUNCEMENT


def _outside_links(element: Element) -> str:
    return "".join(element.xpath(".//text()[not(ancestor::a or ancestor::time)]"))


def _site(address: str) -> str:
    """Return the last two labels of the host."""
    return ".".join((urlsplit(address).hostname or "").split(".")[-2:])
