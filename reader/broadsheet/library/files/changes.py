"""What differs between the files on disk and those that the index knows."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import itemgetter

from broadsheet.library.files.found import Fingerprint, FoundFile

_SILENT = 5000

_TOGETHER = 50
"""Files compared in one step, which costs least if none of them changed."""


@dataclass(slots=True)
class Changes:
    """What `compare` found: how many files, how many of them to read, the paths of the deleted."""

    looked_at: int = 0
    to_read: int = 0
    gone: list[str] = field(default_factory=list)


def compare(
    found: Iterable[FoundFile], known: Iterable[Fingerprint], changes: Changes
) -> Iterator[FoundFile | None]:
    """Yield the files of `found` that are new or differ from `known`; now and then None.

    The None lets the caller report progress while nothing has to be read. Both must be in the
    order of their paths. `changes` is complete when `found` is exhausted.
    """
    files, rest = iter(found), iter(known)
    ahead: list[Fingerprint] = []
    while part := list(islice(files, _TOGETHER)):
        changes.looked_at += len(part)
        last = part[-1].path
        while (not ahead or ahead[-1][0] <= last) and (more := list(islice(rest, _TOGETHER))):
            ahead += more
        end = bisect_right(ahead, last, key=itemgetter(0))
        same, ahead = ahead[:end], ahead[end:]
        if same != part:
            others = {other[0]: other for other in same}
            for file in part:
                if others.pop(file.path, None) != file:
                    changes.to_read += 1
                    yield file
            changes.gone += others
        if changes.looked_at % _SILENT == 0:
            yield None
    changes.gone += (path for path, *_ in chain(ahead, rest))
