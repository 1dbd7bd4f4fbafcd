"""What is made of the figures: lines on the terminal, a JSON file, the table of the README."""

import json
import os
import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.curves import PICTURE, draw
from benchmarks.figures import Figure, Library, Results, is_met, target_of, written

_README = Path(__file__).parent / "README.md"
_NEWEST = re.compile(r"(?<=<!-- newest results -->\n).*?(?=<!-- end of results -->)", re.DOTALL)


def describe_machine() -> str:
    """Return what the figures depend on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} cores ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}, Textual {version('textual')}, "
        f"load {os.getloadavg()[0]:.1f} before the run"
    )


def today() -> str:
    """Return the date of a run."""
    return datetime.now(UTC).date().isoformat()


def line(figure: Figure, articles: int) -> str:
    """Return a figure with what else was measured, and whether it meets its target."""
    target = target_of(figure, articles)
    verdict = ""
    if target is not None:
        verdict = f"   {target}: {'met' if is_met(figure, target) else 'NOT MET'}"
    beside = f"   ({_beside(figure)})" if figure.beside else ""
    return f"  {figure.name:<24}{written(figure.value, figure.unit):>16}{verdict}{beside}"


def _beside(figure: Figure) -> str:
    return ", ".join(
        f"{name} {written(value, figure.unit)}" for name, value in figure.beside.items()
    )


def write_json(results: Results, file: Path) -> None:
    """Keep the results for `read_json`."""
    file.write_text(json.dumps(asdict(results), indent=1) + "\n", "utf-8")


def read_json(file: Path) -> Results:
    """Return what `write_json` wrote; raises OSError if there is nothing."""
    kept = json.loads(file.read_text("utf-8"))
    libraries = [
        Library(of["name"], of["articles"], [Figure(**figure) for figure in of["figures"]])
        for of in kept["libraries"]
    ]
    return Results(kept["date"], kept["machine"], libraries, kept["skipped"])


def read_json_if_any(file: Path) -> Results | None:
    """Return what `write_json` wrote; None if there is no file."""
    return read_json(file) if file.exists() else None


def merged(earlier: Results | None, newer: Results) -> Results:
    """Return the figures of both; the newer one of those with the same size and name."""
    if earlier is None:
        return newer
    sizes = {library.articles: library for library in earlier.libraries}
    for library in newer.libraries:
        known = sizes.get(library.articles)
        figures = {figure.name: figure for figure in (known.figures if known else ())}
        figures |= {figure.name: figure for figure in library.figures}
        sizes[library.articles] = replace(library, figures=[*figures.values()])
    libraries = [sizes[articles] for articles in sorted(sizes)]
    return replace(newer, libraries=libraries)


def fill_readme(results: Results) -> None:
    """Put the results into the README, in the place of those that stand there, and draw them."""
    PICTURE.write_text(draw(results.libraries), "utf-8")
    text = _README.read_text("utf-8")
    _README.write_text(_NEWEST.sub(lambda _: _table(results), text), "utf-8")


def _table(results: Results) -> str:
    libraries = results.libraries
    names = dict.fromkeys(figure.name for library in libraries for figure in library.figures)
    skipped = f" Not installed, so not measured: {', '.join(results.skipped)}." * bool(
        results.skipped
    )
    lines = [
        f"{results.date}; {results.machine}.{skipped}",
        "",
        _row(["", *(f"{library.articles:,} articles" for library in libraries)]),
        _row(["---", *("---:" for _ in libraries)]),
    ]
    lines += [_row([name, *(_cell(name, library) for library in libraries)]) for name in names]
    lines += ["", *_commits(libraries)]
    lines += ["", f"![How these figures grow with the number of articles]({PICTURE.name})"]
    return "\n".join(lines) + "\n"


def _commits(libraries: Sequence[Library]) -> list[str]:
    """Say which commit the figures are from; by name and size those from others."""
    figures: dict[str, list[str]] = {}
    for library in libraries:
        for figure in library.figures:
            if figure.at:
                figures.setdefault(figure.at, []).append(f"{figure.name} ({library.articles:,})")
    if not figures:
        return []
    most = max(figures, key=lambda commit: len(figures[commit]))
    others = [
        f"From {commit}: {'; '.join(names)}." for commit, names in figures.items() if commit != most
    ]
    return [" ".join([f"Measured at the commit {most}.", *others])]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(name: str, library: Library) -> str:
    figure = _named(name, library.figures)
    if figure is None:
        return ""
    parts = [f"**{written(figure.value, figure.unit)}**"]
    target = target_of(figure, library.articles)
    if target is not None:
        parts.append(f"{target}: {'met' if is_met(figure, target) else '**not met**'}")
    parts += [f"{of} {written(value, figure.unit)}" for of, value in figure.beside.items()]
    return "<br>".join(parts)


def _named(name: str, figures: Sequence[Figure]) -> Figure | None:
    return next((figure for figure in figures if figure.name == name), None)
