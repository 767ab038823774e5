"""Programs that are broken or mean harm: each ended in time, told truthfully, with nothing left of it."""

from __future__ import annotations

import os
import re
import textwrap
from dataclasses import dataclass, replace

import pytest

from lessons.sandbox import Call, Limits
from lessons.sandbox.outcome_text import summary
from tests.support.sandbox import LEVELS, LINUX, PATIENT, SHORT, ended

pytestmark = LINUX


@dataclass(frozen=True)
class Case:
    """A program in which `f()` is called, the end it must come to, and what is said of it.

    `line` is the line that must be named, None where none can be known.
    """

    source: str
    end: str
    said: str
    line: int | None = None
    limits: Limits = SHORT

    @property
    def text(self) -> str:
        return textwrap.dedent(self.source).lstrip("\n")


CASES = {
    "endless loop": Case(
        """
        def f():
            while True:
                pass
        """,
        "timeout", r"mine.py had not ended after 1 s and was stopped, in line [23]\.",
    ),
    "endless loop while it is loaded": Case(
        """
        n = 0
        while True: n += 1
        """,
        "timeout", "had not ended after 1 s", 2,
    ),
    "endless loop that ignores every signal": Case(
        """
        import signal
        def f():
            for one in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(one, signal.SIG_IGN)
            while True: pass
        """,
        "timeout", "had not ended after 1 s and was stopped",
    ),
    "endless loop that catches everything": Case(
        """
        def f():
            while True:
                try:
                    while True: pass
                except BaseException: pass
        """,
        "timeout", "had not ended after 1 s and was stopped, in line 4", 4,
    ),
    "sleep": Case(
        """
        import time
        def f():
            time.sleep(1000)
        """,
        "timeout", "was stopped, in line 3", 3,
    ),
    "stops itself": Case(
        """
        import os, signal
        def f(): os.kill(os.getpid(), signal.SIGSTOP)
        """,
        "timeout", "had not ended after 1 s",
    ),
    "10 GB at once": Case(
        """
        def f():
            return bytearray(10**10)
        """,
        "memory", "more than the 1 GiB of memory that it may use, in line 2", 2,
    ),
    "10 GB while it is loaded": Case("x = bytearray(10**10)", "memory", "1 GiB of memory", 1),
    "a growing list": Case(
        """
        def f():
            kept = []
            while True:
                kept.append(bytearray(50_000_000))
        """,
        "memory", "in line 4", 4, PATIENT,
    ),
    "output without end": Case(
        """
        def f():
            while True: print("x" * 1_000_000)
        """,
        "flooded", "mine.py printed more than 8 MB and was stopped", 2, PATIENT,
    ),
    "a gigabyte behind the back of print": Case(
        """
        import os
        def f():
            for _ in range(1000): os.write(2, bytes(1_000_000))
        """,
        "flooded", "printed more than 8 MB", 3, PATIENT,
    ),
    # A limit on processes holds for a user, so where the tests are run by root the child becomes a user of its own.
    "fork bomb": Case(
        """
        import os
        def f():
            while True:
                try: os.fork()
                except OSError: pass
        """,
        "timeout", "had not ended after 1 s",
    ),
    "fork bomb in sessions of their own": Case(
        """
        import os
        def f():
            while True:
                try:
                    if os.fork() == 0: os.setsid()
                except OSError: pass
        """,
        "timeout", "had not ended after 1 s",
    ),
    "thread bomb": Case(
        """
        import threading, time
        def f():
            while True:
                try: threading.Thread(target=time.sleep, args=(1000,)).start()
                except RuntimeError: pass
        """,
        "timeout", "had not ended after 1 s",
    ),
    "threads that outlive the answer": Case(
        """
        import threading, time
        def f(): threading.Thread(target=time.sleep, args=(1000,)).start()
        """,
        "done", "ran to its end",
    ),
    "double-forked daemon": Case(
        """
        import os, time
        def f():
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0: time.sleep(1000)
                os._exit(0)
            os.wait()
        """,
        "done", "ran to its end",
    ),
    "daemon, and no answer": Case(
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0: time.sleep(1000)
            os._exit(0)
        os.wait()
        os._exit(3)
        """,
        "exited", r"mine.py ended Python itself, before its work was done \(exit status 3\)",
    ),
    "segfault": Case(
        """
        import ctypes
        def f():
            ctypes.string_at(0)
        """,
        "crashed", "Python itself was ended by the system, in line 3: it touched memory that is not its own", 3,
    ),
    "abort": Case(
        """
        import os
        os.abort()
        """,
        "crashed", "in line 2: it aborted", 2,
    ),
    "kills itself": Case(
        """
        import os
        def f(): os.kill(os.getpid(), 9)
        """,
        "crashed", "it was killed",
    ),
    "os._exit(0)": Case(
        """
        import os
        def f(): os._exit(0)
        """,
        "exited", r"before its work was done \(exit status 0\)",
    ),
    "os._exit(0) while it is loaded": Case("import os; os._exit(0)", "exited", r"exit status 0"),
    "sys.exit while it is loaded": Case("import sys\nsys.exit(0)", "exited", "ended Python itself, in line 2", 2),
    "kills its parent": Case(
        """
        import os
        def f():
            try: os.kill(os.getppid(), 9)
            except OSError: pass
            while True: pass
        """,
        "timeout", "had not ended after 1 s",
    ),
    "kills all it can": Case(
        """
        import os
        def f():
            try: os.kill(-1, 9)
            except OSError: pass
            while True: pass
        """,
        "timeout", "had not ended after 1 s",
    ),
    "closes its descriptors": Case(
        """
        import os
        def f(): os.closerange(0, 1000)
        """,
        "exited", "before its work was done",
    ),
    "closes its descriptors and loops": Case(
        """
        import os
        def f():
            os.closerange(0, 1000)
            while True: pass
        """,
        "timeout", "had not ended after 1 s",
    ),
    "a repr that loops": Case(
        """
        class Odd:
            def __repr__(self):
                while True: pass
        def f(): return Odd()
        """,
        "timeout", "in line 3", 3,
    ),
    "a file without end": Case(
        """
        def f():
            with open("big", "wb") as file:
                while True:
                    file.write(bytes(1_000_000))
        """,
        "done", "ran to its end", None, PATIENT,
    ),
    "files without end": Case(
        """
        def f():
            kept = []
            try:
                while True: kept.append(open("/dev/null"))
            except OSError as error:
                kept.clear()
                print(error)
                while True: pass
        """,
        "timeout", "in line 8", 8,
    ),
    "a syntax error": Case("def f():\n    return (1, 2\n", "failed", "line 2: Python cannot read it: '\\(' was", 2),
    "an indentation error": Case("def f():\n  x = 1\n    y = 2\n", "failed", "line 3: Python cannot read it: unexp", 3),
    "an import that fails": Case(
        "import os\nimport nowhere_to_be_found\n",
        "failed", "line 2: ModuleNotFoundError: No module named 'nowhere_to_be_found', before any function could", 2,
    ),
    "a null byte": Case("x = 1\0\n", "failed", "null byte"),
    "nested without end": Case("x = " + "(" * 5000 + ")" * 5000, "failed", "mine.py"),
    "an exception that cannot be shown": Case(
        """
        class Odd(Exception):
            def __str__(self): raise SystemError
        raise Odd
        """,
        "failed", "line 3: Odd, before any function could be called", 3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", CASES)
def test_ended_in_time_with_a_true_report(name: str, level: str) -> None:
    case = CASES[name]
    if name.startswith("kills ") and level != "bubblewrap" and os.getuid() != 0:
        if name == "kills all it can":
            pytest.skip("without bubblewrap a program can kill all that its user runs, these tests too")
        case = replace(case, end="crashed", said="it was killed")  # its parent is a supervisor of the same user
    report = ended(case.text, Call("f"), level=level, limits=case.limits)
    assert report.end == case.end, report
    assert re.search(case.said, summary(report)), summary(report)
    assert "\n" not in summary(report)
    if case.line is not None:
        assert report.line == case.line
    assert report.level == level
    assert len(report.output) <= case.limits.shown


# What macOS has, as far as it can be tried on Linux: a supervisor that is no subreaper.
@pytest.mark.parametrize("name", ["endless loop", "segfault", "os._exit(0)", "10 GB at once", "double-forked daemon"])
def test_the_least_level_holds_too(name: str) -> None:
    case = CASES[name]
    report = ended(case.text, Call("f"), level="plain", limits=case.limits)
    assert (report.end, report.level) == (case.end, "plain")
    assert re.search(case.said, summary(report)), summary(report)
