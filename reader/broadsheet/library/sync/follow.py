"""Follows the folder next to the screen: a small process that hears of changes.

`python -m broadsheet.library.sync.follow FOLDER` starts `broadsheet.library.sync.look` when there
is something to look at, and ends it when there is nothing more. It passes on the progress as JSON
Lines, one `Progress` each, or `{"failed": …}` with a sentence. A line on its standard input makes
it look at the entire folder. It ends when its input closes, which happens when the screen is gone,
and with the status of the other process if that one dies.

It is there as long as the screen, so it imports next to nothing: no `pathlib`, `json` or `typing`.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from select import select

from broadsheet.background import give_way
from broadsheet.library.sync.folder_watch import FolderWatch, Rules
from broadsheet.library.sync.pipes import Said, receive, send, write_all
from broadsheet.own_process import own_process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST_BY_NAME = 5_000
"""With more changes at once, a look at the entire folder is quicker."""

_REST = 3.0
"""How many times as long as a look took the next changes wait, if files keep coming: a few long
looks cost less, and redraw the screen less often, than many short ones."""

_LONGEST_REST = 2.0
"""Seconds."""

_OFTEN = 0.1
"""Seconds between two questions whether a look has rested."""

_LINGER = 1.0
"""Seconds that the other process is kept when it is done: changes often follow one another."""

_HEAVY_AFTER = 2.0
"""Seconds of one piece of work after which a process has taken much memory, which it keeps until it
ends: another one does what is left to do."""

_CALM = 1.0
"""Seconds without changes after which the index is tidied, which takes longer than one change."""

_TEXTS_EVERY = 0.5
"""Seconds between two looks at whether texts were fetched: one question to the file system."""

_WATCH_AGAIN_AFTER = 1.0
"""Seconds between two attempts to watch a folder in which others vanish."""

_READ = 4096

_SCREEN, _OUTPUT = 0, 1


class _Looker:
    """The process that looks at the folder, if it is there, and the pipes to it; raises OSError."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._pid = 0
        self._requests = self.answers = -1
        self.is_busy = self.is_heavy = self._looks = False
        self._asked_at = self._done_at = self._rests_until = 0.0

    @property
    def is_there(self) -> bool:
        return self._pid != 0

    def _start(self) -> None:
        its_input, self._requests = os.pipe()
        self.answers, its_output = os.pipe()
        pipes = [(os.POSIX_SPAWN_DUP2, its_input, 0), (os.POSIX_SPAWN_DUP2, its_output, 1)]
        command = own_process("broadsheet.library.sync.look", self._root)
        self._pid = os.posix_spawn(command[0], command, os.environ, file_actions=pipes)
        os.close(its_input)
        os.close(its_output)

    def ask(self, request: Said) -> None:
        """Ask the process, which is started if it is not there."""
        if not self.is_there:
            self._start()
        self.is_busy = True
        self._looks = request[0] == "look"
        self._asked_at = time.monotonic()
        with suppress(OSError):  # if it is dead, the end of its answers tells
            send(self._requests, request)

    def done(self) -> None:
        self.is_busy = False
        self._done_at = time.monotonic()
        took = self._done_at - self._asked_at
        self.is_heavy = took > _HEAVY_AFTER
        if self._looks:
            self._rests_until = self._done_at + min(_REST * took, _LONGEST_REST)

    def rested(self) -> float:
        """Return the seconds since it was done."""
        return time.monotonic() - self._done_at

    def may_look(self) -> bool:
        """Tell whether it has rested from the last look."""
        return time.monotonic() >= self._rests_until

    def kill(self) -> None:
        """End the process, whatever it is doing: it loses nothing."""
        os.kill(self._pid, signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Wait for the end of the process; return its status."""
        os.close(self._requests)
        os.close(self.answers)
        _, status = os.waitpid(self._pid, 0)
        self._pid = 0
        self.is_busy = self.is_heavy = False
        return os.waitstatus_to_exitcode(status)


class _Follower:
    """Asks for what is needed, one thing after the other."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._looker = _Looker(root)
        self._watch: FolderWatch | None = None
        self._watched_at = 0.0
        self._heard: list[tuple[FolderWatch, list[str] | Exception]] = []
        self._wakes_up, self._awakened_by = os.pipe()
        self._texts = ""
        self._texts_changed = 0
        # What is to be asked for.
        self._to_fill = True
        self._to_watch_at: float | None = 0.0
        self._fault = ""
        self._everything = self._at_once = False
        self._paths: set[str] | None = None
        self._to_tidy = False

    def follow(self) -> int:
        """Follow the folder until the screen is gone; return the exit status."""
        while True:
            self._go_on()
            sources = [_SCREEN, self._wakes_up]
            if self._looker.is_there:
                sources.append(self._looker.answers)
            ready, _, _ = select(sources, [], [], _OFTEN if self._is_put_off() else _TEXTS_EVERY)
            if _SCREEN in ready:
                if not os.read(_SCREEN, _READ):
                    return 0
                self._everything = self._at_once = True
            if self._wakes_up in ready:
                os.read(self._wakes_up, _READ)
                self._take_in_changes()
            if self._looker.is_there and self._looker.answers in ready:
                said = receive(self._looker.answers)
                if said is None:
                    return self._looker.wait()
                self._take_in(*said)
            self._look_at_texts()

    def close(self) -> None:
        """End what is going on."""
        if self._looker.is_there:
            self._looker.kill()

    def _go_on(self) -> None:
        """Ask for the next thing, if nothing is going on."""
        looker = self._looker
        if looker.is_busy:
            return
        if looker.is_heavy:
            looker.kill()
        request = self._next()
        if request is not None:
            looker.ask(request)
        elif looker.is_there and not self._to_tidy and looker.rested() > _LINGER:
            looker.kill()

    def _is_put_off(self) -> bool:
        """Tell whether there are changes to look at, once the last look was long enough ago."""
        looker = self._looker
        if looker.is_busy or self._at_once or looker.may_look():
            return False
        return self._everything or self._paths is not None or self._to_watch_at is not None

    def _next(self) -> Said | None:
        if self._to_fill:
            # Setting up the watch for a million files takes a while: the rows come first.
            self._to_fill, self._to_tidy = False, True
            return "fill", None
        if self._fault:
            fault, self._fault = self._fault, ""
            return "unwatched", fault
        if self._is_put_off():
            return None
        if self._everything:
            self._everything, self._at_once = False, False
            self._paths, self._to_tidy = None, True
            return "look", None
        if self._paths is not None:
            paths, self._paths, self._to_tidy = sorted(self._paths), None, True
            return "look", paths
        if self._to_watch_at is not None and time.monotonic() >= self._to_watch_at:
            self._to_watch_at = None
            return "watch", None
        if self._to_tidy and self._looker.rested() > _CALM:
            self._to_tidy = False
            return "tidy", None
        return None

    def _take_in(self, kind: str, about: "Any") -> None:
        if kind == "said":
            write_all(_OUTPUT, about)
        elif kind == "watch":
            self._texts, watched = about
            self._texts_changed = _time_of_change(self._texts)
            self._watch_now(watched[0], watched[1:])
        else:
            self._looker.done()

    def _watch_now(self, folders: tuple[str, ...], rules: Rules) -> None:
        """Watch other folders than before; everything is looked at once more after that."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        self._watched_at = time.monotonic()
        self._everything = True
        try:
            if folders:
                self._watch = FolderWatch(self._hear, folders, rules)
        except FileNotFoundError as error:
            self._watch_again(error)
        except (OSError, RuntimeError, ValueError) as error:
            self._fault = str(error)

    def _watch_again(self, error: Exception) -> None:
        """Try again, unless the library itself is gone."""
        # A folder vanished just now, or a name that is not UTF-8 ended the watching.
        if os.path.exists(self._root):  # noqa: PTH110 - pathlib is large
            self._to_watch_at = self._watched_at + _WATCH_AGAIN_AFTER
        else:
            self._fault = str(error)
            self._everything = True

    def _hear(self, watch: FolderWatch, what: list[str] | Exception) -> None:
        """Take what changed to the main thread."""
        self._heard.append((watch, what))
        os.write(self._awakened_by, b".")

    def _take_in_changes(self) -> None:
        while self._heard:
            watch, what = self._heard.pop(0)
            if watch is not self._watch:
                continue
            if isinstance(what, Exception):
                self._watch = None
                self._watch_again(what)
                continue
            self._paths = (self._paths or set()).union(what)
            if watch.is_outdated:
                self._to_watch_at = 0.0
            if len(self._paths) > _MOST_BY_NAME:
                self._everything = True

    def _look_at_texts(self) -> None:
        changed = _time_of_change(self._texts)
        if changed != self._texts_changed:
            self._texts_changed = changed
            self._paths = self._paths or set()


def _time_of_change(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116 - pathlib is large
    except OSError:
        return 0


def main() -> None:
    """Follow the folder named by the only argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the screen
    give_way()
    follower = _Follower(sys.argv[1])
    try:
        status = follower.follow()
    except BrokenPipeError:
        status = 0  # the screen is gone
    except OSError as error:
        sys.stderr.write(f"cannot read the folder: {error.strerror}\n")
        sys.stderr.flush()
        status = 1
    finally:
        follower.close()
    if status < 0:
        os.kill(os.getpid(), -status)
    os._exit(status)


if __name__ == "__main__":
    main()
