"""The README's pictures show the screen as it is: a change of the screen changes them too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from docs import draw_pictures
from docs.draw_pictures import PICTURES, Picture

pytestmark = pytest.mark.usefixtures("followed", "every_frame")


@pytest.fixture(scope="module")
def libraries() -> Iterator[Path]:
    with draw_pictures.pictured_libraries() as libraries:
        yield libraries


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
async def test_the_screen_looks_as_its_picture(
    libraries: Path, picture: Picture, tmp_path: Path
) -> None:
    shown = await draw_pictures.draw(libraries, picture)
    kept = draw_pictures.FOLDER / f"{picture.name}.svg"
    now = tmp_path / kept.name
    now.write_text(shown, "utf-8")
    assert shown == kept.read_text("utf-8"), (
        f"The screen no longer looks like {kept}. Look at it as it is now: {now}. "
        "If that is what you want: make pictures"
    )


async def test_each_state_looks_as_its_text(libraries: Path, tmp_path: Path) -> None:
    kept = draw_pictures.FOLDER / draw_pictures.STATES_FILE
    now = tmp_path / kept.name
    now.write_text(await draw_pictures.draw_states(libraries), "utf-8")
    assert now.read_text("utf-8") == kept.read_text("utf-8"), (
        f"The screen no longer looks as in {kept}: diff {kept} {now}. "
        "If that is what you want: make pictures"
    )
