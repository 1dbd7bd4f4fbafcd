"""Synthetic libraries, for a first look and for benchmarks: the same count, the same files."""

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path

from broadsheet.demo.articles import article_files, topic_files

MARKER = ".broadsheet-demo"
# Goes up whenever the same count would no longer give the same files.
_VERSION = 2
_MARKED = re.compile(rf"Broadsheet demo {_VERSION}: (\d+) articles\n")
_PROGRESS_EVERY = 1000


class DemoError(Exception):
    """Why no demo was written, in a sentence for the person who asked for it."""


def write_demo(count: int, folder: Path, progress: Callable[[int], None] | None = None) -> None:
    """Write a library of `count` synthetic articles into `folder`, which is made where missing.

    The same count gives the same files, byte by byte. `progress` is told how many articles have
    been written so far: every thousand, and at the end. A folder that an earlier demo was written
    to is written anew; a file in it that is not as that demo left it stays as it is.

    Raises DemoError where `folder` holds anything else or cannot be written to.
    """
    if count < 1:
        raise DemoError("A demo has at least one article.")
    try:
        _claim(folder, count)
        for path, content in topic_files():
            _write(f"{folder}/{path}", content)
        for number, (path, content) in enumerate(article_files(count), 1):
            _write(f"{folder}/{path}", content)
            if progress is not None and (number % _PROGRESS_EVERY == 0 or number == count):
                progress(number)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DemoError(f"The demo cannot be written to {folder}: {reason}.") from error


def _claim(folder: Path, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    if marker.is_file():
        earlier = _MARKED.fullmatch(marker.read_text("utf-8", "replace"))
        if earlier is None:
            raise DemoError(
                f"{folder} holds a demo of another version: name a new folder, or delete this one."
            )
        _remove_earlier(int(earlier[1]), folder)
    elif any(folder.iterdir()):
        raise DemoError(f"{folder} is not empty: name a new folder for the demo.")
    marker.write_text(f"Broadsheet demo {_VERSION}: {count} articles\n", "utf-8")


def _remove_earlier(count: int, folder: Path) -> None:
    """Remove what a demo of `count` articles wrote, whole or interrupted, and nothing else."""
    months = set()
    for path, content in article_files(count):
        file = folder / path
        with contextlib.suppress(FileNotFoundError):
            if content.startswith(file.read_bytes()):
                file.unlink()
        months.add(file.parent)
    for month in months:
        with contextlib.suppress(OSError):  # gone already, or it holds something of the person's
            month.rmdir()


def _write(path: str, content: bytes) -> None:
    """Write a new file; one that is there already is the person's, and stays."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        file = os.open(path, flags, 0o644)
    except FileExistsError:
        return
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, flags, 0o644)
    try:
        os.write(file, content)
    finally:
        os.close(file)
