"""Repairs the bytes of a feed, so that what they mean survives an XML parser."""

import re

_BARE_AMPERSAND = re.compile(
    rb"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)"
)
_HALF_CHARACTERS = re.compile(rb"(?:&#(?:0*5[5-7][0-9]{3}|[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2});)+")
_NUMBER = re.compile(rb"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));")
_DECLARATION = re.compile(rb"^\s*<\?xml.*?\?>", re.DOTALL)
_CDATA = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_DOCTYPE_ENTITY = re.compile(rb"<!ENTITY[^>]*>", re.IGNORECASE)


def as_utf8(body: bytes) -> bytes:
    """Return bytes that are no text in the encoding they claim as UTF-8, without that claim."""
    text = repaired(_DECLARATION.sub(b"", body)).decode("utf-8", "replace")
    return text.encode("utf-8")


def repaired(body: bytes) -> bytes:
    """Write a bare `&` as XML wants it, outside CDATA, and drop entities of the document's own.

    A feed needs no entities but XML's; those it defines can be a bomb. An emoji is often written as
    the two halves that some languages keep it in.
    """
    if b"&" not in body or body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body
    body = _HALF_CHARACTERS.sub(_joined, _DOCTYPE_ENTITY.sub(b"", body))
    parts: list[bytes] = []
    start = 0
    for section in _CDATA.finditer(body):
        parts += [_BARE_AMPERSAND.sub(b"&amp;", body[start : section.start()]), section[0]]
        start = section.end()
    parts.append(_BARE_AMPERSAND.sub(b"&amp;", body[start:]))
    return b"".join(parts)


def _joined(halves: re.Match[bytes]) -> bytes:
    numbers = [
        int(decimal) if decimal else int(hexadecimal, 16)
        for decimal, hexadecimal in _NUMBER.findall(halves[0])
    ]
    text = "".join(map(chr, numbers)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.encode("ascii", "xmlcharrefreplace")
