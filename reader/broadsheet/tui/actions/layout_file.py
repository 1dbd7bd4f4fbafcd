"""How the panes are laid out, in a file of the state folder. Losing it does no harm."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from broadsheet.atomic_write import atomic_write
from broadsheet.own_files import private_folder
from broadsheet.paths import state_folder

Arrangement = Literal["auto", "columns", "stacked", "list"]

_MOST_CHARACTERS = 4_000

BOUNDS = {"sidebar": (16, 80), "beside": (20, 80), "below": (20, 80)}
"""The least and most of each size of a `Layout`."""


@dataclass(slots=True)
class Layout:
    """What the user chose; None where the screen decides."""

    arrangement: Arrangement = "auto"
    hides_sidebar: bool = False
    sidebar: int | None = None
    """Columns."""

    beside: int | None = None
    """Percent of the width that the article takes next to the table."""

    below: int | None = None
    """Percent of the height that the article takes below the table."""

    columns: dict[str, int] = field(default_factory=dict)
    """The widths of the table's columns that were changed, in cells."""

    folded: list[str] = field(default_factory=list)
    """The headings of the sidebar's groups that are folded."""


def read_layout() -> Layout:
    """Return the layout that was kept, or the usual one."""
    layout = Layout()
    try:
        kept = json.loads(file().read_text("utf-8")[:_MOST_CHARACTERS])
    except (OSError, ValueError, RecursionError):
        return layout
    if isinstance(kept, dict):
        if kept.get("arrangement") in get_args(Arrangement):
            layout.arrangement = cast("Arrangement", kept["arrangement"])
        layout.hides_sidebar = kept.get("hides_sidebar") is True
        layout.sidebar = _between(kept.get("sidebar"), *BOUNDS["sidebar"])
        layout.beside = _between(kept.get("beside"), *BOUNDS["beside"])
        layout.below = _between(kept.get("below"), *BOUNDS["below"])
        columns = kept.get("columns")
        if isinstance(columns, dict):
            sizes = {str(name): _between(size, 3, 60) for name, size in columns.items()}
            layout.columns = {name: size for name, size in sizes.items() if size is not None}
        folded = kept.get("folded")
        if isinstance(folded, list):
            layout.folded = [name for name in folded if isinstance(name, str)]
    return layout


def keep_layout(layout: Layout) -> None:
    """Keep a layout for the next start."""
    kept = file()
    with suppress(OSError):
        private_folder(kept.parent)
        with atomic_write(kept) as stream:
            json.dump(asdict(layout), stream)


def file() -> Path:
    """Return the file that the layout is kept in."""
    return state_folder() / "layout.json"


def _between(value: object, lowest: int, highest: int) -> int | None:
    if type(value) is not int:
        return None
    return max(lowest, min(value, highest))
