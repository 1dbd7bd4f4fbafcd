from pathlib import Path

from tests.torture.text_search import survive_changes


def test_text_search_finds_what_a_plain_scan_does(tmp_path: Path) -> None:
    assert survive_changes(tmp_path, queries=200, seed=1) > 50
