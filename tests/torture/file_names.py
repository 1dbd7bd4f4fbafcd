"""Files of any name: listed exactly, printed safely, and told from each other.

    python -m tests.torture.file_names --names 5000

Names are put together of what file systems allow and programs stumble over: controls, spaces,
entities, markup, shell signs, direction marks, bytes that are not UTF-8. Each file is listed once
as JSON, where its path must be exact, and once as text, where the path must be printable and, in
bash, the name of that file again.
"""

# ruff: noqa: T201 - it is a command
import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.cli.commands import UNSAFE
from tests.hostile import HOSTILE_STRINGS
from tests.terminal.reader_env import REPOSITORY, reader_environment

_LONGEST = 240  # bytes; file systems take 255
_PIECES = [
    *(bytes([byte]) for byte in range(1, 256) if byte != ord("/")),
    *(b" ", b"  ", b"&amp;", b"&#27;[2J", b"$'", b"\\x41", b"\\u0041", b"'", b'"', b"[b]", b"-"),
    *("\xa0\u200b\u202e\u2066\ufeff\u0301\u3164\u2800\U000e0041é日".encode()[i:] for i in range(9)),
    *(trick.text.encode("utf-8", "ignore").translate(None, b"\0/") for trick in HOSTILE_STRINGS),
]


def _names(chance: random.Random, count: int) -> list[bytes]:
    names: dict[bytes, None] = {}
    while len(names) < count:
        pieces = chance.choices(_PIECES, k=chance.randrange(1, 8))
        name = b"".join(pieces)[:_LONGEST].lstrip(b".")
        if chance.random() < 0.1:
            name = name[: _LONGEST // 2] + b"/" + name[_LONGEST // 2 :].lstrip(b".") + b"x"
        if name and not name.startswith(b"/"):
            names[name + b".md"] = None
    return [*names]


def _write(folder: Path, names: list[bytes]) -> None:
    for number, name in enumerate(names):
        path = os.fsencode(folder) + b"/" + name
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - bytes
        with open(path, "wb") as file:  # noqa: PTH123 - a name of bytes
            file.write(b"---\ntitle: Number %d\n---\nbody" % number)


def _printed(folder: Path, home: Path, *options: str) -> Iterator[str]:
    command = [sys.executable, "-m", "broadsheet", "list", str(folder), *options]
    finished = subprocess.run(
        command, cwd=REPOSITORY, env=reader_environment(home), capture_output=True, check=True
    )
    yield from finished.stdout.decode("utf-8").split("\n")[:-1]


def _number(title: str) -> int:
    return int(title.removeprefix("Number "))


def _check_json(folder: Path, home: Path, names: list[bytes]) -> None:
    found: dict[int, bytes] = {}
    for line in _printed(folder, home, "--json"):
        assert not UNSAFE.search(line), line
        article = json.loads(line)
        found[_number(article["title"])] = os.fsencode(article["path"])
    assert found == dict(enumerate(names))


def _check_text(folder: Path, home: Path, names: list[bytes]) -> int:
    """Return how many names were quoted."""
    shown: dict[int, str] = {}
    for line in _printed(folder, home, "--tsv", "--fields=title,path"):
        assert not UNSAFE.search(line), line
        title, path = line.split("\t")
        shown[_number(title)] = path
    quoted = {number: path for number, path in shown.items() if path.startswith("$'")}
    plain = {number: path.encode() for number, path in shown.items() if number not in quoted}
    bash = shutil.which("bash")
    if bash is not None:
        script = "printf '%s\\0' " + " ".join(quoted.values())
        read = subprocess.run(
            [bash],
            input=script.encode(),
            env={"LC_ALL": "C.UTF-8"},
            capture_output=True,
            check=True,
        ).stdout.split(b"\0")[:-1]
        plain |= zip(quoted, read, strict=True)
        assert dict(sorted(plain.items())) == dict(enumerate(names))
    assert len(set(shown.values())) == len(names)
    return len(quoted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options = parser.parse_args()
    names = _names(random.Random(options.seed), options.names)  # noqa: S311 - repeatable
    with TemporaryDirectory() as temporary:
        folder, home = Path(temporary, "news"), Path(temporary, "home")
        _write(folder, names)
        _check_json(folder, home, names)
        quoted = _check_text(folder, home, names)
    print(
        f"{len(names):,} names (seed {options.seed}): all exact in JSON; {quoted:,} quoted as text"
    )


if __name__ == "__main__":
    main()
