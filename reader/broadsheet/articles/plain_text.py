"""What an article says in plain text, without markup: what text search reads and quotes."""

import re
from html import unescape

from broadsheet.articles.html import BLOCKS, EMBEDDED, INLINE, RAW
from broadsheet.articles.model import Article

# Each alternative, once begun, ends at the end of the text at the latest: the time is proportional
# to the text, whatever it is.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\b[^<>]*>?|\Z)"
    r"|</?(?P<name>[a-z][a-z0-9]*)[^<>]*>"
    r"|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s[^()\n]*)?\)",
    re.IGNORECASE | re.DOTALL,
)
# Not one pattern with those above: `re` looks for the signs with which all of those begin.
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:\s*+\S+", re.MULTILINE)
# Of a few digits: Python refuses to read thousands.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_ELEMENTS = BLOCKS | INLINE | EMBEDDED | RAW


def plain_texts(article: Article) -> list[str]:
    """Return the excerpt of an article, unless it comes from the body, and the text of the body."""
    texts = [] if article.is_excerpt_of_body else [article.excerpt]
    body = article.body
    texts.append(body if article.body_format == "text" else plain_text(body))
    return [text for text in texts if text and not text.isspace()]


def plain_text(markup: str) -> str:
    """Return the text of Markdown or HTML, without tags and the targets of links.

    >>> plain_text("See [the <b>d</b>ocs](https://example.org) &amp; more")
    'See [the docs] & more'
    """
    if "]:" in markup:
        markup = _DEFINITION.sub(" ", markup)
    if "<" in markup or "](" in markup:
        markup = _MARKUP.sub(_shown, markup)
    if "&" not in markup:
        return markup
    return _REFERENCE.sub(lambda found: unescape(found[0]), markup)


def _shown(found: re.Match[str]) -> str:
    """Return what a piece of markup leaves in the text."""
    if found[0].startswith("]"):
        return "]"
    name = found["name"]
    if name is None:
        return " "
    if name.lower() not in _ELEMENTS:
        return found[0]
    return "" if name.lower() in INLINE and name.lower() != "br" else " "
