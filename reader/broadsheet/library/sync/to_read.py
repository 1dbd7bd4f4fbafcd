"""Which files a look at the folder reads, in chunks that go to the processes that read."""

from collections.abc import Iterable, Iterator

from broadsheet.library.files.found import FoundFile
from broadsheet.library.files.stored_path import stored

_CHUNK_FILES = 128


def outermost(paths: Iterable[str]) -> list[str] | None:
    """Return `paths` without those that are inside others; None for the entire library."""
    outermost: list[str] = []
    for path in sorted(f"{stored(path).strip('/')}/" for path in paths):
        if path in ("/", "./"):
            return None
        if not outermost or not path.startswith(outermost[-1]):
            outermost.append(path)
    return [path.rstrip("/") for path in outermost]


def in_chunks(compared: Iterable[FoundFile | None]) -> Iterator[list[FoundFile]]:
    """Yield the files to read in chunks; a None ends a chunk early."""
    chunk: list[FoundFile] = []
    for file in compared:
        if file is not None:
            chunk.append(file)
        if file is None or len(chunk) == _CHUNK_FILES:
            yield chunk
            chunk = []
    yield chunk
