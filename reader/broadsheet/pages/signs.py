"""What a page without text seems to be: for subscribers, made by a script, a video."""

import json
import re
from collections.abc import Iterator
from typing import Literal

from broadsheet.pages.trees import Element

Sign = Literal["", "paywall", "script", "video"]

_MOST_CHARACTERS = 200_000
_LONGEST_SHELL = 200
"""Characters of a page that has nothing but a name, a menu and a script."""

_LOCKED = re.compile(
    r"(?:^|[\s_-])(?:paywall|regwall|(?:subscri(?:be|ption|ber)|member)s?[_-]?(?:wall|gate|only)"
    r"|piano-offer|tp-modal|meter(?:ed)?-?(?:wall|offer))",
    re.IGNORECASE,
)
_ASKS_TO_SUBSCRIBE = re.compile(
    r"subscri(?:be|bers?|ption) (?:to|now|for|only)|already (?:a subscriber|subscribed)"
    r"|for (?:members|subscribers)|(?:sign|log) in to (?:continue|read)|abonnieren|abonnenten"
    r"|réservé aux abonnés|abonnez-vous|suscr[ií]bete|abbonati|会員限定|订阅",
    re.IGNORECASE,
)
_ASKS_FOR_SCRIPT = re.compile(
    r"(?:enable|requires?|turn on|activate|without|needs?|need to use) (?:to run )?javascript"
    r"|javascript (?:is |must be |has to be )?(?:disabled|enabled|required|turned off)"
    r"|javascript (?:aktivieren|activé)|activar javascript",
    re.IGNORECASE,
)


def sign_of(tree: Element) -> Sign:
    """Return what the page of a parsed tree seems to be; the tree stays as it is."""
    about = [*_linked_data(tree)]
    if any(str(each.get("isAccessibleForFree")).lower() == "false" for each in about):
        return "paywall"
    seen = _visible_text(tree)
    names = " ".join(
        f"{element.get('class', '')} {element.get('id', '')}"
        for element in tree.iter("div", "section", "aside")
    )[:_MOST_CHARACTERS]
    if _LOCKED.search(names) or _ASKS_TO_SUBSCRIBE.search(seen):
        return "paywall"
    kinds = {str(each.get("@type")) for each in about}
    kind = next(iter(tree.xpath('.//meta[@property="og:type"]/@content')), "")
    if str(kind).startswith("video") or (
        "VideoObject" in kinds and not any("Article" in each or "Posting" in each for each in kinds)
    ):
        return "video"
    asked = " ".join(element.text_content() for element in tree.iter("noscript"))
    if _ASKS_FOR_SCRIPT.search(f"{asked} {seen}"):
        return "script"
    has_script = next(tree.iter("script"), None) is not None
    return "script" if has_script and len(seen) < _LONGEST_SHELL else ""


def _visible_text(tree: Element) -> str:
    pieces: list[str] = []
    size = 0
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        own = (
            ""
            if element.tag in ("script", "style", "noscript", "template", "title")
            else element.text
        )
        for text in (own, element.tail):
            if text and not text.isspace():
                pieces.append(text.strip())
                size += len(text)
        if size > _MOST_CHARACTERS:
            break
    return " ".join(" ".join(pieces).split())


def _linked_data(tree: Element) -> Iterator[dict[str, object]]:
    """Yield what a page says of itself as JSON-LD, at any level that pages use."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            found = json.loads((script.text or "")[:_MOST_CHARACTERS])
        except (ValueError, RecursionError):
            continue
        for each in found if isinstance(found, list) else [found]:
            if isinstance(each, dict):
                yield each
                graph = each.get("@graph")
                if isinstance(graph, list):
                    yield from (inner for inner in graph if isinstance(inner, dict))
