"""How soon the screen is there and how soon it answers: what is set before Textual is imported."""

import gc
import os

_FRAMES_A_SECOND = "120"
"""Textual waits one to two frames before it draws what a key led to: with its 60, up to 33 ms."""


def before_start() -> None:
    """Leave garbage for later: a start makes hardly any, and looking for it is a tenth of it."""
    gc.disable()
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES_A_SECOND)


def after_start() -> None:
    """Look for garbage again, but never among what a start made: it stays to the end.

    Each time Python looks through all of that, the screen stands still for 60 ms.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
