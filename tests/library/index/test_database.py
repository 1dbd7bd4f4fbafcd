"""How the index file comes to be, whoever else opens it meanwhile."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

from broadsheet.library.index.database import VERSION, open_index

_TOGETHER = 4

_OPEN_IN_STEP = """
import sys
from pathlib import Path
from broadsheet.library.index.database import open_index
for name in sys.argv[1:]:
    print(flush=True)
    sys.stdin.readline()
    open_index(Path(name)).close()
"""


def assert_is_made(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_threads_that_create_an_index_at_once_all_open_it(tmp_path: Path) -> None:
    for number in range(30):
        path = tmp_path / f"{number}.sqlite"
        barrier = Barrier(_TOGETHER)

        def open_with_the_others(path: Path = path, barrier: Barrier = barrier) -> None:
            barrier.wait()
            open_index(path).close()

        with ThreadPoolExecutor(_TOGETHER) as pool:
            for opening in [pool.submit(open_with_the_others) for _ in range(_TOGETHER)]:
                opening.result()
        assert_is_made(path)


def test_processes_that_create_an_index_at_once_all_open_it(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.sqlite" for number in range(20)]
    command = [sys.executable, "-c", _OPEN_IN_STEP, *map(str, paths)]
    pipe = subprocess.PIPE
    children = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(2)
    ]
    for _ in paths:
        for child in children:
            assert child.stdout is not None
            child.stdout.readline()
        for child in children:
            assert child.stdin is not None
            child.stdin.write("\n")
            child.stdin.flush()
    for child in children:
        _, errors = child.communicate()
        assert (child.returncode, errors) == (0, "")
    for path in paths:
        assert_is_made(path)


def test_an_index_of_another_version_is_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    with closing(open_index(path)) as connection:
        connection.execute("INSERT INTO meta VALUES ('articles', 5)")
        connection.execute(f"PRAGMA user_version = {VERSION - 1}")
    with closing(open_index(path)) as connection:
        assert connection.execute("SELECT count(*) FROM meta").fetchone() == (0,)
