"""The boundaries: what may import what, and what the first moments may cost."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import lessons
import progress
import tutor
from tests.support.paths import ROOT


def loaded_by(statement: str) -> set[str]:
    """Top-level names of all modules that a fresh Python holds after a statement."""
    code = f"import sys\n{statement}\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("package", [lessons, progress, tutor])
def test_packages_come_from_this_tree(package: object) -> None:
    """`progress` and `tutor` are also names on the package index; these are ours."""
    assert Path(str(getattr(package, "__file__", ""))).parent.parent == ROOT


@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        ("import lessons.course, lessons.lint.course", {"textual", "rich", "plotext", "progress", "tutor"}),
        ("import lessons.sandbox", {"numpy", "markdown_it", "textual", "rich", "plotext", "msgspec", "click"}),
        ("import lessons.answers", {"numpy", "markdown_it", "textual", "rich", "plotext", "msgspec"}),
        (
            "from progress.record import Record\nfrom progress.resume import ResumePoint",
            {"textual", "rich", "plotext", "lessons", "tutor", "numpy"},
        ),
        ("import tutor.rendering.notation", {"textual", "rich", "plotext", "numpy", "click"}),
        ("import tutor.driver", {"lessons", "progress", "plotext", "numpy", "click"}),
        ("import tutor.cli.main, tutor.cli.launch, tutor.app.bootstrap", {"plotext", "numpy", "click"}),
        ("import tutor.learning.scheduling, tutor.learning.checklist", {"textual", "rich", "plotext", "numpy", "fsrs"}),
        ("import tutor.plain.study_session", {"textual", "rich", "plotext", "numpy"}),
        ("import tutor.cli.commands, tutor.cli.review", {"textual", "rich", "plotext", "numpy", "fsrs"}),
        (
            "import tutor.app.app, tutor.app.bootstrap, tutor.app.screens.home, tutor.app.screens.lesson",
            {"plotext", "numpy", "fsrs"},
        ),
    ],
)
def test_what_an_import_brings_in(statement: str, forbidden: set[str]) -> None:
    assert not loaded_by(statement) & forbidden


HOME = """
from tests.conftest import Clock
from tests.support.paths import ROOT
from tests.support.study_sessions import placed_home
from tutor.app.screens.home import HomeScreen
from tutor.app.bootstrap import open_session
session = open_session(placed_home(), False)
rows = HomeScreen(session)._rows()
assert any("review:" == row.key for row in rows) and session.known_pages
"""


def test_home_is_drawn_before_anything_heavy_is_loaded() -> None:
    """With answers and a placement on record, too: what is due is looked up after the first paint."""
    assert not loaded_by(HOME) & {"numpy", "plotext", "fsrs"}
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, tutor.app.bootstrap, tutor.app.screens.home\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.split()
    assert not {"tutor.learning.scheduling", "lessons.answers", "lessons.model.page"} & set(loaded)


def test_the_version_needs_neither_textual_nor_numpy() -> None:
    statement = "import tutor.cli.main\ntry:\n    tutor.cli.main.main(['--version'])\nexcept SystemExit:\n    pass"
    assert not loaded_by(statement) & {"textual", "numpy", "plotext", "markdown_it", "msgspec", "click"}


def test_the_scripts_import_what_python_has_loaded() -> None:
    """A kept first screen is painted, and every command begins, after these."""
    more = loaded_by("import ml_math_tutor.entry") - loaded_by("pass")
    assert more == {"ml_math_tutor", "__future__"}


def python_files() -> list[Path]:
    return sorted(
        path for name in ("ml_math_tutor", "tutor", "lessons", "progress") for path in (ROOT / name).rglob("*.py")
    )


def test_the_wire_can_be_lifted_out() -> None:
    """It imports nothing of ours but itself, and only public names of Textual, but for the patch of its input."""
    for path in (ROOT / "tutor" / "driver").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                module, names = node.module or "", (node.module or "").split(".")
                assert names[0] not in ("lessons", "progress"), path
                assert names[0] != "tutor" or names[:2] == ["tutor", "driver"], path
                private = module.startswith("textual") and any(name.startswith("_") for name in names)
                assert not private or path.name == "resilient_driver.py", path


def test_one_file_imports_plotext() -> None:
    """Drawing is known in one place only."""
    importers = [path for path in python_files() if "import plotext" in path.read_text("utf-8")]
    assert [path.parent.name for path in importers] == ["charts"]


ONE_SYSTEM = {"fcntl", "grp", "msvcrt", "pty", "pwd", "resource", "termios", "tty", "winreg"}


def test_one_file_imports_what_one_system_has() -> None:
    for path in python_files():
        text = path.read_text("utf-8")
        if not any(name in text for name in ONE_SYSTEM):
            continue
        nodes = list(ast.walk(ast.parse(text)))
        names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        if path != ROOT / "ml_math_tutor" / "platform.py":
            names |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
            assert not names & ONE_SYSTEM, path


def test_learner_text_is_never_executed() -> None:
    """No eval or exec in the program itself; a learner's code runs in a child process."""
    for path in python_files():
        text = path.read_text("utf-8")
        if path.parent.name != "inside":
            assert "eval(" not in text.replace("_eval(", "").replace("literal_eval(", ""), path
            assert "exec(" not in text.replace("os.exec", "").replace("subprocess_exec(", ""), path


def test_no_package_addresses_in_the_pins() -> None:
    for name in ("pyproject.toml", "constraints.txt"):
        assert "://" not in (ROOT / name).read_text("utf-8")


def test_nothing_is_imported_from_a_test_module() -> None:
    """What tests share is in tests/support, so that a test file can be read, moved and removed by itself."""
    pattern = re.compile(r"^\s*(?:from|import) tests(?:\.\w+)*\.test_\w+", re.MULTILINE)
    files = [path for path in (ROOT / "tests").rglob("*.py") if pattern.search(path.read_text("utf-8"))]
    assert files == []
