"""Draw the README's pictures: the program as it is today, on a demo library.

Run it as `make pictures`; it needs nothing but the program itself.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from textual.pilot import Pilot

PICTURES = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (120, 40), (200, 50))


async def _settled(pilot: Pilot[None]) -> None:
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause(0.15)


async def draw(
    root: Path, folder: Path, name: str, size: tuple[int, int], theme: str, keys: str
) -> None:
    """Open `root` at `size`, press `keys` (names joined by blanks), save what is on the screen."""
    from reader.config import Settings
    from reader.library.library import Library
    from reader.tui.app import BroadsheetApp

    app = BroadsheetApp(Library(root), Settings(theme=theme))
    async with app.run_test(size=size) as pilot:
        await _settled(pilot)
        for key in keys.split():
            await pilot.press(key)
        await _settled(pilot)
        (folder / f"{name}.svg").write_text(app.export_screenshot(title="Broadsheet"), "utf-8")


async def _draw_all(root: Path, folder: Path) -> None:
    for columns, rows in SIZES:
        size = (columns, rows)
        await draw(root, folder, f"reader-{columns}x{rows}", size, "broadsheet-dark", "Q g j j j")
    await draw(root, folder, "search", (120, 40), "broadsheet-dark", "slash r o b t s")
    await draw(root, folder, "light", (160, 45), "broadsheet-light", "H g j")


def main() -> None:
    """Write the pictures of a demo library, or of the folder named, into docs/pictures or DIR."""
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_CACHE_HOME"] = scratch
        os.environ["TZ"] = "UTC"
        root = Path(scratch) / "news"
        if len(sys.argv) > 1:
            root = Path(sys.argv[1])
        else:
            from reader.demo import write_demo

            write_demo(1500, root)
        from reader.library.sync import bring_up_to_date

        bring_up_to_date(root)
        asyncio.run(_draw_all(root, folder))


if __name__ == "__main__":
    main()
