"""The text of the settings file: changing one value in it and nothing else, comments included."""

import json
import re

SettingValue = str | float | list[str]

_TABLE = re.compile(r"[ \t]*\[")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_SIMPLE_VALUE = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s#"'\[{]+)"""
_LIST_VALUE = r"""\[[^\[\]\n#]*\]"""


def lines_of(text: str) -> list[str]:
    """Return the lines of `text` with their ends."""
    return _LINE.findall(text)


def cut(text: str) -> list[str]:
    """Cut a TOML text before each of its tables; a comment right above a table belongs to it."""
    tables: list[list[str]] = [[]]
    for line in lines_of(text):
        if _TABLE.match(line):
            above: list[str] = []
            while tables[-1] and tables[-1][-1].lstrip().startswith("#"):
                above.insert(0, tables[-1].pop())
            tables.append(above)
        tables[-1].append(line)
    return ["".join(lines) for lines in tables]


def with_value(table: str, key: str, value: SettingValue) -> str:
    """Return the text of a table with `key` set to `value`.

    A value of several lines is not recognized, and the key is written a second time: callers must
    parse the result to check it.
    """
    before = _LIST_VALUE if isinstance(value, list) else _SIMPLE_VALUE
    pattern = re.compile(rf"^([ \t]*{re.escape(key)}[ \t]*=[ \t]*){before}", re.MULTILINE)
    written = to_toml(value)
    changed, count = pattern.subn(lambda match: match[1] + written, table, count=1)
    if count:
        return changed
    settings, rest = apart(table)
    if not settings.strip():
        settings, rest = table, ""
    return f"{line_ended(settings)}{key} = {written}\n{rest}"


def apart(table: str) -> tuple[str, str]:
    """Split a table into its keys and the empty lines and comments that follow the last of them."""
    lines = lines_of(table)
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return "".join(lines[:end]), "".join(lines[end:])


def line_ended(text: str) -> str:
    """Return `text` with a line end after its last line."""
    return text if not text or text.endswith("\n") else f"{text}\n"


def to_toml(value: SettingValue) -> str:
    """Return `value` as TOML writes it."""
    # Every JSON string, number and list of these is TOML, except for DEL, which no clean text has.
    return json.dumps(value, ensure_ascii=False)
