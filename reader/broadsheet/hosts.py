"""Hosts of web addresses: the host a browser goes to, and how to show it so nobody is misled.

Browsers read a host by UTS 46, which Python's own "idna" codec does not know. So the host is
turned into ASCII here, and browsers are given that form: the host that is shown is the one opened.
"""

import unicodedata
from functools import lru_cache
from ipaddress import IPv4Address

from broadsheet.text.patterns import compiled_later

_ASCII_HOST = compiled_later(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_-]*[a-z0-9]\.?"
)
_BRACKETED_HOST = compiled_later(r"\[[0-9a-f:.]+\]")
_NUMBER = compiled_later(r"[0-9]+|0x[0-9a-f]*")
_LONGEST_HOST = 253

# Letters that pass for Latin ones, in the scripts whose names are shown: a label of nothing else
# is shown as punycode. The choice of scripts and letters follows Chromium's.
_LOOKALIKES = {
    "ARABIC": "",
    "ARMENIAN": "\u0561\u0563\u0566\u0567\u056c\u0570\u0575\u0578\u057d\u0582\u0584\u0585\u0581",
    "CYRILLIC": (
        "\u0430\u0432\u0433\u0435\u043a\u043c\u043d\u043e\u043f\u0440\u0441\u0442\u0443\u0445\u044a"
        "\u044c\u0454\u0455\u0456\u0457\u0458\u0461\u0475\u0491\u04ab\u04bb\u04bd\u04cf\u0501\u050d"
        "\u051b\u051d"
    ),
    "DEVANAGARI": "\u093d\u0966\u0971",
    "GEORGIAN": "\u10d8\u10e7\u10dd\u10eb\u10ee\u10ef\u10f0\u10f5\u10fd\u10ff",
    "GREEK": (
        "\u03b1\u03b3\u03b5\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c2\u03c3\u03c4\u03c5\u03c7\u03c9"
    ),
    "HEBREW": "\u05d3\u05d5\u05d7\u05d9\u05df\u05e1\u05d5\u05f0\u05f2\u05f3",
    "THAI": "\u0e17\u0e19\u0e1a\u0e1e\u0e23\u0e2b",
}
# The Latin letters that nobody takes for another one once their accents are off.
_PLAIN_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz\xdf\xe6\xf0\xf8\xfe\u0111\u0142\u0153")
# Scripts that are written together in one word.
_EAST_ASIAN = (
    {"CJK", "HIRAGANA", "KATAKANA"},
    {"CJK", "HANGUL"},
    {"CJK", "BOPOMOFO"},
)
# Strokes that pass for a slash, a dot or a hyphen: some anywhere, some only where they stand alone.
_STROKES = frozenset("\u4e28\u4e36\u4e3f\u4e40\u4e41")
_LONE_STROKES = frozenset("\u4e00\u30bd\u30ce\u30f3\u30fc")


def real_host(host: str) -> str:
    """Return the ASCII name or number that a browser goes to, or "" if `host` is not valid."""
    # Python's lower case is not that of UTS 46: it turns the last letter of a Greek word into ς.
    host = host.lower() if host.isascii() else _to_ascii(host)
    if _BRACKETED_HOST.fullmatch(host):
        return host
    if not _ASCII_HOST.fullmatch(host) or len(host) > _LONGEST_HOST:
        return ""
    parts = host.removesuffix(".").split(".")
    return _ipv4(parts) if _NUMBER.fullmatch(parts[-1]) else host


def shown_host(host: str) -> str:
    """Return what to show for a `host` that `real_host` gave.

    A name with other letters than ASCII is shown readably and as punycode; one that could pass for
    another name, as punycode only.

    >>> shown_host("xn--bcher-kva.example")
    'bücher.example (xn--bcher-kva.example)'
    >>> shown_host("xn--ggle-55da.com")
    'xn--ggle-55da.com'
    """
    if "xn--" not in host:
        return host
    labels = [_readable(label) for label in host.split(".")]
    if not all(_is_what_it_seems(label) for label in labels):
        return host
    return f"{'.'.join(labels)} ({host})"


@lru_cache(maxsize=512)
def _to_ascii(host: str) -> str:
    # Few links need it, and its tables take 10 ms to import.
    import idna

    try:
        return idna.encode(host, uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return ""


def _ipv4(parts: list[str]) -> str:
    """Return the address that browsers and C libraries read in `parts`: 0x7f.1 is 127.0.0.1."""
    if len(parts) > 4:
        return ""
    numbers = [_number(part) for part in parts]
    *bytes_, last = numbers
    if any(not 0 <= byte <= 255 for byte in bytes_) or not 0 <= last < 256 ** (5 - len(numbers)):
        return ""
    high = sum(byte << (24 - 8 * place) for place, byte in enumerate(bytes_))
    return str(IPv4Address(high + last))


def _number(text: str) -> int:
    if len(text) > 12:
        return -1
    try:
        if text.startswith("0x"):
            return int(text[2:] or "0", 16)
        return int(text, 8 if len(text) > 1 and text[0] == "0" else 10)
    except ValueError:
        return -1


def _readable(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        readable = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    # A label that does not lead back to itself is one that browsers do not open under this name.
    return readable if _to_ascii(readable) == label else label


def _is_what_it_seems(label: str) -> bool:
    """Tell whether `label` cannot be mistaken for another one."""
    if label.isascii():
        return not label.startswith("xn--")
    # A mark that has no composed form with its letter is one that no language uses there.
    letters = [c for c in unicodedata.normalize("NFC", label) if c not in "0123456789-"]
    scripts = {_script(c) for c in letters if not unicodedata.category(c).startswith("M")}
    if not letters or not all(unicodedata.category(c)[0] in "LM" for c in letters):
        return False
    if scripts == {"LATIN"}:
        bases = [c for c in unicodedata.normalize("NFD", label) if c.isalpha()]
        return all(c.isalpha() for c in letters) and _PLAIN_LATIN.issuperset(bases)
    if len(scripts) == 1 and (script := next(iter(scripts))) in _LOOKALIKES:
        bases = [c for c in unicodedata.normalize("NFD", label) if c.isalpha()]
        return not set(bases) <= set(_LOOKALIKES[script])
    if not any(scripts <= together for together in _EAST_ASIAN):
        return False
    return label[0] != "\u30fc" and _STROKES.isdisjoint(label) and not set(letters) <= _LONE_STROKES


def _script(character: str) -> str:
    return unicodedata.name(character, "?").replace("-", " ").partition(" ")[0]
