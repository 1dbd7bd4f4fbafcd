"""Settings for a fast start and fast answers, made before Textual is imported."""

import gc
import os
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module

_FRAMES_A_SECOND = "120"
"""Textual draws one to two frames after a key; at its default of 60, up to 33 ms later."""


_COLOR_SYSTEMS = frozenset(("auto", "standard", "256", "truecolor", "windows"))
_LARGEST_SCREEN = 2_000  # columns or lines


def before_start() -> list[str]:
    """Prepare the process for the screen; return a sentence for each variable that is ignored.

    Garbage is left for later: a start makes hardly any, and looking for it is a tenth of the time.
    """
    gc.disable()
    _leave_out_openssl()
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
        gc.enable()
