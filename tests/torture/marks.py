"""Kills readers that mark or restore, and damages files of marks at random places.

    python -m tests.torture.marks --kills 300 --damages 2000

What was acknowledged must be there afterwards, and nothing may be half-written.
"""

# ruff: noqa: T201 - it is a command
import argparse
import os
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from shutil import copytree, rmtree

from broadsheet.marks.backup import backup_folder
from broadsheet.marks.model import MarksError
from broadsheet.marks.store import Marks
from tests.torture.damage import damage_file
from tests.torture.workload import Flags, address, marked, operations, perform

_ACKNOWLEDGED = b"."
_LONGEST_LIFE = 0.15  # seconds a child lives at most after its first acknowledgement


class LostError(AssertionError):
    """Something that was acknowledged is missing or half-written."""


def survive_kills(folder: Path, kills: int, seed: int) -> int:
    """Kill a child that marks at full speed `kills` times; returns how many steps it had made.

    Raises `LostError` unless exactly the acknowledged steps are there, or these and the next.
    """
    random = Random(seed)  # noqa: S311
    path = folder / "marks.sqlite"
    steps = 0
    before: Flags = frozenset()
    for kill in range(kills):
        if random.random() < 0.3:  # so that some are killed while they make a backup
            rmtree(backup_folder(path), ignore_errors=True)
        child_seed = random.getrandbits(32)
        acknowledged = _life("mark", path, child_seed, random.uniform(0, _LONGEST_LIFE))
        with Marks(path) as marks:
            if marks.opening.sentence:
                raise LostError(f"kill {kill}: {marks.opening.sentence}")
            flags = marked(marks)
        _check_whole(path)
        states = [
            operation.afterwards
            for operation in islice(operations(child_seed, before), acknowledged + 1)
        ]
        possible = [before, *states][acknowledged : acknowledged + 2]
        if flags not in possible:
            raise LostError(
                f"kill {kill} (seed {seed}): {acknowledged} steps, {flags ^ possible[0]}"
            )
        before = flags
        steps += acknowledged
    return steps


def survive_kills_while_restoring(folder: Path, kills: int, seed: int) -> int:
    """Kill a child that restores damaged marks; returns how many had not yet come to an end."""
    random = Random(seed)  # noqa: S311
    path = folder / "marks.sqlite"
    early = 0
    with Marks(path) as marks:
        for operation in islice(operations(seed, frozenset()), 200):
            perform(marks, operation)
        marks.back_up()
        flags = marked(marks)
    for kill in range(kills):
        with path.open("r+b") as file:
            file.write(random.randbytes(random.randrange(1, 9_000)))
        # The first one at once, which is always too early.
        early += _life("open", path, 0, random.uniform(0, 0.1) if kill else 0) < 2
        with Marks(path) as marks:
            if marked(marks) != flags:
                raise LostError(f"kill {kill} (seed {seed}): {marks.opening}")
        for aside in folder.glob("marks.damaged*"):
            aside.unlink()
    return early


def survive_damages(folder: Path, damages: int, seed: int) -> int:
    """Damage a file of marks in `damages` ways; returns how many of them had to be restored.

    Raises `LostError` if a mark of the backup is missing afterwards.
    """
    random = Random(seed)  # noqa: S311
    sound = folder / "sound"
    with Marks(sound / "marks.sqlite") as marks:
        marks.mark("read", True, [address(number) for number in range(300)])
        marks.mark("starred", True, [address(number) for number in range(0, 300, 7)])
        marks.back_up()
        backed_up = marked(marks)
        marks.mark("later", True, [address(number) for number in range(400)])
        copytree(sound, folder / "with-log")
    restored = 0
    for case in range(damages):
        tried = folder / "tried"
        rmtree(tried, ignore_errors=True)
        copytree(folder / random.choice(("sound", "with-log")), tried)
        what = _damage(tried, random)
        with Marks(tried / "marks.sqlite") as marks:
            try:
                restored += marks.opening.state == "restored"
                marks.mark("later", False, [address(1)])
                marks.mark("later", True, [address(1)])
            except MarksError:
                restored += marks.opening.state == "restored"
            if missing := backed_up - marked(marks):
                raise LostError(f"case {case} (seed {seed}): {what}: {len(missing)} marks")
    return restored


def _damage(folder: Path, random: Random) -> str:
    """Damage one of the files, in one way; says which and how."""
    files = [file for file in sorted(folder.glob("marks.sqlite*")) if file.stat().st_size]
    return damage_file(random.choice(files), random)


def _life(work: str, path: Path, seed: int, seconds: float) -> int:
    """Let a child work, kill it `seconds` after its first acknowledgement, and count them."""
    command = [sys.executable, "-m", "tests.torture.marks", "--child", work, str(path), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        pipe = child.stdout.fileno()
        signs = os.read(pipe, 1)
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and select.select([pipe], [], [], left)[0]:
            if not (more := os.read(pipe, 65_536)):
                break
            signs += more
        child.send_signal(signal.SIGKILL)
        while more := os.read(pipe, 65_536):
            signs += more
    if child.returncode not in (-signal.SIGKILL, 0):
        raise LostError(f"the child ended with {child.returncode}")
    return len(signs)


def _check_whole(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise LostError(verdict)


def _child(work: str, path: Path, seed: int) -> None:
    if work == "open":
        os.write(1, _ACKNOWLEDGED)
        Marks(path).close()
        os.write(1, _ACKNOWLEDGED)
        return
    with Marks(path) as marks:
        flags = marked(marks)
        marks.back_up()
        for operation in operations(seed, flags):
            perform(marks, operation)
            os.write(1, _ACKNOWLEDGED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--damages", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        work, path, seed = options.child
        _child(work, Path(path), int(seed))
        return
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / part for part in ("kills", "restoring", "damages")]
        for folder in folders:
            folder.mkdir()
        steps = survive_kills(folders[0], options.kills, options.seed)
        print(f"killed while marking: {options.kills}, steps acknowledged: {steps:,}, lost: 0")
        early = survive_kills_while_restoring(folders[1], options.kills, options.seed)
        print(f"killed while restoring: {options.kills}, {early} before the end, marks lost: 0")
        restored = survive_damages(folders[2], options.damages, options.seed)
        print(f"damaged: {options.damages:,}, restored: {restored:,}, marks of the backup lost: 0")


if __name__ == "__main__":
    main()
