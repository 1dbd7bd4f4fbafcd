"""YAML text -> a mapping of plain values, within limits.

The rules are those of YAML 1.2's core schema, stricter where a value's text would be lost: only
`true` and `false` are booleans, dates stay the strings of the file, `1:30` and `007` are text, and
what would be printed otherwise than it is written (`1.10`) keeps its text, see `Written`. Tags and
anchors build nothing but plain values; `<<` merges mappings as YAML 1.1 has it.
"""

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import yaml

from broadsheet.text.written import Written

try:
    from yaml import CSafeLoader as BaseLoader
except ImportError:  # PyYAML built without libyaml: the same results, ten times slower
    from yaml import SafeLoader as BaseLoader  # type: ignore[assignment]

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark

MAX_DEPTH = 32
MAX_DUPLICATES = 50  # that are reported
MAX_VALUES = 20_000  # in one front matter, what aliases repeat counted each time

_CONSTANTS: dict[str, bool | Written | None] = {
    "": None,
    "~": None,
    "true": True,
    "false": False,
    **{text: Written(text, None) for text in ("null", "Null", "NULL")},
    **{text: Written(text, True) for text in ("True", "TRUE")},
    **{text: Written(text, False) for text in ("False", "FALSE")},
}
_MERGE = "<<"
MAY_MEAN_MORE = frozenset("~nNtTfF+-.0123456789")
"""Unquoted values that are not text, such as numbers and dates, begin with one of these."""

_NUMBER_STARTS = frozenset("+-.0123456789")
_NUMBER_ENDS = frozenset(".0123456789")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,18}+", re.ASCII)
_SIGNED_INTEGER = re.compile(r"[-+](?:0|[1-9][0-9]{0,18}+)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]++|[0-9]++(?:\.[0-9]*+)?)(?:[eE][-+]?[0-9]++)?", re.ASCII)
_NOT_A_FLOAT = re.compile(r"[-+]?[0-9]+")  # leading zeros, or beyond what an integer may hold

_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"
UNFIT = "this is no “name: value” that fits the lines around it"

# What PyYAML says, and what the owner of the file should read instead: first match wins.
_REASONS = (
    ("mapping values are not allowed", "text that contains “: ” needs quotes"),
    ("quoted scalar found unexpected end", "a quotation mark is never closed"),
    ("quoted scalar found unexpected document", "a quotation mark is never closed"),
    ("escape", "a backslash between double quotes must be doubled"),
    ("\\t", "indent with spaces, not with a tab"),
    ("tab character", "indent with spaces, not with a tab"),
    ("cannot start any token", "text that begins with %, @ or ` needs quotes"),
    ("undefined alias", "text that begins with * needs quotes"),
    ("anchor", "text that begins with & or * needs quotes"),
    ("alias", "text that begins with & or * needs quotes"),
    ("flow sequence", "a [list] is not closed, or text that begins with [ needs quotes"),
    ("flow mapping", "a {mapping} is not closed, or text that begins with { needs quotes"),
    ("flow node", "a [list] or {mapping} is not closed, or text that begins so needs quotes"),
    ("could not find expected ':'", UNFIT),
    ("block mapping", UNFIT),
    ("block collection", UNFIT),
    ("document", UNFIT),
    ("sequence entries are not allowed", "text that begins with a dash needs quotes"),
    ("block entry", "text that begins with a dash needs quotes"),
    ("tag", "text that begins with ! needs quotes"),
)


