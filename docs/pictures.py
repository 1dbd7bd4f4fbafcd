"""Draws the README's pictures from the real program on a demo library: run `make pictures`."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from textual.pilot import Pilot

PICTURES = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (120, 40), (200, 50))
MARKED = "Q g j m j s m j j j m j b k k k"
"""Keys that leave some articles read, one starred under the cursor, and one kept for later."""

_LONG_ENOUGH = 0.5
"""Seconds after which everything that a key asks for is on the screen."""


async def _settled(pilot: Pilot[None]) -> None:
    await pilot.pause(_LONG_ENOUGH)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(_LONG_ENOUGH)


async def draw(
    root: Path, folder: Path, name: str, size: tuple[int, int], theme: str, keys: str
) -> None:
    """Open `root` at `size`, press `keys` (separated by spaces), and save the screen as `name`."""
    from broadsheet.config import Settings
    from broadsheet.library.library import Library
    from broadsheet.marks.store import Marks
    from broadsheet.paths import marks_path
    from broadsheet.tui.app import BroadsheetApp

    with tempfile.TemporaryDirectory() as data:
        os.environ["XDG_DATA_HOME"] = data
        with Marks(marks_path()) as marks:
            app = BroadsheetApp(Library(root), Settings(theme=theme), marks)
            async with app.run_test(size=size) as pilot:
                await _settled(pilot)
                for key in keys.split():
                    await pilot.press(key)
                await _settled(pilot)
                picture = app.export_screenshot(title="Broadsheet")
    (folder / f"{name}.svg").write_text(picture, "utf-8")


async def _draw_all(root: Path, folder: Path) -> None:
    for columns, rows in SIZES:
        size = (columns, rows)
        await draw(root, folder, f"reader-{columns}x{rows}", size, "broadsheet-dark", MARKED)
    await draw(
        root,
        folder,
        "search",
        (120, 40),
        "broadsheet-dark",
        "slash t o p i c colon A I space r o b t s",
    )
    await draw(root, folder, "light", (160, 45), "broadsheet-light", "H g j")


def main() -> None:
    """Draw a demo library, or the folder named first, into docs/pictures, or the second folder."""
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = f"{scratch}/{kind}"
        os.environ["TZ"] = "UTC"
        root = Path(scratch) / "news"
        if len(sys.argv) > 1:
            root = Path(sys.argv[1])
        else:
            from broadsheet.demo import write_demo

            write_demo(1500, root)
        from broadsheet.library.sync.sync import bring_up_to_date

        bring_up_to_date(root)
        asyncio.run(_draw_all(root, folder))


if __name__ == "__main__":
    main()
