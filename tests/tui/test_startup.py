import gc
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
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


def test_the_screen_does_without_openssl_and_others_get_it() -> None:
    code = (
        "import sys\n"
        "from broadsheet.tui import startup\n"
        "startup.before_start()\n"
        "import broadsheet.tui.app, hashlib\n"
        "assert not {'_ssl', '_hashlib'} & set(sys.modules), 'OpenSSL takes 5 MB'\n"
        "hashlib.sha256(b'').hexdigest()\n"
        "import ssl\n"
        "ssl.create_default_context()"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
