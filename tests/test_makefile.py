"""The first run installs packages for half a minute, and says so before the wait begins."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_first_run_says_what_it_waits_for(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\nmkdir -p {venv}\n")  # in place of ten seconds and the network
    python.chmod(0o700)
    variables = [f"VENV={venv}", f"PYTHON={python}", "PIP=echo PIP"]
    made = subprocess.run(
        [shutil.which("make") or "make", "--no-print-directory", f"{venv}/.runs", *variables],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    before, _, after = made.stdout.partition("PIP install")
    assert before.startswith(f"Creating a Python environment in {venv}")
    assert "Installing Broadsheet" in before
    assert "half a minute" in before
    assert "Done." in after
