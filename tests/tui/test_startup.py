import gc
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.library.sync.sync import bring_up_to_date
from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path
from broadsheet.tui import startup
from tests.files import write_article
from tests.terminal.reader_env import REPOSITORY, reader_environment
from tests.tui.conftest import OpenReader

FIRST_ROWS = Path(__file__).with_name("first_rows.py")

ALSO_IMPORTED = {
    *("base64", "binascii", "calendar", "concurrent", "gc", "hashlib", "json", "logging"),
    "sqlite3",
    *("encodings", "textual", "rich"),  # parts of them, and of what Textual needs itself
}
"""Packages beyond those that Textual imports by itself."""


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


def test_the_screen_does_without_some_modules_and_others_get_them() -> None:
    code = (
        "import sys\n"
        "from broadsheet.tui import startup\n"
        "startup.before_start()\n"
        "import broadsheet.tui.app, hashlib\n"
        "assert not {'_ssl', '_hashlib'} & set(sys.modules), 'OpenSSL takes 5 MB'\n"
        "assert 'textual.widgets._directory_tree' not in sys.modules\n"
        "hashlib.sha256(b'').hexdigest()\n"
        "import ssl\n"
        "ssl.create_default_context()\n"
        "from textual.types import CallbackType, DirEntry\n"
        "from typing_extensions import Literal, deprecated, is_typeddict\n"
        "from textual.widgets import Select, Tree, DirectoryTree, Placeholder"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stderr == ""


def test_a_start_leaves_dataclasses_as_they_are() -> None:
    code = (
        "import dataclasses\n"
        "from dataclasses import dataclass\n"
        "from broadsheet.tui import startup\n"
        "before = vars(dataclasses).copy()\n"
        "startup.before_start()\n"
        "startup.before_start()\n"
        "@dataclass(order=True)\n"
        "class Place:\n"
        "    line: int\n"
        "class Other(Place):\n"
        "    pass\n"
        "startup.after_start()\n"
        "assert vars(dataclasses) == before\n"
        "for _ in range(2):\n"
        "    assert Place(1) == Place(1) != Place(2) != Other(2) == Other(2)\n"
        "    assert Place(1) < Place(2) and repr(Other(1)) == 'Other(line=1)'\n"
        "    assert Place.__eq__.__name__ == '__eq__'\n"
        "    assert not Place(1) == 1"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stderr == ""


def test_the_first_rows_import_these_modules_and_no_others(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = reader_environment(tmp_path)
    for folder in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(folder, environment[folder])
    write_article(news, "a.md", "Night trains return")
    bring_up_to_date(news)
    Marks(marks_path()).close()
    finished = subprocess.run(
        [sys.executable, FIRST_ROWS, news],
        check=True,
        cwd=REPOSITORY,
        env=environment | {"PYTHONPATH": f"{REPOSITORY / 'reader'}:{REPOSITORY}"},
        capture_output=True,
        encoding="utf-8",
    )
    imported = {*finished.stdout.split()}
    ours = {name for name in imported if name.partition(".")[0] == "broadsheet"}
    # A module that a key or a thread needs is imported there. One that the first rows do need
    # goes into the list.
    listed = {*FIRST_ROWS.with_suffix(".txt").read_text().split()}
    assert sorted(ours - listed) == []
    assert sorted(listed - ours) == []
    packages = {name.partition(".")[0] for name in imported - ours}
    assert {name for name in packages if not name.startswith("_")} <= ALSO_IMPORTED
