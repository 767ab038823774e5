"""What is shipped: a wheel, installed outside the tree, brings its content along."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; the libraries come from the environment of the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    target = folder / "venv"
    venv.create(target, with_pip=False)
    site = next(target.glob("lib/python*/site-packages"))
    into = ["--python", str(target / "bin" / "python"), "install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *into], check=True, capture_output=True)
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site / "libraries.pth").write_text("\n".join(libraries))
    return target / "bin"


def run(installed: Path, folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [str(installed / "tutor"), *arguments],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path) -> None:
    code = "import lessons, tutor; print(lessons.__file__, tutor.__file__)"
    done = subprocess.run(
        [str(installed / "python"), "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert str(ROOT) not in done.stdout


def test_version(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "--version").startswith("tutor ")


def test_read(installed: Path, tmp_path: Path) -> None:
    text = run(installed, tmp_path, "read", "linear_algebra", "--width", "80")
    assert "The dot product" in text


def test_every_file_is_shipped(installed: Path) -> None:
    """So what `lessons check` finds in the tree is true of the wheel."""
    site = next(installed.parent.glob("lib/python*/site-packages"))
    for package in ("tutor", "lessons", "progress"):
        assert files_of(site / package) == files_of(ROOT / package)


def files_of(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_an_exercise_is_checked(installed: Path, tmp_path: Path) -> None:
    """What runs in the child is shipped, and the solution passes its own check."""
    home = ["--home", str(tmp_path / "home")]
    solution = run(installed, tmp_path, *home, "exercise", "solution", "softmax")
    (tmp_path / "mine.py").write_text(solution)
    assert "passed" in run(installed, tmp_path, *home, "exercise", "check", "softmax", "mine.py")
