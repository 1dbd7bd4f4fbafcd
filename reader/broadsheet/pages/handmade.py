"""Pages written by hand, whose text stands in the body with nothing around it.

An extractor of articles then takes their paragraphs alone, without headings, lists and links.
"""

from broadsheet.pages.trees import Element

_LEAST_PARAGRAPHS = 2
_LEAST_PARAGRAPH = 80
_TEXT = frozenset(
    {"blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table"}
    | {"ul"}
)


def gather_text(tree: Element) -> None:
    """Put what stands in the body between a heading and the last of the text into an article."""
    body = tree.find("body")
    if body is None or next(tree.iter("article", "main"), None) is not None:
        return
    paragraphs = [p for p in body.iterchildren("p") if len(p.text_content()) >= _LEAST_PARAGRAPH]
    if len(paragraphs) < _LEAST_PARAGRAPHS:
        return
    places = [place for place, each in enumerate(body) if each.tag in _TEXT]
    article = body.makeelement("article")
    inside = body[places[0] : places[-1] + 1]
    body.insert(places[0], article)
    article.extend(inside)
