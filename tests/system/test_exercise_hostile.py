"""`tutor exercise check` on files that are broken, mean harm, or pretend: exit status 1, a true word, no traceback."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from lessons.sandbox import Limits
from lessons.sandbox.process import MARK, processes_marked
from lessons.sandbox.run import Run
from progress.record import Record
from tests.conftest import Clock
from tests.support.commands import Ran
from tests.support.sandbox import LINUX

pytestmark = LINUX
Command = Callable[..., Ran]

# A file for the exercise on the dot product, and what is said of it: all of it, where it is one line.
FILES = {
    "never ends": (
        """
        def dot(a, b):
            while True: pass
        """,
        r"had not ended after 1 s and was stopped, in line 2\.",
    ),
    "never ends after a right answer": (
        """
        calls = 0
        def dot(a, b):
            global calls
            calls += 1
            while calls > 1: pass
            return a @ b
        """,
        r"had not ended after 1 s and was stopped, in line [45]\.",
    ),
    "exits with success": ("import os\ndef dot(a, b): os._exit(0)", r"ended Python itself, before its work was done"),
    "exits with success when it is loaded": ("import sys\nsys.exit(0)", r"ended Python itself, in line 2, before"),
    "prints that it passed": (
        """
        print("All right: 8 of 8. PASS", flush=True)
        def dot(a, b):
            print("PASS")
            return 0
        """,
        "returns `?0`? for every input",
    ),
    "writes a verdict where it could be read": (
        """
        import os
        def dot(a, b):
            for descriptor in range(3, 64):
                try: os.write(descriptor, b'\\n{"outcome": {"value": 32.0, "kind": "float"}}\\n{"end": "done"}\\n')
                except OSError: pass
            os._exit(0)
        """,
        "ended Python itself, before its work was done",
    ),
    "compares equal to everything": (
        """
        class Equal(float):
            def __eq__(self, other): return True
            def __sub__(self, other): return 0.0
            __hash__ = float.__hash__
        def dot(a, b): return Equal(1.0)
        """,
        "is an Equal",
    ),
    "patches numpy": (
        """
        import numpy
        numpy.allclose = numpy.isclose = numpy.array_equal = lambda *a, **k: True
        def dot(a, b): return 1.0
        """,
        "for every input",
    ),
    "patches what runs it": (
        """
        import sys
        for name, module in list(sys.modules.items()):
            if name.startswith("inside"):
                for one in [one for one in vars(module) if not one.startswith("__")]:
                    setattr(module, one, lambda *a, **k: {"value": 32.0, "kind": "float"})
        def dot(a, b): return 1.0
        """,
        ".",
    ),
    "crashes": ("import ctypes\ndef dot(a, b):\n    ctypes.string_at(0)", "was ended by the system, in line 3"),
    "wants all memory": ("def dot(a, b):\n    return [0] * 10**10", "1 GiB of memory that it may use, in line 2"),
    "floods": ("def dot(a, b):\n    while True: print('x' * 10**6)", "printed more than 8 MB and was stopped"),
    "escapes": (
        """
        def dot(a, b):
            print("\\x1b]0;owned\\x07\\x1b[2J\\x1b[31mred")
            raise ValueError("\\x1b[2J\\x1b]52;c;aGk=\\x07gone")
        """,
        "ValueError: gone",
    ),
    "asks": ("def dot(a, b): return float(input('> '))", "EOFError"),
    "cannot be read": ("def dot(a, b:\n    return 1", "line 1"),
    "imports what is not there": ("import sklearn_is_not_here\n", "No module named 'sklearn_is_not_here'"),
    "recurses": ("def dot(a, b): return dot(a, b)", "RecursionError"),
    "has no function": ("x = 1", r"There is no function called `?dot`? in the file"),
    "has something else by that name": ("dot = 32", "dot is an int here"),
    "gives an object": ("def dot(a, b): return object()", "is an object"),
    "gives a generator": ("def dot(a, b): return (x * y for x, y in zip(a, b))", "not numbers yet"),
    "gives ten million numbers": ("import numpy\ndef dot(a, b): return numpy.zeros(10**7)", "shape .10000000"),
    "gives nan": ("def dot(a, b): return float('nan')", "The result is `?nan`?"),
    "gives an array of objects": ("import numpy\ndef dot(a, b): return numpy.array([{}, None])", "dtype object"),
    "gives the largest whole number": ("def dot(a, b): return 10**5000", "a whole number of 16610 bits"),
    "gives a whole number beyond floats": ("def dot(a, b): return 10**400", "gave a whole number of 1329 bits"),
    "gives infinity, which differs from nothing by more than itself": (
        "def dot(a, b): return float('inf')", "The result is `?inf`?"
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessons.sandbox.Limits", lambda: Limits(seconds=1))


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Run]:
    """Every run that is started."""
    found: list[Run] = []

    class Kept(Run):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            found.append(self)

    monkeypatch.setattr("lessons.sandbox.Run", Kept)
    return found


@pytest.mark.parametrize("name", FILES)
def test_refused_with_a_true_word(name: str, run: Command, runs: list[Run], tmp_path: Path, home: Path) -> None:
    source, said = FILES[name]
    file = tmp_path / "mine.py"
    file.write_text(textwrap.dedent(source).lstrip("\n"))
    ran = run("exercise", "check", "dot_product", str(file))
    shown = " ".join((ran.out + ran.err).split())
    assert ran.status == 1, shown
    assert re.search(said, shown), shown
    assert "Traceback" not in shown
    assert "\x1b" not in ran.out + ran.err
    (one,) = runs
    assert processes_marked(f"{MARK}={one.mark}".encode()) == []
    record = Record.open(home, now=Clock(), readonly=True)
    record.close()
    assert not record.state.exercises["dot_product"].passed_t


def test_a_file_that_is_not_utf8(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_bytes(b"# na\xefve\ndef dot(a, b): return a @ b\n")
    ran = run("exercise", "check", "dot_product", str(file))
    assert ran.status == 1
    assert "line 1: byte 0xef is not UTF-8" in " ".join(ran.out.split())


def test_what_is_right_passes_all_the_same(run: Command, tmp_path: Path) -> None:
    """It prints, it warns, it leaves a thread behind: none of that is a mistake."""
    file = tmp_path / "mine.py"
    file.write_text(
        "import threading, time, warnings\nthreading.Thread(target=time.sleep, args=(60,)).start()\nprint('hello')\n"
        "def dot(a, b):\n    warnings.warn('careful')\n    print(a)\n    return a @ b\n"
    )
    ran = run("exercise", "check", "dot_product", str(file))
    assert ran.status == 0, ran.out
