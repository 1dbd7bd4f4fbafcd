"""Tells whether pictures and related items can be read without a problem, and without reading them.

The index counts them and keeps the titles of related items. These checks are quick. They may say no
where the reading would find nothing wrong; where they say yes, it finds nothing wrong.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeGuard

from broadsheet.articles.addresses import USUAL_ADDRESS
from broadsheet.text.door import PLAIN_CLASS
from broadsheet.text.patterns import compiled_later

MAX_ITEMS = 200
"""How many items of a list are read: of topics, images, related articles, authors."""

USUAL_START = compiled_later(f"[{PLAIN_CLASS}]")
"""A title that begins with such a character is not empty after cleaning."""

_LARGEST = 2**63 - 1  # what SQLite can hold


def are_sound(items: object, is_sound: Callable[[object], bool]) -> TypeGuard[list[dict[str, str]]]:
    """Tell whether `items` is a list of no more than are read, and each of them is sound."""
    return type(items) is list and len(items) <= MAX_ITEMS and all(map(is_sound, items))


def is_sound_image(item: object) -> bool:
    """Tell whether `item` is a mapping with an address, and nothing in it is of an odd type."""
    if type(item) is not dict:
        return False
    get = item.get
    return (
        type(url := get("url")) is type(get("title", "")) is type(get("alt", "")) is str
        and USUAL_ADDRESS.match(url) is not None
        and _is_whole_number(get("width"))
        and _is_whole_number(get("height"))
        and type(get("isCached", False)) is bool
    )


def is_sound_related(item: object) -> bool:
    """Tell whether `item` is a mapping with a title, and nothing in it is of an odd type."""
    if type(item) is not dict or "images" in item:
        return False
    get = item.get
    title = get("title")
    if type(title) is not str or not USUAL_START.match(title):
        return False
    return len(item) == 1 or (
        type(get("webUrl", "")) is type(get("excerpt", "")) is type(get("type", "")) is str
        and _is_moment(get("publishedDateTime"))
        and _is_publisher(get("provider"))
        and _is_whole_number(get("quality"))
    )


def _is_whole_number(value: object) -> bool:
    return value is None or (type(value) is int and -_LARGEST <= value <= _LARGEST)


def _is_moment(value: object) -> bool:
    if type(value) is str and value[10:11] == "T":
        try:
            datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            return False
        return True
    return value is None


def _is_publisher(value: object) -> bool:
    if type(value) is not dict:
        return value is None
    return type(value.get("name")) is type(value.get("domain")) is str and len(value) == 2
