"""The one door for untrusted text: what comes out of it is safe to show in a terminal.

Every string of a file comes from somebody else. Passed on unchanged, it could move the cursor,
retitle the window, write the clipboard, reverse the direction of a line, or hide words.

The order matters. Character references are decoded first, so that `&#27;[2J` cannot grow into an
escape sequence after the check; and all steps are repeated until nothing changes, so that taking
one thing out cannot put another together. A clean text that goes through the door again stays as
it is.
"""

import base64
import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, time
from functools import lru_cache

from broadsheet.text.patterns import compiled_later
from broadsheet.text.written import Written

LINE_LIMIT = 4_096
"""Characters of the longest line that `clean_line` passes."""

TEXT_LIMIT = 1_000_000
"""Characters of the longest text that `clean_text` passes."""

_MARKS_PER_CHARACTER = 5  # Tibetan and pointed Hebrew need four; "zalgo" stacks dozens
_EMOJI_PER_CHAIN = 4  # a family of four, or two people and a kiss
_ROUNDS = 6  # texts encoded twice exist; beyond this somebody is playing
_TAB = 4
_DEEPEST_VALUE = 20
_MOST_VALUES = 10_000
_LARGEST_INTEGER_BITS = 256  # Python refuses to print integers of more than 4,300 digits

# ECMA-48: CSI, control strings (OSC, DCS, SOS, PM, APC) with their content, any other escape. A
# control string without an end loses only its beginning, or the rest of the text would go with it.
_SEQUENCE = compiled_later(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\n\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]?"
)
_LINE_END = compiled_later(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANK = compiled_later(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0]")
_SURROGATE = compiled_later(r"[\ud800-\udfff]")
_REFERENCE = compiled_later(r"&(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")

# What has no picture: controls, bidirectional and other format characters, fillers, tags,
# ideographic variation selectors, noncharacters.
_INVISIBLE_CLASS = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b"
    r"\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
) + "".join(chr(plane + last) for plane in range(0x10000, 0x110000, 0x10000) for last in (-2, -1))
_INVISIBLE = compiled_later(f"[{_INVISIBLE_CLASS}]")
_NOT_IN_SOURCE = compiled_later(rf"[{_INVISIBLE_CLASS}\t\ud800-\udfff]")

# The blocks that hold combining marks, joiners and variation selectors: quick to rule out for
# Latin, Greek, Cyrillic, Chinese, Japanese and Korean. `_Combining` tells them one from another.
_COMBINING_BLOCKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u1dff\u200c\u200d\u20d0-\u20ff\u2cef-\u2cf1\u2d7f"
    r"\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
    r"\U000101fd-\U0001efff"
)
_MAY_COMBINE = compiled_later(f"[{_COMBINING_BLOCKS}]+")
# Most of what the world writes, and nothing that any of the patterns above is about. What is left
# as it is, and not what is not, because `re` tells the former in a fifth of the time.
PLAIN_CLASS = (
    r"!-%'-~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u1fff\u2010-\u2027\u2030-\u205e"
    r"\u2070-\u20cf\u2100-\u27ff\u2900-\u2bff\u3001-\u3029\u3030-\u3098\u309b-\u3163"
    r"\u3165-\ua66e\uac00-\ud7a3\uff01-\uff9f\U0001f000-\U0001faff"
)
_CLEAN_LINE = compiled_later(f"(?:[{PLAIN_CLASS}]++(?: [{PLAIN_CLASS}]++)*+)?+")
_PLAIN_TEXT = compiled_later(rf"[\n -~]*+[\n &{PLAIN_CLASS}]*+")

