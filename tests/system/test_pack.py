"""A course of another author: a wheel of its own, found by its entry point, with a record of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from lessons.course import Course
from lessons.source import Source
from tests.support.paths import ROOT
from tests.support.pty import Terminal

PACK = ROOT / "tests" / "packs" / "linear_regression"
NAME = "linear-regression"
FOLDER = PACK / "linear_regression_course"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the program and the wheel of the pack."""
    folder = tmp_path_factory.mktemp("pack")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(PACK)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False)
    found = folder / "venv" / "bin" / "python"
    into = ["--python", str(found), "install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *into], check=True, capture_output=True)
    libraries = [str(ROOT), *(path for path in sys.path if path.endswith("site-packages"))]
    (next((folder / "venv").glob("lib/python*/site-packages")) / "program.pth").write_text("\n".join(libraries))
    return found


def run(python: Path, home: Path, *arguments: str, typed: str = "", status: int = 0) -> str:
    """What a command prints about the pack."""
    command = [str(python), "-m", "tutor", "--home", str(home), "--course", NAME, *arguments]
    done = subprocess.run(
        command,
        cwd=home,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_every_part_of_it_works_as_the_shipped_ones_do(python: Path, tmp_path: Path) -> None:
    """By its name alone; what is answered is in a record of its own."""
    assert run(python, tmp_path, "lessons", "check") == "no faults\n"
    listed = run(python, tmp_path, "lessons", "list")
    assert "The least-squares line" in listed
    assert "linear_algebra" not in listed
    assert "smallest mean squared error" in run(python, tmp_path, "read", "regression")
    assert "0." in run(python, tmp_path, "demo", "line", "--set", "w=0.5", "--set", "b=1")
    solution = run(python, tmp_path, "exercise", "solution", "slope")
    (tmp_path / "mine.py").write_text(solution)
    assert "passed" in run(python, tmp_path, "exercise", "check", "slope", "mine.py")
    assert "The loss grows" in run(python, tmp_path, "debug", "list")
    answer = Course(Source.folder(FOLDER)).item("regression.line.residual", 3).answer
    typed = f"{answer}\nquit\n"
    asked = run(python, tmp_path, "practice", "residuals", "--plain", "--seed", "3", "--count", "1", typed=typed)
    assert "Question 1 of 1" in asked
    assert run(python, tmp_path, "progress", "path") == f"{tmp_path}/courses/linear_regression\n"
    assert (tmp_path / "courses" / "linear_regression" / "journal").is_dir()
    assert not (tmp_path / "journal").exists()
    assert "did you mean" in run(python, tmp_path, "read", "regression.lines", status=2).lower()


class App(Terminal):
    """The app of an environment, at the pack."""

    def __init__(self, python: Path, home: Path) -> None:
        self.python = python
        super().__init__(home, size=(100, 40))

    def command(self, home: Path, *arguments: str) -> list[str]:
        return [str(self.python), "-m", "tutor", "--home", str(home), "--course", NAME, *arguments]


def test_its_home_has_nothing_of_the_stage_that_ships(python: Path, tmp_path: Path) -> None:
    """Home, and a page by the first door: the rows are the pack's, and so is the record."""
    app = App(python, tmp_path)
    app.wait_for("fit a line by hand and in code")
    app.wait_for("Debug models")
    app.settle()
    for words in ("Linear algebra", "Probability", "I have ten minutes", "Read papers"):
        assert words not in app.text
    app.press("\r")
    app.wait_for("page 1 of 3")
    app.press("\x11")
    assert app.end() == 0
    (journal,) = (tmp_path / "courses" / "linear_regression" / "journal").glob("*.jsonl")
    assert "regression.line" in journal.read_text("utf-8")


def test_a_name_that_no_pack_has(python: Path, tmp_path: Path) -> None:
    command = [str(python), "-m", "tutor", "--course", "algebra", "lessons", "list"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"installed are {NAME}" in done.stderr
