"""The YAML that almost all front matter is written in -> a mapping, in two fifths of the time.

Front matter is mostly lines that can be understood one by one: `name: value` and `- item`, indented
by spaces, each value ending on its line. Only these are read here, and only as `parse_yaml` would
read them. At the first sign of anything else, faults included, all of the text is left to it: what
YAML means is decided in one place.
"""

import re

from broadsheet.articles.yaml_reader import MAX_VALUES, MAY_MEAN_MORE, plain_value
from broadsheet.text.patterns import compiled

VALUES_PER_LINE = 2  # `- name: value` is a mapping and a text

# Within these no value can lie as deep as `parse_yaml` would mind.
_INDENT = " {0,20}+"
_DASH = "- {1,4}+"

NAME = "[A-Za-z_][A-Za-z0-9_-]{0,99}"
# What YAML forbids, takes for the end of a line, or does not allow as indentation (the tab).
_NEVER = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
# ASCII has patterns of its own, which `re` matches in half the time.
NOT_ASCII = rf"[^\x00-\x7f{_NEVER}]"
QUOTED_ASCII = r"[ !#-\[\]-~]"
QUOTED_PLAINLY = rf'(?!"){QUOTED_ASCII}*+(?:{NOT_ASCII}++{QUOTED_ASCII}*+)*+'
DOUBLE_QUOTED = rf'"[^"\\{_NEVER}]*+(?:\\["\\nrt][^"\\{_NEVER}]*+)*+"'
_SINGLE_QUOTED = rf"'[^'{_NEVER}]*+(?:''[^'{_NEVER}]*+)*+'"
_UNQUOTED_ASCII = r"[ !\"$-9;-~]"
UNQUOTED = (
    rf"-?[^ \-?:,\[\]{{}}#&*!|>'\"%@`{_NEVER}]{_UNQUOTED_ASCII}*+"
    rf"(?:(?:{NOT_ASCII}++|:(?![ \n]|\Z)|(?<! )#){_UNQUOTED_ASCII}*+)*+(?<! )"
)
_EMPTY_LIST = r"\[\]"
OTHER_TEXT = f"{DOUBLE_QUOTED}|{_SINGLE_QUOTED}|{_EMPTY_LIST}"

# One line, with the empty lines below it. The end of the text counts as a line that holds nothing.
# So does all that follows the first line of another kind, and a line that holds nothing ends every
# block: the text was understood where the end is what is left. What may be absent is "this, or
# nothing", which `re` tries faster than "perhaps this"; no line can be read in both ways.
_LINE = compiled(
    rf"({_INDENT})(?:({_DASH})|)(?:({NAME}):(?: ++|(?=\n|\Z))|)"
    rf'(?:"({QUOTED_PLAINLY})"|({UNQUOTED})|({OTHER_TEXT})|)'
    r" *+(?:\n++|\Z)(?: ++\n++)*+"
    r"|(?s:.+)"
)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}

# Indent, dash, name, the text between quotation marks that needs no more reading, a value without
# them, any other value: empty where the line has none.
_Line = tuple[str, str, str, str, str, str]


class _NotPlainError(Exception):
    """This is for PyYAML."""


def parse_plain(text: str) -> dict[str, object] | None:
    """Return what `parse_yaml` would, or None where it must be asked."""
    lines: list[_Line] = _LINE.findall(text)
    if len(lines) * VALUES_PER_LINE > MAX_VALUES or lines[0][:2] != ("", ""):
        return None
    lines.reverse()  # what is read is taken from the end, which costs nothing
    try:
        fields = _mapping(lines, "")
    except _NotPlainError:
        return None
    return fields if len(lines) == 1 else None


def _mapping(lines: list[_Line], indent: str) -> dict[str, object]:
    """Read the names that stand below each other; the caller says so of the first of them."""
    fields: dict[str, object] = {}
    _, dash, name, text, plain, other = lines[-1]
    own = indent
    while name and own == indent:
        if name in fields:
            raise _NotPlainError
        del lines[-1]
        if text:
            fields[name] = text
        elif plain or other:
            fields[name] = one_value(text, plain, other)
        else:
            fields[name] = _below(lines, indent)
        own, dash, name, text, plain, other = lines[-1]
        if dash:
            break
    return fields


def _below(lines: list[_Line], indent: str) -> object:
    """Read what is indented below a name; the dashes of a list need not be."""
    own, dash, name, _, _, _ = lines[-1]
    if dash and len(own) >= len(indent):
        return _sequence(lines, own)
    if name and len(own) > len(indent):
        return _mapping(lines, own)
    return None


def _sequence(lines: list[_Line], indent: str) -> list[object]:
    items: list[object] = []
    own, dash, name, text, plain, other = lines[-1]
    while dash and own == indent:
        if name:
            items.append(_mapping(lines, " " * (len(indent) + len(dash))))
        elif text or plain or other:
            del lines[-1]
            items.append(one_value(text, plain, other))
        else:  # what is below may be the item
            raise _NotPlainError
        own, dash, name, text, plain, other = lines[-1]
    return items


def one_value(text: str, plain: str, other: str) -> object:
    """Return the value of a line, of which it has one: see `_Line`."""
    if text:
        return text
    if plain:
        return plain_value(plain) if plain[0] in MAY_MEAN_MORE else plain
    return unescaped(other)


def unescaped(written: str) -> object:
    """Return the text that stands between quotation marks, or the empty list."""
    mark = written[0]
    if mark == '"':
        return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), written[1:-1])
    if mark == "'":
        return written[1:-1].replace("''", "'")
    return []
