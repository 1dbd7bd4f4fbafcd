"""Tables of the settings file: a value that is not one is named, and the default applies."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from typing import TypeVar

from broadsheet.records import record

Found = TypeVar("Found")
Value = TypeVar("Value", bound=str | int)

_SETS = re.compile(r"""[ \t]*(?:[\w-]+[ \t]*\.[ \t]*)*["']?([\w-]+)["']?[ \t]*=""")
_HEAD = re.compile(r"""[ \t]*\[{1,2}[ \t]*["']?([\w-]+)["']?[ \t]*\]""")


@record
class Fault:
    """What is wrong in the settings file, and in which line; 0 if that is hard to find."""

    sentence: str
    line: int = 0

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}" if self.line else self.sentence


class Faults:
    """Collects what is wrong in the settings file, whose text is `text`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Fault] = []

    def add(self, sentence: str, key: str, table: str = "") -> None:
        """Note what is wrong with `key`, in `[table]` if one is named."""
        self.found.append(Fault(sentence, line_of(key, self.text, table)))

    def add_unknown(self, values: object, known: Sequence[str], table: str = "") -> None:
        """Note each name in the values of the file, or of `[table]`, that is no setting."""
        for key, sentence in _unknown(values, known, f"in [{table}]" if table else ""):
            self.add(sentence, key, table)


class Table:
    """A table whose settings are read one by one; `faults` gets a sentence for each bad one."""

    def __init__(self, name: str, values: object, known: Sequence[str], faults: Faults) -> None:
        self._name = name
        self._faults = faults
        self._values: dict[str, object] = values if isinstance(values, dict) else {}
        if not isinstance(values, dict):
            faults.add(f"{name!r} must be a table: [{name}].", name)
        faults.add_unknown(self._values, known, name)

    def choice(self, key: str, default: Value, choices: Collection[Value]) -> Value:
        """Return the value of `key`, which is one of `choices`."""
        value = self._values.get(key, default)
        for choice in choices:
            if choice == value and type(choice) is type(value):
                return choice
        self._refuse(key, _either(choices))
        return default

    def switch(self, key: str, *, default: bool) -> bool:
        """Return whether `key` is on."""
        return self.choice(key, default, (True, False))

    def megabytes(self, key: str, default: int) -> int:
        """Return the value of `key`, which is a size."""
        value = self._values.get(key, default)
        if type(value) is int and value >= 0:
            return value
        self._refuse(key, "a number of megabytes")
        return default

    def texts(self, key: str, what: str) -> tuple[str, ...]:
        """Return the value of `key`, which is a list of texts; `what` says of what."""
        value = self._values.get(key, [])
        if isinstance(value, list) and all(isinstance(text, str) for text in value):
            return tuple(value)
        self._refuse(key, f"a list of {what}")
        return ()

    def some_of(
        self, key: str, default: Sequence[Value], choices: Sequence[Value]
    ) -> Sequence[Value]:
        """Return the value of `key`, which is a list of some of `choices`."""
        value = self._values.get(key, [*default])
        if isinstance(value, list) and all(each in choices for each in value):
            return value
        self._refuse(key, f"a list of {', '.join(map(str, choices))}")
        return default

    def _refuse(self, key: str, what: str) -> None:
        self._faults.add(f"{key!r} in [{self._name}] must be {what}.", key, self._name)


def line_of(key: str, text: str, table: str = "") -> int:
    """Return the line that sets `key`, looking below `[table]` first; 0 if it is hard to find."""
    lines = text.split("\n")
    heads = [_HEAD.match(line) for line in lines]
    below = next((n for n, head in enumerate(heads) if head and head[1] == table), 0)
    for number in chain(range(below, len(lines)), range(below)):
        for found in (_SETS.match(lines[number]), heads[number]):
            if found and found[1] == key:
                return number + 1
    return 0


def each_table(
    kind: str,
    entries: object,
    text: str,
    read: Callable[[object], Found | str],
    known: Sequence[str],
) -> tuple[tuple[Found, ...], list[Fault]]:
    """Return what `read` makes of each table `[[kind]]`, and everything that is wrong."""
    if not isinstance(entries, list):
        return (), [Fault(as_tables(kind), line_of(kind, text))]
    found: list[Found] = []
    faults: list[Fault] = []
    for entry, line in zip(entries, heads_of(kind, text, len(entries)), strict=True):
        one = read(entry)
        if isinstance(one, str):
            faults.append(Fault(one, line))
        else:
            found.append(one)
        faults += unknown_in(entry, known, kind, line)
    return tuple(found), faults


def heads_of(kind: str, text: str, count: int) -> list[int]:
    """Return where each of the `count` tables `[[kind]]` begins; 0 if that is hard to find."""
    heads = (_HEAD.match(line) for line in text.split("\n"))
    lines = [number for number, head in enumerate(heads, 1) if head and head[1] == kind]
    return lines if len(lines) == count else [0] * count


def as_tables(kind: str) -> str:
    """Return how to write several of a kind."""
    return f"Write each {kind.removesuffix('s')} as a table of its own: [[{kind}]]."


def unknown_in(entry: object, known: Sequence[str], kind: str, line: int) -> list[Fault]:
    """Return each name that is no setting in a table `[[kind]]`, which begins at `line`."""
    return [Fault(sentence, line) for _, sentence in _unknown(entry, known, f"under [[{kind}]]")]


def _unknown(values: object, known: Sequence[str], where: str) -> Iterable[tuple[str, str]]:
    """Yield each name in a table that is no setting, and a sentence that says so."""
    there = f" {where}" if where else ""
    for key in values if isinstance(values, dict) else ():
        if key not in known:
            yield key, f"There is no setting {key!r}{there}, only {', '.join(known)}."


def _either(choices: Iterable[str | int]) -> str:
    """Return the choices as the file has them: `"auto", "blocks" or "kitty"`."""
    *others, last = map(json.dumps, choices)
    return f"{', '.join(others)} or {last}"
