"""Fields in columns: cells for TSV, and lines for people, cut to the width of the terminal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from broadsheet.text.cells import cells, cut

TSV_FIELDS = (
    *("publishedDateTime", "quality", "heat", "provider", "type", "title"),
    *("originalUrl", "path"),
)
LINE_FIELDS = ("publishedDateTime", "quality", "heat", "provider", "title")


@dataclass(frozen=True, slots=True)
class _Layout:
    """The width of a field in a line for people; `is_cut` if it may not be wider."""

    width: int = 0
    is_number: bool = False
    is_cut: bool = False


_DATE = "publishedDateTime"
_COLUMNS = {
    _DATE: _Layout(len("2023-05-18")),
    "quality": _Layout(4, is_number=True),
    "heat": _Layout(4, is_number=True),
    "provider": _Layout(18, is_cut=True),
    "type": _Layout(10),
    "category": _Layout(10),
    "read": _Layout(5),
    "starred": _Layout(5),
    "later": _Layout(5),
    "title": _Layout(60),
    "path": _Layout(40),
}
_OTHER = _Layout()


def cell(value: object) -> str:
    """Return a clean `value` as one line: names separated by commas, deeper values as JSON."""
    match value:
        case None:
            return ""
        case str():
            return " ".join(value.split())
        case list() if all(isinstance(item, str) for item in value):
            return " ".join(", ".join(value).split())
        case _:
            return json.dumps(value, ensure_ascii=False)


def line(values: Mapping[str, object], fields: Sequence[str], width: int | None) -> str:
    """Return the `fields` side by side, cut to `width` cells if that is given."""
    text = ""
    for name in fields:
        column = _COLUMNS.get(name, _OTHER)
        between = " " if column.is_number else "  "
        value = cell(values.get(name))
        if name == _DATE:
            value = value[: column.width]  # the day only: the time is for programs
        text += (between if text else "") + _padded(value, column)
    text = text.rstrip()
    return text if width is None else cut(text, width)


def _padded(text: str, column: _Layout) -> str:
    if column.is_cut:
        text = cut(text, column.width)
    padding = " " * (column.width - cells(text))
    return padding + text if column.is_number else text + padding