class FrontMatterError(Exception):
    """The text is no YAML mapping; says why in plain words, and where.

    `line` counts from 0 in the text that was parsed.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class LimitError(FrontMatterError):
    """The text is more than anybody would write by hand, and may be made to exhaust the reader."""


class FrontMatterLoader(BaseLoader):
    """A safe loader that builds values straight from the parser's events.

    Twice as fast as PyYAML's own way over nodes, and each limit is checked before anything is
    built.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.duplicates: list[tuple[str, int]] = []
        self._text = text
        self._anchors: dict[str, tuple[object, int]] = {}
        self._count = 0

    def get_single_data(self) -> object:
        """Return the value of the only document; this is what `yaml.load` calls."""
        event = self.get_event()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self.get_event()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        value = self._value(cast("yaml.NodeEvent", event), 0)
        self.get_event()  # the document's end
        if not isinstance(event := self.get_event(), yaml.StreamEndEvent):
            raise self._fault(UNFIT, event)
        return value

    def _value(self, event: yaml.NodeEvent, depth: int) -> object:
        before = self._count
        self._count += 1
        if self._count > MAX_VALUES:
            raise LimitError(f"more than {MAX_VALUES:,} values", self._line(event))
        value: object
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            return self._repeated(event, depth)
        elif depth == MAX_DEPTH:
            raise LimitError(_TOO_DEEP, self._line(event))
        elif isinstance(event, yaml.MappingStartEvent):
            value = self._mapping(depth + 1)
        else:
            value = self._sequence(depth + 1)
        if event.anchor is not None:
            self._anchors[event.anchor] = value, self._count - before
        return value

    def _mapping(self, depth: int) -> dict[str, object]:
        mapping: dict[str, object] = {}
        merged: list[object] = []
        while not isinstance(event := self.get_event(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._fault(
                    "the name of a field must be plain text; text that begins with { needs quotes",
                    event,
                )
            name: str = event.value
            if name == _MERGE and event.implicit[0]:
                merged.append(self._value(cast("yaml.NodeEvent", self.get_event()), depth))
                continue
            if name in mapping and len(self.duplicates) < MAX_DUPLICATES:
                self.duplicates.append((name, self._line(event)))
            mapping[name] = self._value(cast("yaml.NodeEvent", self.get_event()), depth)
        for value in merged:
            _merge(value, mapping)
        return mapping

    def _sequence(self, depth: int) -> list[object]:
        items = []
        while not isinstance(event := self.get_event(), yaml.SequenceEndEvent):
            items.append(self._value(cast("yaml.NodeEvent", event), depth))
        return items

    def _repeated(self, event: yaml.AliasEvent, depth: int) -> object:
        if event.anchor not in self._anchors:
            raise self._fault("text that begins with * needs quotes", event)
        value, count = self._anchors[event.anchor]
        self._count += count
        if depth + _height(value) > MAX_DEPTH:
            raise LimitError(_TOO_DEEP, self._line(event))
        return value

    def _line(self, event: yaml.Event | None) -> int:
        return _line_of(event.start_mark if event else None, self._text)

    def _fault(self, reason: str, event: yaml.Event | None) -> FrontMatterError:
        return FrontMatterError(reason, self._line(event))


def parse_yaml(text: str, duplicates: list[tuple[str, int]] | None = None) -> dict[str, object]:
    """Read `text` as a mapping; anything else in it is read as an empty one.

    Where `duplicates` is given, names that occur twice in a mapping are noted there with their
    line (from 0), and the last value counts; without, they are a fault.

    Raises FrontMatterError where the text cannot be read or a limit is passed.
    """
    try:
        loader = FrontMatterLoader(text)
        value = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        raise _fault(error, text) from error
    except yaml.YAMLError as error:
        raise FrontMatterError("this is not valid YAML") from error
    if duplicates is not None:
        duplicates += loader.duplicates
    elif loader.duplicates:
        name, line = loader.duplicates[0]
        raise FrontMatterError(f"“{name}” is here twice", line)
    return value if isinstance(value, dict) else {}


class Places:
    """The lines at which the values of a text that `parse_yaml` accepts begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        try:
            self._root = yaml.compose(text, Loader=BaseLoader)
        except yaml.YAMLError:  # PyYAML's own way is less forgiving, of an anchor used twice, say
            self._root = None

    def line(self, where: Sequence[str | int]) -> int | None:
        """Return the line (from 0) of the value at `where`, or of the nearest that is there."""
        node, line = self._root, None
        for step in where:
            if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                begin = node = node.value[step]
            elif isinstance(node, yaml.MappingNode):
                pairs = [pair for pair in node.value if pair[0].value == step]
                if not pairs:
                    break
                begin, node = pairs[-1]
            else:
                break
            line = _line_of(begin.start_mark, self._text)
        return line


def _merge(value: object, mapping: dict[str, object]) -> None:
    """Add to `mapping` what it does not have itself of a mapping, or of a list of them."""
    given = value if isinstance(value, list) else [value]
    sources = [source for source in given if isinstance(source, dict)]
    if len(sources) < len(given):
        mapping.setdefault(_MERGE, value)
        return
    for source in sources:
        for name, inherited in source.items():
            mapping.setdefault(name, inherited)


def _height(value: object) -> int:
    """How many levels of lists and mappings a value has."""
    if isinstance(value, dict):
        return 1 + max(map(_height, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_height, value), default=0)
    return 0


def _scalar(event: yaml.ScalarEvent) -> object:
    return plain_value(event.value) if event.implicit[0] else event.value


def plain_value(text: str) -> str | int | float | bool | None:
    """Return what `text` means where it stands without quotes."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in _NUMBER_STARTS:
        return _number(text)
    return text


def _number(text: str) -> int | float | str:
    if text[-1] not in _NUMBER_ENDS:
        return text  # a date, most likely
    if _INTEGER.fullmatch(text):
        return int(text)
    if _SIGNED_INTEGER.fullmatch(text):
        return Written(text, int(text))
    if _FLOAT.fullmatch(text) and not _NOT_A_FLOAT.fullmatch(text):
        number = float(text)
        if math.isfinite(number):
            return number if str(number) == text else Written(text, number)
    return text


def _fault(error: yaml.MarkedYAMLError, text: str) -> FrontMatterError:
    context, problem = error.context or "", error.problem or ""
    # A scanner's context is where the broken thing begins; a parser's is the mapping around it.
    begins = error.context_mark if context.startswith("while scanning") else None
    mark = begins or error.problem_mark
    said = f"{context} {problem}"
    reason = next((plain for jargon, plain in _REASONS if jargon in said), "this is not valid YAML")
    return FrontMatterError(reason, _line_of(mark, text))


def _line_of(mark: "yaml.Mark | CMark | None", text: str) -> int:
    # Not mark.line: to YAML, but to no editor, U+2028 ends a line too.
    return text.count("\n", 0, min(mark.index, len(text.rstrip()))) if mark else 0