_EMOJI_CLASS = (
    r"[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935"
    r"\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_EMOJI_UNIT = f"{_EMOJI_CLASS}\ufe0f?[\U0001f3fb-\U0001f3ff]?"
_LONG_EMOJI_CHAIN = compiled_later(f"{_EMOJI_UNIT}(?:\u200d{_EMOJI_UNIT}){{{_EMOJI_PER_CHAIN},}}")
_EMOJI = compiled_later(_EMOJI_CLASS)
# Scripts whose spelling uses the joiners: Arabic and its kin, the Indic ones, Khmer, Mongolian ...
_JOINING_SCRIPT = compiled_later(
    r"[\u0620-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1a20-\u1cff\ua800-\uabff"
    r"\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f]"
)


def clean_line(value: str, limit: int = LINE_LIMIT) -> str:
    """Make `value` one safe line: a title, a name, a topic, an address, a message.

    >>> clean_line("R&amp;amp;D  news &eacute;t&eacute;&#8237;&#27;")
    'R&D news été'
    """
    # Almost every string of a real file leaves here: a library has a million of them.
    if len(value) <= limit and _CLEAN_LINE.fullmatch(value):
        return value
    text = _until_stable(value[: 8 * limit], lambda text: " ".join(scrub(text).split()))
    return _shorten(text, limit, cut=len(value) > 8 * limit)


def clean_text(value: str, limit: int = TEXT_LIMIT, decode_entities: bool = True) -> str:
    """Make `value` a safe text of many lines, each ended by a newline: an excerpt or a body.

    With `decode_entities` off (for Markdown, whose renderer decodes them itself) only those
    character references are taken out that would come out as something unsafe.
    """
    # As a line above; excerpts are full of spaces that must not break.
    if len(value) <= limit:
        text = _without_references(value, decode_entities)
        text = text.replace("\xa0", " ").strip("\n").rstrip()
        if _PLAIN_TEXT.fullmatch(text) and text == _without_references(text, decode_entities):
            return text

    def scrub_text(text: str) -> str:
        return scrub(text, decode_entities).expandtabs(_TAB).strip("\n").rstrip()

    text = _until_stable(value[: 8 * limit], scrub_text)
    return _shorten(text, limit, cut=len(value) > 8 * limit)


def clean_typed(value: str, limit: int) -> str:
    """Make what was typed or pasted one safe line of at most `limit` characters.

    Nothing is decoded, and spaces stay where they are.
    """
    text = value[:limit]
    if text.isascii() and text.isprintable():
        return text
    return _until_stable(
        value[: 8 * limit],
        lambda text: scrub(text, decode_entities=False).replace("\n", " ").replace("\t", " "),
    )[:limit]


def clean_message(value: str) -> str:
    """Make `value`, a sentence of ours that quotes names of files, one safe line.

    Unlike `clean_line` it decodes no character references: `x&amp;y.md` is not `x&y.md`.
    """
    if len(value) <= LINE_LIMIT and value.isascii() and value.isprintable() and "  " not in value:
        return value.strip()
    text = _until_stable(value[: 8 * LINE_LIMIT], lambda text: " ".join(_strip(text).split()))
    return _shorten(text, LINE_LIMIT, cut=len(value) > 8 * LINE_LIMIT)


def clean_source(value: str) -> str:
    r"""Show `value` as it is written, for the view of a file's source.

    Nothing is decoded and nothing dropped: what could not be seen, or would do something to the
    terminal, is drawn (`␛`) or spelt out (`\x9b`, `\u202e`).
    """
    text = value.replace("\r\n", "\n")
    text = _NOT_IN_SOURCE.sub(lambda match: _picture(match[0]), text)
    return _Combining(_spelt_out).clean(text)


def clean_value(value: object) -> object:
    """Clean a value of unknown front matter, whatever it is, into what JSON can say.

    Mappings become dictionaries with clean keys, sequences and sets lists, dates and times ISO 8601
    strings, bytes base64. What lies too deep becomes an ellipsis; values beyond some thousands are
    left out.
    """
    return _ValueCleaner().clean(value, 0)


def scrub(text: str, decode_entities: bool = True) -> str:
    """Take out of `text` what is unsafe, once, and leave spaces, tabs and line ends where they are.

    For pieces of a text that is put together afterwards; entire values go to `clean_line` and
    `clean_text`, which repeat this until nothing changes.
    """
    return _strip(_without_references(text, decode_entities))


def _strip(text: str) -> str:
    if _PLAIN_TEXT.fullmatch(text):
        return text
    if _SURROGATE.search(text):  # halves that belong together are joined, others become U+FFFD
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _SEQUENCE.sub("", text)
    text = _LINE_END.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _BLANK.sub(" ", text)
    return _Combining(_dropped).clean(text)


def _until_stable(text: str, step: Callable[[str], str]) -> str:
    for _ in range(_ROUNDS):
        cleaner = step(text)
        if cleaner == text:
            return text
        text = cleaner
    return step(text.replace("&", ""))


def _shorten(text: str, limit: int, cut: bool) -> str:
    if len(text) <= limit and not cut:
        return text
    # Once more through the door: the cut may leave half an emoji behind.
    return scrub(text[: limit - 1], decode_entities=False).rstrip() + "…"


def _without_references(text: str, decode_entities: bool) -> str:
    if "&" not in text:
        return text
    decode = _decoded if decode_entities else _decoded_if_unsafe
    return _REFERENCE.sub(lambda match: decode(match[0]), text)


@lru_cache(maxsize=256)  # everybody writes the same few
def _decoded(reference: str) -> str:
    from html import unescape
    from html.entities import html5

    if reference[1] == "#":
        return unescape(reference)
    # `html.unescape` would read the unknown `&notable;` as `&not` and "able;".
    return html5.get(reference[1:], reference)


@lru_cache(maxsize=256)
def _decoded_if_unsafe(reference: str) -> str:
    decoded = _decoded(reference)
    safe = _strip(decoded)
    return reference if safe == decoded else safe


def _dropped(_character: str) -> str:
    return ""


def _spelt_out(character: str) -> str:
    return ascii(character)[1:-1]


def _picture(character: str) -> str:
    if character == "\x7f":
        return "␡"
    return chr(0x2400 + ord(character)) if character < " " else _spelt_out(character)


class _Combining:
    """Keeps the marks, joiners and variation selectors that belong to what they follow."""

    def __init__(self, replace: Callable[[str], str]) -> None:
        self._replace = replace

    def clean(self, text: str) -> str:
        if not _MAY_COMBINE.search(text):
            return text
        text = _MAY_COMBINE.sub(self._clean_run, text)
        return _LONG_EMOJI_CHAIN.sub(
            lambda chain: chain[0].replace("\u200d", self._replace("\u200d")), text
        )

    def _clean_run(self, match: re.Match[str]) -> str:
        text, start, end = match.string, match.start(), match.end()
        before = text[start - 1] if start else ""
        kept: list[str] = []
        marks = 0
        for position in range(start, end):
            character = text[position]
            after = text[position + 1 : position + 2]
            if character in "\u200c\u200d":
                keep = marks < _MARKS_PER_CHARACTER and _joins(before, character, after)
            elif "\ufe00" <= character <= "\ufe0f":
                keep = character == "\ufe0f" and _takes_emoji_style(before, after)
            elif unicodedata.category(character) in ("Mn", "Me"):
                marks += 1
                keep = marks <= _MARKS_PER_CHARACTER and before != "" and not before.isspace()
            else:
                marks = 0
                keep = True
            written = character if keep else self._replace(character)
            kept.append(written)
            before = written[-1:] or before
        return "".join(kept)


def _joins(before: str, joiner: str, after: str) -> bool:
    if _JOINING_SCRIPT.match(before) and _JOINING_SCRIPT.match(after):
        return True
    is_emoji = before == "\ufe0f" or _EMOJI.match(before) is not None
    return joiner == "\u200d" and is_emoji and _EMOJI.match(after) is not None


def _takes_emoji_style(before: str, after: str) -> bool:
    is_keycap = before != "" and before in "0123456789#*" and after == "\u20e3"
    return is_keycap or _EMOJI.match(before) is not None


class _ValueCleaner:
    """Counts what it has cleaned: YAML's aliases can make a short file an endless value."""

    def __init__(self) -> None:
        self._left = _MOST_VALUES

    def clean(self, value: object, depth: int) -> object:
        self._left -= 1
        if depth > _DEEPEST_VALUE:
            return "…"
        if isinstance(value, dict):
            return self._clean_mapping(value, depth)
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.clean(item, depth + 1) for item in value if self._left > 0]
        return _clean_scalar(value)

    def _clean_mapping(self, mapping: dict[object, object], depth: int) -> dict[str, object]:
        cleaned: dict[str, object] = {}
        for key, value in mapping.items():
            if self._left <= 0:
                break
            cleaned[str(_clean_scalar(key, clean_line))] = self.clean(value, depth + 1)
        return cleaned


def _clean_scalar(value: object, clean: Callable[[str], str] = clean_text) -> object:
    match value:
        case None | bool():
            return value
        case Written():
            return _clean_scalar(value.value)
        case str():
            return clean(value)
        case int():
            return value if value.bit_length() <= _LARGEST_INTEGER_BITS else clean(hex(value))
        case float():
            return value if math.isfinite(value) else str(value)
        case date() | time():  # a datetime is a date
            return value.isoformat()
        case bytes():
            return clean(base64.b64encode(value).decode("ascii"))
        case _:
            return f"({type(value).__name__})"
