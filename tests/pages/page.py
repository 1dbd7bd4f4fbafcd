"""A page as websites make them: a text, and menus, banners and share buttons around it."""

from dataclasses import dataclass
from html import escape
from itertools import cycle

from broadsheet.pages.signs import Sign

AROUND = (
    "Accept all cookies",
    "Sign up for our newsletter",
    "Share on Facebook",
    "Most read today",
    "All rights reserved",
    "Terms of service",
)
"""What stands around a text and does not belong to it."""

_SUBJECTS = cycle(
    ["The railway", "A study", "The council", "Her team", "The archive", "A museum", "The port"]
)
_VERBS = cycle(["measured", "described", "rebuilt", "questioned", "postponed", "doubled"])
_OBJECTS = cycle(
    [
        "the number of night trains between the two capitals",
        "a method that had been in use since the last century",
        "the price of electricity in the northern provinces",
        "every bridge that crosses the river near the old town",
        "the way in which birds find their nests after winter",
        "its plan for the harbour, which nobody had asked for",
        "an early map of the coast with names in three languages",
        "the budget for schools, hospitals and public libraries",
        "a promise made to the people who live along the line",
        "the oldest part of the collection, which is rarely shown",
        "its forecast for the coming year, with some reservations",
    ]
)


def sentences(count: int) -> str:
    """Return English sentences that no other call returns."""
    return " ".join(
        f"{next(_SUBJECTS)} {next(_VERBS)} {next(_OBJECTS)}, as page {next(_NUMBERS)} tells."
        for _ in range(count)
    )


_NUMBERS = iter(range(1000, 10**9))


@dataclass(frozen=True)
class Sample:
    """A page; `texts` must be found in this order, and nothing of `absent`."""

    kind: str
    name: str
    title: str
    body: bytes
    texts: tuple[str, ...] = ()
    absent: tuple[str, ...] = AROUND
    sign: Sign = ""
    content_type: str = "text/html"


def document(
    title: str, content: str, *, head: str = "", name: str = "The Example", lang: str = "en"
) -> str:
    """Return a page with everything that websites put around a text."""
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)} | {name}</title>{head}
<style>.a {{ color: red }}</style><script>window.dataLayer = [];</script></head><body>
<div id="cookie-banner" class="cookie-consent"><p>We use cookies.</p>
<button>Accept all cookies</button></div>
<header class="site-header"><a class="logo" href="/">{name}</a><nav class="main-nav"><ul>
<li><a href="/world">World</a></li><li><a href="/business">Business</a></li>
<li><a href="/sport">Sport</a></li></ul></nav></header>
{content}
<aside class="sidebar"><h3>Most read today</h3><ul><li><a href="/1">A story about a cat</a></li>
<li><a href="/2">Ten things to do</a></li><li><a href="/3">What happened next</a></li></ul></aside>
<div class="newsletter-signup"><p>Sign up for our newsletter</p><input type="email"></div>
<footer class="site-footer"><p>© 2024 {name}. All rights reserved.</p>
<a href="/tos">Terms of service</a></footer></body></html>"""


def paragraphs(texts: tuple[str, ...]) -> str:
    """Return texts as paragraphs."""
    return "".join(f"<p>{escape(text)}</p>\n" for text in texts)


SHARE = '<div class="share-buttons"><a href="#">Share on Facebook</a><a href="#">Tweet</a></div>'
