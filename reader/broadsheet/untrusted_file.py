"""Opens the files of a library, which may come from strangers; nothing else opens them.

A FIFO, a device or a link to either may be called `x.md`. Opened like any file, a FIFO keeps the
program waiting, and a terminal takes its keyboard.
"""

import errno
import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY

NOT_A_FILE = "this is not a regular file"

_REASONS = {
    errno.EACCES: "you are not allowed to read this file",
    errno.EPERM: "you are not allowed to read this file",
    errno.ENOENT: "this file is gone, or a link to nowhere",
    errno.ELOOP: "this is a link that leads to itself",
    errno.EIO: "the disk cannot read this file",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}

_LARGEST_SETTINGS = 4 * 1024 * 1024


def read_untrusted(
    location: str, limit: int, *, follows_links: bool = True
) -> tuple[bytes | None, os.stat_result]:
    """Return at most the first `limit` bytes of a file, None if it is not a regular file.

    With it comes its status, taken when it was opened, before anything was read. Raises OSError:
    `reason` says what that means.
    """
    try:
        descriptor = os.open(location, _FLAGS if follows_links else _FLAGS | os.O_NOFOLLOW)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        return None, Path(location).stat()  # a socket
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None, status
        # No more than its size: one more call would only say that this is all.
        data, size = b"", min(status.st_size, limit)
        while len(data) < size and (more := os.read(descriptor, size - len(data))):
            data += more
        return data, status
    finally:
        os.close(descriptor)


def read_settings_file(location: str) -> str:
    """Return a file that the user wrote for us.

    Raises OSError, or ValueError if it is large or no UTF-8 text.
    """
    data, _ = read_untrusted(location, _LARGEST_SETTINGS + 1)
    if data is None:
        raise OSError(errno.EINVAL, NOT_A_FILE)
    if len(data) > _LARGEST_SETTINGS:
        raise ValueError(f"this file is larger than {_LARGEST_SETTINGS // 1024**2} MB")
    try:
        return data.decode("utf-8-sig")  # with the mark that editors on Windows put first
    except UnicodeDecodeError as error:
        raise ValueError("this file is not UTF-8 text") from error


def reason(error: OSError) -> str:
    """Return what `error` says about the file, for the person who owns it."""
    return _REASONS.get(error.errno or 0) or f"this file cannot be read: {error.strerror}"
