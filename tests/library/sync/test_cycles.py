"""Python's search for cycles rests while a library is read, and only then."""

import gc
from pathlib import Path

from broadsheet.library.sync.sync import sync
from tests.files import write_article


def test_no_cycles_are_looked_for_while_a_library_is_read(news: Path) -> None:
    write_article(news, "a.md", "An article")
    run = sync(news)
    next(run)
    assert not gc.isenabled()
    assert [*run][-1].phase == "done"
    assert gc.isenabled()


def test_a_run_that_is_given_up_leaves_nothing_switched_off(news: Path) -> None:
    run = sync(news)
    next(run)
    run.close()
    assert gc.isenabled()
