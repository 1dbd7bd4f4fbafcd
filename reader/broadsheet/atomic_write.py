"""Replacing a file so that at any moment it holds all of its old text or all of the new."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def atomic_write(path: Path, *, mode: int = 0o600) -> Iterator[TextIO]:
    """Yield a stream for the new text of `path`, which is replaced when the block ends.

    An existing file keeps its permissions, a new one gets `mode`; a link stays a link. Anything
    but a regular file is written to directly. Raises `OSError`; then `path` is unchanged.
    """
    path = path.resolve()
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        with path.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            os.fchmod(descriptor, path.stat().st_mode & 0o777 if path.exists() else mode)
            yield stream
            stream.flush()
            os.fsync(descriptor)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
