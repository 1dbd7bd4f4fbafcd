"""Reads files for `workers.ReaderPool`: python -m broadsheet.library.files.worker BASE TRAITS.

The traits are those of `FolderTraits`, each 0 or 1.

Its standard input is a socket to the process that started it. The socket closes when that process
ends, even if it is killed, and then this one ends too.
"""

import gc
import signal
import socket
import sys
from pathlib import Path

from broadsheet.articles.folder_traits import FolderTraits
from broadsheet.library.files.entry import ReadFile, read_files
from broadsheet.library.files.found import FoundFile
from broadsheet.library.files.frames import Frames, frame

_RECEIVED = 64 * 1024


def main() -> None:
    """Read the requested files until the other process is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that waits for us
    base = Path(sys.argv[1])
    traits = FolderTraits(*(trait == "1" for trait in sys.argv[2:]))
    requests = Frames(FoundFile._make)
    gc.freeze()
    gc.disable()  # what is read has no cycles, and is looked through again and again
    with socket.socket(fileno=sys.stdin.fileno()) as asker:
        try:
            asker.sendall(frame([]))
            while data := asker.recv(_RECEIVED):
                for files in requests.add(data):
                    asker.sendall(frame(map(ReadFile.plain, read_files(base, files, traits))))
                    gc.collect(0)
        except OSError:
            return


if __name__ == "__main__":
    main()
