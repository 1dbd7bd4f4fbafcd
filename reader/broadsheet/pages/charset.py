"""The bytes of a page as text: what servers and pages say of their encoding is often wrong."""

import codecs
import re

_LOOKED_AT = 4096
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)
_IN_PAGE = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_IN_XML = re.compile(rb"\A\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([\w.:+-]+)", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# As browsers read these names: the larger set that contains the named one.
_AS_BROWSERS = {
    **dict.fromkeys(("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601"), "cp949"),
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
}
# What a page may be written in; Python knows more, some of which run programs of a kind (utf-7).
_KNOWN = re.compile(
    r"utf-?8|cp(?:12\d\d|8\d\d|9\d\d|1361)|windows-(?:12\d\d|874)|iso-?8859-\d+|koi8-[ru]"
    r"|gb18030|big5hkscs|big5-hkscs|euc[-_]jp|iso-2022-jp|mac(?:intosh|-roman|-cyrillic)"
)


def decode_page(body: bytes, content_type: str) -> str:
    """Return the text of a page; what cannot be read becomes a replacement character."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = [name for name in _declared(body, content_type) if name]
    if not body.isascii():
        # Few texts in another encoding happen to be UTF-8, and many pages in UTF-8 deny it.
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            if _is_mostly_utf_8(body):
                return body.decode("utf-8", "replace")
    for name in declared:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    others = [name for name in declared if not name.startswith("utf")]
    return body.decode(others[0] if others else "cp1252", "replace")


def _is_mostly_utf_8(body: bytes) -> bool:
    """Tell whether more characters outside ASCII can be read as UTF-8 than cannot."""
    text = body.decode("utf-8", "replace")
    unreadable = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(not character.isascii() for character in text) > 2 * unreadable


def _declared(body: bytes, content_type: str) -> list[str]:
    start = body[:_LOOKED_AT]
    in_header = _IN_HEADER.search(content_type)
    in_page = _IN_PAGE.search(start) or _IN_XML.search(start)
    names = [in_header[1] if in_header else "", in_page[1].decode() if in_page else ""]
    return [_known(name.lower()) for name in names]


def _known(name: str) -> str:
    name = _AS_BROWSERS.get(name, name)
    return name if _KNOWN.fullmatch(name) else ""
