"""The program stops on ctrl+z only where a shell can continue it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tutor.app.job_control import parent

SAY = "from tutor.app.job_control import can_be_continued; print(can_be_continued())"


def answer(wrapper: str) -> str:
    """What a program says that a chain of other processes starts."""
    code = f"import os, subprocess, sys\nsay = [sys.executable, '-c', {SAY!r}]\n{wrapper}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


CHAINS = {
    "a shell with job control": ("os.setsid(); subprocess.run(say, process_group=0)", "True"),
    "a wrapper in the same group, below such a shell": (
        "os.setsid(); subprocess.run([sys.executable, '-c', f'import subprocess; subprocess.run({say!r})'], "
        "process_group=0)",
        "True",
    ),
    "the command of ssh -t or xterm -e": ("subprocess.run(say, start_new_session=True)", "False"),
    "a shell without job control under ssh -t": ("os.setsid(); subprocess.run(say)", "False"),
}


@pytest.mark.parametrize(("wrapper", "wanted"), CHAINS.values(), ids=CHAINS)
def test_whoever_could_continue_it_is_found(wrapper: str, wanted: str) -> None:
    assert answer(wrapper) == wanted


def test_the_parent_of_a_process_is_known() -> None:
    assert parent(os.getpid()) == os.getppid()
