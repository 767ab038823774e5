"""Completion in the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
ASKED = [
    ("rea", "read"), ("read linear_algebra.d", "linear_algebra.dot"), ("completion f", "fish"),
    ("exercise start dot", "dot_product"), ("settings set keys.hi", "keys.hint"), ("practice dot-p", "dot-product"),
    ("settings set figures bl", "blocks"), ("paper open paper.ad", "paper.adam"), ("--theme li", "light"),
    ("debug open repair", "repair.softmax"), ("lessons judge --kind ve", "vector"),
    ("--course {course} read f", "first"),
]  # fmt: skip
FEW = [ASKED[1], ASKED[-1]]


def installed(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed here")
    return found


def said_by(shell: str, script: str, home: Path) -> str:
    ran = subprocess.run(
        [installed(shell), *(["-f"] if shell == "zsh" else []), "-c", script],
        env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(home)},
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert ran.stderr == ""
    return ran.stdout


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of an author's own."""
    folder = tmp_path_factory.mktemp("course") / "own"
    subprocess.run([str(BIN / "tutor"), "lessons", "new", "course", str(folder)], check=True, capture_output=True)
    return folder


def test_bash(tmp_path: Path, course: Path) -> None:
    script = ['eval "$(tutor completion bash)"']
    for typed, _ in ASKED:
        words = ["tutor", *typed.format(course=course).split()]
        script.append(f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; COMPREPLY=()")
        script.append('_tutor_completion tutor; echo "${COMPREPLY[@]}"')
    rows = said_by("bash", "\n".join(script), tmp_path).splitlines()
    for (typed, wanted), row in zip(ASKED, rows, strict=True):
        assert wanted in row.split(), typed


def test_fish(tmp_path: Path, course: Path) -> None:
    script = ["tutor completion fish | source"]
    script += [f"complete -C 'tutor {typed.format(course=course)}' | string join ' '" for typed, _ in FEW]
    rows = said_by("fish", "\n".join(script), tmp_path).splitlines()
    for (typed, wanted), row in zip(FEW, rows, strict=True):
        assert wanted in row.split(), typed


def test_zsh(tmp_path: Path) -> None:
    """The script is zsh's own, and what it asks of the program is answered."""
    script = (
        'autoload -Uz compinit && compinit -D && eval "$(tutor completion zsh)" && whence -w _tutor_completion; '
        'COMP_WORDS="tutor read linear_algebra.d" COMP_CWORD=2 _TUTOR_COMPLETE=zsh_complete tutor'
    )
    said = said_by("zsh", script, tmp_path).split()
    assert "function" in said
    assert "linear_algebra.dot" in said


def test_a_shell_that_asks_opens_no_app() -> None:
    ran = subprocess.run(
        [str(BIN / "tutor")],
        env={**os.environ, "_TUTOR_COMPLETE": "bash_complete", "COMP_WORDS": "tutor ", "COMP_CWORD": "1"},
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert "plain,read" in ran.stdout.split()
