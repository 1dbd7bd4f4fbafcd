"""The weights of feeds in `feeds.opml`, which `feeds/opml.py` writes."""

import re
from pathlib import Path
from xml.parsers import expat

from broadsheet.config.settings import MOST_WEIGHT
from broadsheet.paths import SUBSCRIPTIONS
from broadsheet.untrusted_file import read_untrusted

MOST_BYTES = 16 * 1024 * 1024
"""A longer `feeds.opml` is not read."""


def weight_in(text: str) -> int | None:
    """Return the weight that `text` is, within its bounds; None if it is no whole number."""
    is_number = re.fullmatch(r"-?[0-9]{1,3}", text)
    return max(-MOST_WEIGHT, min(MOST_WEIGHT, int(text))) if is_number else None


def feed_address(written: str) -> str:
    """Return the address of a feed; `feed://…` and `feed:https://…` stand for one."""
    url = written.strip()
    if not url.lower().startswith("feed:"):
        return url
    rest = url[len("feed:") :].lstrip("/")
    return rest if "://" in rest else f"http://{rest}"


def feed_weights(library: Path) -> dict[str, int]:
    """Return the weights that the user gave to feeds, by address; none if they cannot be read."""
    found = dict[str, int]()

    def start(_: str, attributes: dict[str, str]) -> None:
        lower = {name.lower(): value for name, value in attributes.items()}
        url = feed_address(lower.get("xmlurl", ""))
        weight = weight_in(lower.get("broadsheet:weight", ""))
        if url and weight:
            found[url] = weight

    def refuse(*_: object) -> None:
        raise ValueError("a list of feeds declares no entities")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse
    try:
        data, _ = read_untrusted(str(library / SUBSCRIPTIONS), MOST_BYTES)
        parser.Parse(data or b"", True)
    except (OSError, ValueError, expat.ExpatError):
        pass  # the commands for feeds say what is wrong with it
    return found
