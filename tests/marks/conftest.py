from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.marks.store import Marks
from broadsheet.paths import marks_path


@pytest.fixture
def path() -> Path:
    """Where this test has its marks; nothing is there yet."""
    return marks_path()


@pytest.fixture
def marks(path: Path) -> Iterator[Marks]:
    with Marks(path) as opened:
        yield opened
