"""What happens to the index: it is killed, damaged, locked, shared, or there is no room for it."""

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.damage import DamagedError, is_damage
from broadsheet.library.index.checksum import checksum_file
from broadsheet.library.index.database import IndexUnavailableError, index_path
from broadsheet.library.library import Library
from broadsheet.library.query.parse import parse
from broadsheet.library.query.terms import SortKey
from broadsheet.library.sync.sync import bring_up_to_date, healing, sync
from tests.files import write_article
from tests.torture.damage import damage_file

pytestmark = pytest.mark.usefixtures("forked")

Content = list[tuple[object, ...]]


def content(root: Path) -> Content:
    """Return what the index of `root` says, ids left aside."""
    everything: Content = []
    with Library(root).open_index() as index:
        rows = index.rows(index.ids(parse("")))
        for article_id in index.view(parse(""), [SortKey("quality", True)]):
            if row := rows.get(article_id):
                everything.append((row.path, row.title, row.date, row.quality, row.heat, row.type))
        for kind in ("topic", "type"):
            everything += [(facet.name, facet.count) for facet in index.facets(kind)]
        everything += [(problem.path, problem.reason) for problem in index.problems()]
        everything += [(index.count(), index.count(parse("-is:broken")), index.highest())]
    return everything


def fill(root: Path, count: int) -> None:
    for number in range(count):
        write_article(
            root,
            f"{number % 7}/{number}.md",
            f"Number {number}",
            f"quality: {number % 50}",
            f"heat: {'high' if number % 20 == 0 else number % 9}",
            f"type: {'video' if number % 3 else 'article'}",
            f"topics: [Topic {number % 5}, Topic {number % 11}]",
        )


def indexing(root: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "broadsheet", "index", str(root)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


TELLING = """
import sys
from pathlib import Path
from broadsheet.library.sync.sync import sync
for progress in sync(Path(sys.argv[1])):
    print(progress.phase, flush=True)
"""


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_any_point_the_next_run_completes_it(news: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    fill(news, 900)
    for _ in range(4):
        command = [sys.executable, "-c", TELLING, str(news)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(chance.randrange(1, 5)):
                process.stdout.readline()
            for _ in range(chance.randrange(400_000)):  # a moment, not always the same
                pass
            process.kill()
        with Library(news).open_index() as index:
            view = index.view(parse(""), [SortKey("date", True)])
            assert len(view) == index.count() == sum(f.count for f in index.facets("type"))
    bring_up_to_date(news)
    completed = content(news)
    bring_up_to_date(news, rebuild=True)
    assert completed == content(news)
    assert completed[-1][0] == 900


def test_two_runs_and_readers_at_once(news: Path) -> None:
    fill(news, 600)
    with indexing(news) as first, indexing(news) as second:
        while None in (first.poll(), second.poll()):
            with Library(news).open_index() as index:
                ids = [*index.view(parse(""), [SortKey("heat", True)], 50)]
                assert {*index.rows(ids)} == {*ids}
                index.facets("topic")
        for process in (first, second):
            _, errors = process.communicate()
            assert (process.returncode, errors) == (0, b"")
    assert content(news)[-1][0] == 600


@pytest.mark.parametrize("seed", range(12))
def test_damage_anywhere_is_survived(news: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    fill(news, 120)
    bring_up_to_date(news)
    whole = content(news)
    path = index_path(news)
    damage_file(path, chance)
    try:
        content(news)
    except sqlite3.Error as error:
        assert is_damage(error)  # noqa: PT017 - what is read may be damaged or not
    write_article(news, "3/3.md", "Number 3", "quality: 77")
    (news / "4" / "4.md").unlink()
    bring_up_to_date(news)
    bring_up_to_date(news, rebuild=True)
    repaired = content(news)
    assert repaired != whole
    assert repaired[-1][0] == 119


def change_a_letter(path: Path) -> None:
    """Change a letter of a title, wherever the index has it: SQLite sees nothing wrong in that."""
    data = path.read_bytes()
    assert b"Number 77" in data
    path.write_bytes(data.replace(b"Number 77", b"Numbed 77").replace(b"number 77", b"numbed 77"))


def test_a_changed_letter_is_noticed_and_does_not_outlast_the_next_look(news: Path) -> None:
    fill(news, 120)
    bring_up_to_date(news)
    sound = content(news)
    change_a_letter(index_path(news))
    bring_up_to_date(news)
    assert content(news) == sound


def test_a_changed_letter_is_noticed_where_it_would_be_shown(news: Path) -> None:
    fill(news, 120)
    bring_up_to_date(news)
    sound = content(news)
    change_a_letter(index_path(news))
    with pytest.raises(DamagedError):
        content(news)
    assert healing(news, lambda: content(news)) == sound


def test_a_run_that_was_killed_leaves_an_index_that_the_next_run_goes_on_with(news: Path) -> None:
    fill(news, 120)
    bring_up_to_date(news)
    checksum = checksum_file(index_path(news))
    assert checksum.exists()
    fill(news, 600)
    steps = sync(news)
    while next(steps).read == 0:
        pass
    assert not checksum.exists()
    steps.close()
    assert not checksum.exists()
    last = bring_up_to_date(news)
    assert 0 < last.added < 480
    assert checksum.exists()
    assert not bring_up_to_date(news).changed_anything


def test_damage_that_is_met_while_writing_is_repaired(news: Path) -> None:
    fill(news, 300)
    bring_up_to_date(news)
    whole = content(news)
    path = index_path(news)
    data = path.read_bytes()
    path.write_bytes(data[:8192] + bytes(len(data) - 8192))
    (news / "0" / "0.md").touch()
    bring_up_to_date(news)
    assert content(news) == whole


FULL_DISK = """
import resource, signal, sys
sys.dont_write_bytecode = True  # it would be cut short, for all later starts
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from broadsheet.cli.main import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("room", [0, 20_000, 200_000])
def test_a_full_disk_is_said_in_one_line(news: Path, room: int) -> None:
    fill(news, 600)
    command = [sys.executable, "-c", FULL_DISK, str(room), "index", str(news)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "the disk is full" in finished.stderr
    assert finished.stderr.count("\n") == 1
    bring_up_to_date(news)
    assert content(news)[-1][0] == 600


def test_an_index_that_another_program_keeps_locked_is_said(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_article(news, "a.md", "First")
    bring_up_to_date(news)
    write_article(news, "b.md", "Second")
    monkeypatch.setattr("broadsheet.library.index.database._BUSY_SECONDS", 0.01)
    other = sqlite3.connect(index_path(news), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(IndexUnavailableError, match="another program keeps the index"):
        bring_up_to_date(news)
    other.close()
    assert bring_up_to_date(news).added == 1
