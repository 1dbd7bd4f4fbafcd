"""The body of an article as Markdown, as far as it is shown."""

import re
from itertools import islice

from broadsheet.articles.as_markdown import body_as_markdown
from broadsheet.articles.model import Article

BODY_CAP = 400_000
"""The characters of a body that are shown: a book's worth, which is parsed in half a second."""

PIECES_CAP = 20_000
"""The lines, table cells and brackets that are shown; each takes the parser up to 15 µs."""

_PIECE = re.compile(r"(?m)^[ \t>]*\S|[|\[]")


def body_markdown(article: Article, rest: str) -> str:
    """Return the body as Markdown; if it is cut, it says where, and where the `rest` is."""
    # HTML has more tags than text: three times the cap gives about as much to read.
    body = body_as_markdown(article, 3 * BODY_CAP)
    end = _end_of_what_is_shown(body)
    if end == len(body):
        return body
    return f"{body[:end]}\n\n*… cut after {end:,} characters: {rest}.*"


def _end_of_what_is_shown(markdown: str) -> int:
    pieces = (match.start() for match in _PIECE.finditer(markdown, 0, BODY_CAP))
    end = next(islice(pieces, PIECES_CAP, None), min(len(markdown), BODY_CAP))
    if end == len(markdown):
        return end
    return max(markdown.rfind("\n", 0, end), 0) or end
