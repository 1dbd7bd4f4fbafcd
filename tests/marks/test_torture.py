"""The short form of `python -m tests.torture.marks`."""

from pathlib import Path

from tests.torture.marks import survive_damages, survive_kills, survive_kills_while_restoring


def test_no_acknowledged_mark_is_lost_when_the_reader_is_killed(tmp_path: Path) -> None:
    assert survive_kills(tmp_path, kills=15, seed=1) > 0


def test_no_mark_is_lost_when_the_reader_is_killed_while_it_restores(tmp_path: Path) -> None:
    assert survive_kills_while_restoring(tmp_path, kills=5, seed=1) > 0


def test_no_mark_of_the_backup_is_lost_when_the_file_is_damaged_anywhere(tmp_path: Path) -> None:
    assert survive_damages(tmp_path, damages=40, seed=1) > 0
