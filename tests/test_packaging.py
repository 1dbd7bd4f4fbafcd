"""The wheel, installed outside the checkout as pipx or `uv tool` would install it."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from broadsheet import __version__

ROOT = Path(__file__).parents[1]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run([*PIP, "wheel", *options, str(ROOT)], check=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment of its own with the wheel in it; its dependencies are ours, lent."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = str(folder / "bin" / "python")
    options = ["--no-deps", "--no-index", str(wheel)]
    subprocess.run([*PIP, "--python", python, "install", *options], check=True)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder


def run(folder: Path, program: str, *arguments: str) -> str:
    """Run a program of the environment far from the checkout, and return what it prints."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    finished = subprocess.run(
        [folder / "bin" / program, *arguments],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert (finished.stderr, finished.returncode) == ("", 0)
    return finished.stdout


def test_the_wheel_holds_the_program_its_styles_its_seeds_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    about = f"broadsheet-{__version__}.dist-info"
    shared = f"broadsheet-{__version__}.data"
    assert {name.split("/")[0] for name in names} == {"broadsheet", about, shared}
    assert f"{shared}/data/share/man/man1/broadsheet.1" in names
    assert {
        f"{about}/licenses/LICENSE",
        "broadsheet/py.typed",
        "broadsheet/library/index/schema.sql",
    } <= names
    for folder in ("styles", "seeds"):
        files = {f"broadsheet/{folder}/{file.name}" for file in (ROOT / folder).iterdir()}
        assert files
        assert files <= names


def test_the_installed_program_is_not_the_checkout(installed: Path) -> None:
    where = run(installed, "python", "-c", "import broadsheet; print(broadsheet.__file__)")
    assert Path(where.strip()).is_relative_to(installed)


def test_the_installed_program_tells_its_version(installed: Path) -> None:
    assert __version__ in run(installed, "broadsheet", "--version")
    assert __version__ in run(installed, "python", "-m", "broadsheet", "--version")


def test_the_installed_program_finds_and_lists_its_own_seeds(installed: Path) -> None:
    code = "from broadsheet.paths import bundled; print(bundled('seeds'))"
    seeds = Path(run(installed, "python", "-c", code).strip())
    assert seeds.is_relative_to(installed)

    listed = run(installed, "broadsheet", "list", str(seeds))
    assert "Reimagining Our Infrastructure for the AI Age" in listed
    assert "Takeaways from infra/STRUCTURE 2023" in listed
