"""Settings for a fast start and fast answers, made before Textual is imported."""

import dataclasses
import gc
import os
import sys
from collections.abc import Callable, Iterator, MutableMapping
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

_FRAMES_A_SECOND = "120"
"""Textual draws one to two frames after a key; at its default of 60, up to 33 ms later."""

_SELDOM = 100
"""Python looks for all garbage a tenth as often as it would: that takes as long as two frames.
`Rest` has it done when nobody waits."""


_COLOR_SYSTEMS = frozenset(("auto", "standard", "256", "truecolor", "windows"))
_LARGEST_SCREEN = 2_000  # columns or lines


def before_start() -> list[str]:
    """Prepare the process for the screen; return a sentence for each variable that is ignored.

    Garbage is left for later: a start makes hardly any, and looking for it is a tenth of the time.
    """
    gc.disable()
    _leave_out_openssl()
    _leave_out_types()
    _compile_later()
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES_A_SECOND)
    return [*_ignored_variables(os.environ)]


def _leave_out_openssl() -> None:
    """Have asyncio and hashlib do without OpenSSL, as they do where Python was built without it.

    The screen opens no connections, and the hashes that it needs are Python's own. Whatever imports
    `ssl` later gets it.
    """
    absent = [name for name in ("ssl", "_hashlib") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None: not to be found
    for name in ("asyncio", "hashlib", "hmac"):
        import_module(name)
    for name in absent:
        del sys.modules[name]


def _leave_out_types() -> None:
    """Have Textual take the names for its annotations from where they are at hand.

    `textual.types` imports widgets for four of its names, and `typing_extensions` makes for each
    Python what others lack. Whatever wants one of the other names gets them.
    """
    for name, at_hand in (("textual.types", "textual._types"), ("typing_extensions", "typing")):
        if name not in sys.modules:
            sys.modules[name] = _StandIn(name, at_hand)


class _StandIn(ModuleType):
    """Stands for a module until it is asked for a name that another one does not have."""

    def __init__(self, name: str, at_hand: str) -> None:
        super().__init__(name)
        self._at_hand = at_hand

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        found: object = getattr(import_module(self._at_hand), name, None)
        if found is None:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            found = getattr(import_module(self.__name__), name)
        return found


_COMPILE = "_create_fn"
"""The function of `dataclasses` that compiles a method; from Python 3.13 on, there is none."""

_SELDOM_CALLED = frozenset(("__repr__", "__eq__", "__lt__", "__le__", "__gt__", "__ge__"))

_Compile = Callable[..., Callable[..., object]]


def _compile_later() -> None:
    """Have methods of dataclasses that are seldom called compiled at the first call, if ever."""
    at_once: _Compile | None = getattr(dataclasses, _COMPILE, None)
    if at_once is not None and not isinstance(at_once, partial):
        setattr(dataclasses, _COMPILE, partial(_compiled_later, at_once))


def _compile_at_once() -> None:
    later = getattr(dataclasses, _COMPILE, None)
    if isinstance(later, partial):
        setattr(dataclasses, _COMPILE, later.args[0])


def _compiled_later(at_once: _Compile, name: str, *how: Any, **named: Any) -> Callable[..., object]:
    if name not in _SELDOM_CALLED:
        return at_once(name, *how, **named)
    made: list[Callable[..., object]] = []

    def first(itself: object, *others: object) -> object:
        if not made:
            made.append(at_once(name, *how, **named))
            for cls in type(itself).__mro__:
                if cls.__dict__.get(name) is first:
                    type.__setattr__(cls, name, made[0])
        return made[0](itself, *others)

    first.__name__ = name
    return first


def _ignored_variables(environ: MutableMapping[str, str]) -> Iterator[str]:
    """Remove the variables that would keep Textual from starting."""
    if environ.get("TEXTUAL_COLOR_SYSTEM", "auto") not in _COLOR_SYSTEMS:
        del environ["TEXTUAL_COLOR_SYSTEM"]
        yield f"Ignored TEXTUAL_COLOR_SYSTEM, which is none of {', '.join(sorted(_COLOR_SYSTEMS))}."
    log = environ.get("TEXTUAL_LOG")
    if log and not os.access(os.path.dirname(os.path.abspath(log)), os.W_OK):  # noqa: PTH100, PTH120
        del environ["TEXTUAL_LOG"]
        yield "Ignored TEXTUAL_LOG, which names no file that can be written."
    for name in ("COLUMNS", "LINES"):
        size = environ.get(name, "")
        if size.isdecimal() and (len(size) > 9 or int(size) > _LARGEST_SCREEN):
            del environ[name]
            yield f"Ignored {name}, which is larger than any terminal."


def after_start() -> None:
    """Turn garbage collection on again, except for what the start made, which stays.

    Each time Python looks through all of that, the screen stands still for 60 ms.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(*gc.get_threshold()[:2], _SELDOM)
        gc.enable()
    _compile_at_once()
