"""What is shipped: the source distribution builds and runs, and its wheel brings its content along."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
import tarfile
import tokenize
import venv
import zipfile
from email.parser import Parser
from pathlib import Path
from types import EllipsisType

import pytest
from trove_classifiers import classifiers

from hatch_build import bare_files
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the source distribution, and of the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("built")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path) -> Path:
    """The programs of a fresh environment with the wheel, whose libraries are those of the environment of the tests."""
    folder, (wheel,) = built / "venv", built.glob("*.whl")
    venv.create(folder, with_pip=False)
    into = ["--python", str(folder / "bin" / "python"), "install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *into], check=True, capture_output=True)
    site = next(folder.glob("lib/python*/site-packages"))
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site / "libraries.pth").write_text("\n".join(libraries))
    return folder / "bin"


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


def test_make_run_in_the_source_distribution(built: Path, installed: Path, tmp_path: Path) -> None:
    """What it would install is the program without the tools of its developers; here it is installed already."""
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        file.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    (source / ".venv").symlink_to(installed.parent)
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    make = ["make", "run", "ARGS=lessons list"]
    planned = subprocess.run([*make, "-n"], cwd=source, env=environ, capture_output=True, text=True, check=True)
    assert "install" in planned.stdout
    assert "dev]" not in planned.stdout
    done = subprocess.run([*make, "INSTALL=true"], cwd=source, env=environ, capture_output=True, text=True, check=True)
    assert "linear_algebra.dot" in done.stdout
    assert not (source / ".venv" / ".ready").exists()


def test_the_manual_and_the_style_of_the_site_are_installed(installed: Path, tmp_path: Path) -> None:
    assert (installed.parent / "share" / "man" / "man1" / "tutor-read.1").is_file()
    run(installed, tmp_path, "export", "html", "site")
    assert (tmp_path / "site" / "style.css").is_file()


def test_the_metadata_is_complete(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        name = next(name for name in file.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(file.read(name).decode())
    stated = metadata.get_all("Classifier", [])
    assert set(stated) <= classifiers
    for start in ("Development Status", "Intended Audience", "Operating System", "Programming Language", "Topic"):
        assert any(classifier.startswith(start) for classifier in stated), start
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in range(11, 15)} <= set(stated)
    assert metadata["License-Expression"] == "MIT"
    assert "://" not in "".join(metadata.get_all("Project-URL", []))


def test_version(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "--version").startswith("tutor ")


def test_read(installed: Path, tmp_path: Path) -> None:
    text = run(installed, tmp_path, "read", "linear_algebra", "--width", "80")
    assert "The dot product" in text


def test_every_file_is_shipped(installed: Path) -> None:
    """So what `lessons check` finds in the tree is true of the wheel. The manual pages are where `man` looks."""
    site = next(installed.parent.glob("lib/python*/site-packages"))
    bare = {path.relative_to(ROOT).as_posix() for path in bare_files(ROOT)}
    for package in ("ml_math_tutor", "tutor", "lessons", "progress"):
        wanted = {name: data for name, data in files_of(ROOT / package).items() if not is_for_authors(package, name)}
        shipped = files_of(site / package)
        assert shipped.keys() == wanted.keys()
        for name, data in wanted.items():
            if f"{package}/{name}" in bare:
                assert statements(shipped[name]) == statements(data), name
                assert len(shipped[name]) <= len(data)
            else:
                assert shipped[name] == data, name
    pages = files_of(ROOT / "tutor/cli/man")
    shipped = files_of(installed.parent / "share/man/man1")
    assert {name: shipped.get(name) for name in pages} == pages


def is_for_authors(package: str, name: str) -> bool:
    """Whether a file is for those who have the source, or goes to another place."""
    return f"{package}/{name}".startswith(
        ("tutor/cli/man/", "lessons/AUTHORING.md", "progress/FORMAT.md", "tutor/fast/README.md")
    )


def statements(source: bytes) -> tuple[str, list[int]]:
    """What a module does, without its docstrings, and the line of each part of it."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [one for one in node.body if not is_text(one)]
    return ast.dump(tree), [getattr(node, "lineno", 0) for node in ast.walk(tree)]


def is_text(statement: ast.stmt) -> bool:
    """Whether a statement does nothing: a docstring, or the dots that stand for one."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str | EllipsisType)


def test_the_program_has_no_comments_and_docstrings_in_the_wheel(installed: Path) -> None:
    site = next(installed.parent.glob("lib/python*/site-packages"))
    for path in bare_files(ROOT):
        source = (site / path.relative_to(ROOT)).read_bytes()
        tokens = tokenize.tokenize(io.BytesIO(source).readline)
        assert not [token for token in tokens if token.type == tokenize.COMMENT], path
        nodes = [
            node
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        ]
        assert not any(map(ast.get_docstring, nodes)), path


def test_what_the_wheel_unpacks_to_stays_small(built: Path) -> None:
    """The first edition unpacked to 2,192,001 bytes; the second may add 2 MB. Bytecode and libraries come on top."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        assert sum(one.file_size for one in file.infolist()) < 2_192_001 + 2_000_000


def files_of(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_an_exercise_is_checked(installed: Path, tmp_path: Path) -> None:
    """What runs in the child is shipped, and the solution passes its own check."""
    home = ["--home", str(tmp_path / "home")]
    solution = run(installed, tmp_path, *home, "exercise", "solution", "softmax")
    (tmp_path / "mine.py").write_text(solution)
    assert "passed" in run(installed, tmp_path, *home, "exercise", "check", "softmax", "mine.py")
