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
]  # fmt: skip


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


@pytest.mark.parametrize(("typed", "wanted"), ASKED)
def test_bash(tmp_path: Path, typed: str, wanted: str) -> None:
    words = ["tutor", *typed.split()]
    script = (
        f'eval "$(tutor completion bash)"; COMP_WORDS=({" ".join(words)}); COMP_CWORD={len(words) - 1}; '
        '_tutor_completion tutor; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert wanted in said_by("bash", script, tmp_path).split()


@pytest.mark.parametrize(("typed", "wanted"), ASKED[:3])
def test_fish(tmp_path: Path, typed: str, wanted: str) -> None:
    script = f"tutor completion fish | source; complete -C 'tutor {typed}'"
    assert wanted in said_by("fish", script, tmp_path).split()


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
