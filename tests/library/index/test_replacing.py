"""An index that several processes open, find damaged and delete at the same time."""

import subprocess
import sys
from pathlib import Path

from broadsheet.library.index.database import open_index

OPEN_AND_DELETE = """
import sys
from pathlib import Path
from broadsheet.library.index.database import discard_index, open_index
path = Path(sys.argv[1])
for _ in range(60):
    connection = open_index(path)
    connection.execute("SELECT count(*) FROM articles, title_parts").fetchone()
    connection.close()
    discard_index(path)
"""


def test_indexes_deleted_by_several_processes_can_always_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    argv = [sys.executable, "-c", OPEN_AND_DELETE, str(path)]
    running = [subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate()[1] for process in running] == [""] * 4
    open_index(path).close()
