"""Where a start's time goes: `python -m benchmarks.start_profile PATH`.

PATH is a library that has an index. First the stages of a start, each with all before it: Python
and the imports by themselves, then the reader on a terminal, and in turn with it a bare Textual
app. Then the imports by package. To watch imports slows them, so the packages' shares of what the
imports take unwatched are given.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.bench import reader_command
from benchmarks.recording import Recording
from benchmarks.rivals import Program, bare_textual
from benchmarks.starts import ROW

_RUNS = 9
_AT_LEAST = 1.0
"""Milliseconds from which on a package is worth a line."""

_READER = "import broadsheet.cli.main, broadsheet.tui.run, broadsheet.tui.app"
_CODE = {
    "Python": "pass",
    "and Textual imported": "from textual.app import App; from textual.widgets import Label",
    "and the reader imported": _READER,
}
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")


def stages() -> dict[str, float]:
    """Return the median milliseconds of processes that only import, from start to end."""
    found: dict[str, list[float]] = defaultdict(list)
    for _ in range(_RUNS):
        for name, code in _CODE.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            found[name].append(time.perf_counter() - began)
    return _medians(found)


def moments(program: Program) -> dict[str, float]:
    """Return the milliseconds from a program's start to what is seen of it."""
    with Recording(program.argv, os.environ) as recording:
        seen = recording.wait_for(program.rows)
        recording.wait_until_taken()
        live = recording.wait_for(program.rows)
        recording.rest()
        marked = {
            "first byte": recording.pieces[0].at,
            "first rows seen": seen,
            "first rows live": live,
            "last frame": recording.pieces[-1].at,
        }
        return {f"{program.name}, {name}": at - recording.began for name, at in marked.items()}


def on_terminal(programs: Iterable[Program]) -> dict[str, float]:
    """Return the median milliseconds to what is seen of `programs`, started in turn."""
    found: dict[str, list[float]] = defaultdict(list)
    for _ in range(_RUNS):
        for program in programs:
            for name, seconds in moments(program).items():
                found[name].append(seconds)
    return _medians(found)


def _medians(found: Mapping[str, list[float]]) -> dict[str, float]:
    return {name: 1e3 * statistics.median(seconds) for name, seconds in found.items()}


def shares_of_imports() -> dict[str, float]:
    """Return each package's share of the time that importing the reader takes."""
    command = [sys.executable, "-X", "importtime", "-c", _READER]
    watched = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    packages: dict[str, int] = defaultdict(int)
    for microseconds, module in _IMPORT.findall(watched):
        packages[_package(module)] += int(microseconds)
    whole = sum(packages.values())
    return {name: spent / whole for name, spent in packages.items()}


def _package(module: str) -> str:
    first, _, rest = module.partition(".")
    if first in sys.stdlib_module_names:
        return "Python's own"
    return f"{first}.{rest.partition('.')[0]}" if first == "broadsheet" and rest else first


def main() -> None:
    """Print the stages of a start, and its imports."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("path", type=Path, metavar="PATH", help="a library that has an index")
    path: Path = parser.parse_args().path
    took = stages()
    programs = [bare_textual(), Program("the reader", reader_command(str(path)), ROW)]
    for name, milliseconds in {**took, **on_terminal(programs)}.items():
        print(f"{name:28}{milliseconds:8.0f} ms")
    imports = took["and the reader imported"] - took["Python"]
    print(f"\n{'imports, by package':28}{imports:8.0f} ms")
    for name, share in sorted(shares_of_imports().items(), key=lambda item: -item[1]):
        if share * imports >= _AT_LEAST:
            print(f"  {name:26}{share * imports:8.1f} ms")


if __name__ == "__main__":
    main()
