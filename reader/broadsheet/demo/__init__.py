"""Synthetic libraries, for a first look and for benchmarks: the same count, the same files."""

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from broadsheet.demo.articles import article_files, topic_files
from broadsheet.demo.makes import MAKES, make_files
from broadsheet.text.file_names import shown_path
from broadsheet.untrusted_file import read_untrusted

MARKER = ".broadsheet-demo"
# Raised whenever the same count would give other files than before.
_VERSION = 2
_MARKED = re.compile(
    rf"Broadsheet demo {_VERSION}: (\d{{1,8}}) articles(?: as of ({'|'.join(MAKES)}))?\n"
)
_PROGRESS_EVERY = 1000


class DemoError(Exception):
    """Why no demo was written, as a sentence for the user."""


def write_demo(
    count: int, folder: Path, progress: Callable[[int], None] | None = None, make: str = ""
) -> None:
    """Write a library of `count` synthetic articles into `folder`, creating it if needed.

    The same count gives the same files, byte by byte. `progress` is told how many articles have
    been written so far: every thousand, and at the end. `make` names the program whose files they
    look like, one of `makes.MAKES`; without it, they look like the seeds. In a folder that holds an
    earlier demo, that demo is replaced; a file there that was changed since stays as it is.

    Raises DemoError if `folder` holds anything else or cannot be written to.
    """
    if count < 1:
        raise DemoError("A demo needs at least one article.")
    try:
        _claim(folder, count, make)
        for number, (path, content) in enumerate(_files(count, make), 1):
            _write(f"{folder}/{path}", content)
            if progress is not None and number % _PROGRESS_EVERY == 0 and number < count:
                progress(number)
        if progress is not None:
            progress(count)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DemoError(f"The demo cannot be written to {shown_path(folder)}: {reason}.") from error


def _files(count: int, make: str) -> Iterator[tuple[str, bytes]]:
    if make:
        yield from make_files(make, count)
    else:
        yield from topic_files()
        yield from article_files(count)


def _claim(folder: Path, count: int, make: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    if marker.is_file():
        earlier = _MARKED.fullmatch(marker.read_text("utf-8", "replace"))
        if earlier is None:
            raise DemoError(
                f"{shown_path(folder)} holds a demo of another version: "
                "name a new folder, or delete this one."
            )
        _remove_earlier(folder, int(earlier[1]), earlier[2] or "")
    elif any(folder.iterdir()):
        raise DemoError(f"{shown_path(folder)} is not empty: name a new folder for the demo.")
    like = f" as of {make}" if make else ""
    marker.write_text(f"Broadsheet demo {_VERSION}: {count} articles{like}\n", "utf-8")


def _remove_earlier(folder: Path, count: int, make: str) -> None:
    """Remove what an earlier demo wrote, complete or interrupted, and nothing else."""
    folders = set[Path]()
    for path, content in _files(count, make):
        file = folder / path
        with contextlib.suppress(FileNotFoundError):
            data, _ = read_untrusted(os.fspath(file), len(content) + 1)
            if data is not None and content.startswith(data):
                file.unlink()
        folders.update(folder / parent for parent in Path(path).parents if parent.name)
    for emptied in sorted(folders, reverse=True):
        with contextlib.suppress(OSError):  # gone already, or it holds something of the user's
            emptied.rmdir()


def _write(path: str, content: bytes) -> None:
    """Write a new file; an existing one is the user's and stays."""
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
