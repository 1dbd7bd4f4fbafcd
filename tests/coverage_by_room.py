"""Print how much of each room the tests ran: `make coverage` calls this after its report."""

# ruff: noqa: T201 - it is a command
from collections import Counter
from pathlib import Path

from coverage import Coverage

_PACKAGE = Path(__file__).parents[1] / "reader" / "broadsheet"


def room_of(path: Path) -> str:
    """Return the folder of a module; the modules of the top folder are a room together."""
    inside = path.relative_to(_PACKAGE)
    return "/".join(inside.parts[:2][: len(inside.parts) - 1]) or "(top)"


def main() -> None:
    coverage = Coverage()
    coverage.load()
    lines, missed = Counter[str](), Counter[str]()
    for path in sorted(_PACKAGE.rglob("*.py")):
        _, statements, _, missing, _ = coverage.analysis2(str(path))
        lines[room_of(path)] += len(statements)
        missed[room_of(path)] += len(missing)
    print(f"{'room':<20} {'lines':>6} {'missed':>6} covered")
    for room in sorted(lines):
        print(_line(room, lines[room], missed[room]))
    print(_line("all", lines.total(), missed.total()))


def _line(room: str, lines: int, missed: int) -> str:
    return f"{room:<20} {lines:>6} {missed:>6} {(1 - missed / max(lines, 1)):>7.1%}"


if __name__ == "__main__":
    main()
