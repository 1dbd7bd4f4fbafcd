import gc
from pathlib import Path

import pytest

from broadsheet.tui import startup
from tests.files import write_article
from tests.tui.conftest import OpenReader


async def test_garbage_is_left_alone_only_until_the_first_rows(
    open_reader: OpenReader, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_FPS", "60")
    write_article(news, "a.md", "Night trains return")
    try:
        startup.before_start()
        assert not gc.isenabled()
        async with open_reader(news) as reading:
            assert reading.titles == ["Night trains return"]
            assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.enable()
