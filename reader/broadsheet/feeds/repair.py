"""Repairs the bytes of a feed or OPML, so that what they mean survives an XML parser."""

import re
from html import escape
from html.entities import html5
from itertools import islice

_BARE_AMPERSAND = re.compile(
    rb"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)"
)
_HALF_CHARACTERS = re.compile(rb"(?:&#(?:0*5[5-7][0-9]{3}|[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2});)+")
_ENTRY = re.compile(rb"<(?:item|entry)[\s>]")
_NUMBER = re.compile(rb"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));")
_DECLARATION = re.compile(rb"^\s*<\?xml.*?\?>", re.DOTALL)
_DECLARED = re.compile(
    rb"(\s*<\?xml[^<>]*\sencoding\s*=\s*[\"'])"
    rb"((?:big5|cp|euc|gb|iso|koi8|latin|shift|utf-16|windows)[\w-]*)",
    re.IGNORECASE,
)
_CDATA = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EMPTY_BODY = re.compile(r"(<body\b[^<>]*)/>", re.IGNORECASE)
_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")
_DOCTYPE_ENTITY = re.compile(rb"<!ENTITY[^>]*>", re.IGNORECASE)


def with_first_entries(body: bytes, count: int) -> bytes:
    """Return a feed with so many of its entries: reading all of many thousands takes too long."""
    starts = [found.start() for found in islice(_ENTRY.finditer(body), count + 1)]
    end = max(body.rfind(b"</item>") + len(b"</item>"), body.rfind(b"</entry>") + len(b"</entry>"))
    is_long = len(starts) > count and end > starts[count]
    return body[: starts[count]] + body[end:] if is_long else body


def as_utf8(body: bytes) -> bytes:
    """Return bytes that are no text in the encoding they claim as UTF-8, without that claim."""
    text = repaired(_DECLARATION.sub(b"", body)).decode("utf-8", "replace")
    return text.encode("utf-8")


def from_encoding(body: bytes) -> bytes:
    """Return XML as UTF-8 if it is in another encoding, declared or told by its first bytes."""
    declared = _DECLARED.match(body)
    if declared is not None:
        # A declaration that can be read as ASCII is not in UTF-16, whatever it says.
        name = declared[2].decode().lower()
        encoding = "utf-8" if name.startswith("utf-16") else name
    elif body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        encoding = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(body[:2], "")
    try:
        text = body.decode(encoding) if encoding else ""
    except (LookupError, UnicodeError):
        return body
    return _DECLARED.sub(rb"\1UTF-8", text.encode("utf-8", "replace"), count=1) if text else body


def made_well_formed(body: bytes) -> bytes:
    """Return XML that a strict parser refuses as it was meant, in UTF-8.

    Programs write a bare `&`, control characters, entities of HTML, and Latin-1 without saying so.
    A document that declares entities of its own stays as it is.
    """
    if _DOCTYPE_ENTITY.search(body):
        return body
    body = _DECLARATION.sub(b"", from_encoding(body))
    try:
        text = body.decode("utf-8-sig")
    except UnicodeError:
        text = body.decode("cp1252", "replace")
    text = _EMPTY_BODY.sub(r"\1></body>", _CONTROL.sub(" ", text.lstrip()))
    return _NAMED.sub(_as_character, repaired(text.encode("utf-8", "replace")))


def _as_character(reference: re.Match[bytes]) -> bytes:
    found = html5.get(reference[0][1:].decode())
    return reference[0] if found is None else escape(found).encode()


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
