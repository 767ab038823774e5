"""Packages of other programs called tutor, lessons or progress: one line that names the file and the way out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ml_math_tutor.entry import APART, PACKAGES, foreign_package, way_out
from tests.support.paths import ROOT
from tutor.cli.commands import GROUPS

TUTOR = Path(sys.executable).parent / "tutor"


def refused(command: list[str], path: Path | None, cwd: Path) -> str:
    """The one line with which a command refuses to start."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(path or "")},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    (line,) = done.stderr.splitlines()
    return line


def test_nothing_is_in_the_way_here() -> None:
    assert foreign_package() is None


@pytest.mark.parametrize("number", range(len(PACKAGES)), ids=PACKAGES)
def test_every_command_says_which_file_is_in_the_way(number: int, tmp_path: Path) -> None:
    """As a module and as a package; without a command, too."""
    name = PACKAGES[number]
    file = tmp_path / "elsewhere" / (f"{name}.py" if number % 2 else f"{name}/__init__.py")
    file.parent.mkdir(parents=True)
    file.write_text("raise SystemExit('another program has run')")
    for command in [(), ("--version",), *((group,) for group in list(GROUPS)[number :: len(PACKAGES)])]:
        line = refused([str(TUTOR), *command], tmp_path / "elsewhere", tmp_path)
        assert line.startswith(f"tutor: {file} belongs to another program")
        assert "`env -u PYTHONPATH tutor`" in line


def test_a_file_in_the_folder_it_is_started_from(tmp_path: Path) -> None:
    (tmp_path / "progress.py").touch()
    line = refused([sys.executable, "-m", "tutor", "doctor"], ROOT, tmp_path)
    assert str(tmp_path / "progress.py") in line
    assert "from another folder" in line


def test_files_that_another_program_has_installed_over_ours(tmp_path: Path) -> None:
    """Two distributions with one package in one environment: the folder is the same, and the files are theirs."""
    shutil.copytree(ROOT / "ml_math_tutor", tmp_path / "ml_math_tutor", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tutor").mkdir()
    (tmp_path / "tutor" / "__init__.py").touch()
    for name in ("lessons", "progress"):
        (tmp_path / name).symlink_to(ROOT / name)
    program = "from ml_math_tutor.entry import main; main()"
    line = refused([sys.executable, "-c", program, "lessons", "list"], tmp_path, tmp_path)
    assert str(tmp_path / "tutor") in line


def test_a_folder_without_an_init_file_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()
    environ = {**os.environ, "PYTHONPATH": str(tmp_path)}
    subprocess.run([TUTOR, "--version"], env=environ, cwd=tmp_path, check=True, capture_output=True)


def test_the_way_out_of_an_environment_that_is_shared(tmp_path: Path) -> None:
    assert way_out(str(tmp_path / "site-packages" / "tutor" / "__init__.py")) == APART
