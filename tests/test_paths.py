from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.paths import bundled, cache_folder, config_folder, data_folder, state_folder

FOLDERS = [
    (cache_folder, "XDG_CACHE_HOME", ".cache/broadsheet"),
    (config_folder, "XDG_CONFIG_HOME", ".config/broadsheet"),
    (data_folder, "XDG_DATA_HOME", ".local/share/broadsheet"),
    (state_folder, "XDG_STATE_HOME", ".local/state/broadsheet"),
]


@pytest.mark.parametrize(("folder", "variable", "default"), FOLDERS)
def test_a_folder_is_below_home_unless_its_variable_says_otherwise(
    folder: Callable[[], Path],
    variable: str,
    default: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv(variable, raising=False)
    assert folder() == tmp_path / "home" / default

    monkeypatch.setenv(variable, str(tmp_path / "elsewhere"))
    assert folder() == tmp_path / "elsewhere" / "broadsheet"


@pytest.mark.parametrize("ignored", ["", "relative", "./here", "~/cache"])
@pytest.mark.parametrize(("folder", "variable", "default"), FOLDERS)
def test_a_variable_that_is_not_an_absolute_path_is_ignored(
    folder: Callable[[], Path],
    variable: str,
    default: str,
    ignored: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(variable, ignored)
    assert folder() == tmp_path / default


def test_a_home_that_is_not_an_absolute_path_is_below_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "home")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == tmp_path / "home/.cache/broadsheet"


def test_naming_a_folder_does_not_make_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert not cache_folder().exists()
    assert not (tmp_path / "cache").exists()


def test_the_seeds_of_the_checkout_are_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(list(bundled("seeds").glob("*.txt"))) == 2
    assert bundled("styles").is_dir()
