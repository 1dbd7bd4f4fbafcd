"""A page with an article, as a server sends it."""

from tests.feeds.server import Answer

SENTENCE = "Night trains return to the cities that gave them up a decade ago. "
STORY = f"<h1>Night trains return</h1><p>{SENTENCE * 5}</p><p>They run again. {SENTENCE * 5}</p>"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(inside: str = STORY, status: int = 200, head: str = "") -> Answer:
    html = (
        f"<html><head><title>Night trains return</title>{head}</head><body>{inside}</body></html>"
    )
    return Answer(html.encode(), status, HTML)
