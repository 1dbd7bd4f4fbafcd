"""Gives an open reader the keys that `rebinding` has bound since it was opened."""

from collections.abc import Iterator, Sequence
from typing import Any

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.screen import Screen

from broadsheet.tui.rebinding import PLACES

_Name = tuple[str | None, str]
"""The id of a binding, which others may have in other places, and its explanation."""


def renew_keys(screens: Sequence[Screen[Any]]) -> None:
    """Bind the keys as `keys` has them now, in every widget of `screens` and in those to come."""
    now = {_name(each): each for place in PLACES for group in place for each in group}
    for kind in _kinds(DOMNode):
        # Textual copies them when a class is defined, and nothing public changes that.
        if kind._merged_bindings is not None:
            _renew(kind._merged_bindings, now)
    for screen in screens:
        for node in (screen, *screen.query("*")):
            _renew(node._bindings, now)
        screen.refresh_bindings()


def _kinds(base: type[DOMNode]) -> Iterator[type[DOMNode]]:
    yield base
    for kind in base.__subclasses__():
        yield from _kinds(kind)


def _name(binding: Binding) -> _Name:
    return binding.id, binding.tooltip


def _renew(bindings: BindingsMap, now: dict[_Name, Binding]) -> None:
    # A binding of several keys is in the map once for each.
    found = dict.fromkeys(now.get(_name(each), each) for _, each in bindings)
    bindings.key_to_bindings = BindingsMap(found).key_to_bindings
