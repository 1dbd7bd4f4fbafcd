"""Tables of the settings file: a value that is not one is named, and the default applies."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

Found = TypeVar("Found")
Value = TypeVar("Value", bound=str | int)


class Table:
    """A table whose settings are read one by one; `faults` gets a sentence for each bad one."""

    def __init__(self, name: str, values: object, known: Sequence[str], faults: list[str]) -> None:
        self._name = name
        self._faults = faults
        self._values: dict[str, object] = values if isinstance(values, dict) else {}
        if not isinstance(values, dict):
            faults.append(f"{name!r} must be a table: [{name}].")
        faults += unknown_settings(self._values, known, f"in [{name}]")

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
        self._faults.append(f"{key!r} in [{self._name}] must be {what}.")


def each_table(
    kind: str, entries: object, read: Callable[[object], Found | str], known: Sequence[str]
) -> tuple[tuple[Found, ...], list[str]]:
    """Return what `read` makes of each table `[[kind]]`, and a sentence for everything wrong."""
    if not isinstance(entries, list):
        return (), [as_tables(kind)]
    found: list[Found] = []
    faults: list[str] = []
    for entry in entries:
        one = read(entry)
        if isinstance(one, str):
            faults.append(one)
        else:
            found.append(one)
        faults += unknown_settings(entry, known, f"under [[{kind}]]")
    return tuple(found), faults


def as_tables(kind: str) -> str:
    """Return how to write several of a kind."""
    return f"Write each {kind.removesuffix('s')} as a table of its own: [[{kind}]]."


def unknown_settings(values: object, known: Sequence[str], where: str = "") -> list[str]:
    """Return a sentence for each name in a table that is no setting."""
    keys: Iterable[object] = values if isinstance(values, dict) else ()
    there = f" {where}" if where else ""
    return [
        f"There is no setting {key!r}{there}, only {', '.join(known)}."
        for key in keys
        if key not in known
    ]


def _either(choices: Iterable[str | int]) -> str:
    """Return the choices as the file has them: `"auto", "blocks" or "kitty"`."""
    *others, last = map(json.dumps, choices)
    return f"{', '.join(others)} or {last}"
