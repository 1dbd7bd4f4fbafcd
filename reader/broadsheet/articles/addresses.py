"""Web addresses as files write them -> addresses that are safe to show."""

import re

from broadsheet.hosts import real_host
from broadsheet.text.door import clean_text

MAX_URL = 8_192  # characters
_AMPERSAND = re.compile(r"&(?:amp|#38|#x26);", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://(?:[^/?#@\s]*@)?([^/?#:@\s]+)", re.IGNORECASE)
USUAL_ADDRESS = re.compile(r"https?://\w[\w.-]*+(?:/[!#$'-;=?-~]*+)?", re.ASCII)
_AROUND_ADDRESS = re.compile(r"\A(?:%20|\s|<)+|(?:%20|\s|>)+\Z")


def address(text: str) -> str:
    """Return the web address that `text` stands for, safe to show; empty if it is not one."""
    if USUAL_ADDRESS.fullmatch(text) and len(text) <= MAX_URL:
        return text
    url = _AROUND_ADDRESS.sub("", clean_url(text))
    if url[:4].lower() == "www.":
        url = f"https://{url}"
    elif url.startswith("//"):
        url = f"https:{url}"
    return url if _ADDRESS.match(url) else ""


def publisher_domain(url: str) -> str:
    """Return the host of a web address, to name who published it; empty for any other text."""
    found = _ADDRESS.match(url)
    if found is None:
        return ""
    host: str = found[1]
    # As browsers read it: letters that look like others must not name somebody else.
    host = host.lower() if host.isascii() else real_host(host)
    return host.removeprefix("www.").rstrip(".")


def clean_url(url: str) -> str:
    """Make an address safe to show; of what HTML calls entities, only `&amp;` is one in it.

    Anything else that looks like one may be a parameter: `&copy=3`.
    """
    while "&" in url and (decoded := _AMPERSAND.sub("&", url)) != url:
        url = decoded
    if url.isascii() and url.isprintable() and len(url) <= MAX_URL:
        return url.strip()
    return " ".join(clean_text(url, MAX_URL, decode_entities=False).split())
