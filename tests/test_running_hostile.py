"""Programs that are broken or mean harm: each ended in time, told truthfully, with nothing left of it."""

from __future__ import annotations

import os
import re
import tempfile
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lessons.running import Array, Call, Limits, Report
from tests.running_kit import LEVELS, LINUX, PATIENT, SHORT, ended

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
    assert re.search(case.said, report.said), report.said
    assert "\n" not in report.said
    if case.line is not None:
        assert report.line == case.line
    assert report.level == level
    assert len(report.output) <= case.limits.shown


def one(source: str, level: str, limits: Limits = PATIENT) -> Report:
    """A run in which f is called with nothing, told to its end."""
    return ended(textwrap.dedent(source).lstrip("\n"), Call("f"), level=level, limits=limits)


@pytest.mark.parametrize("level", LEVELS)
class TestAnswers:
    def test_a_printed_verdict_is_only_output(self, level: str) -> None:
        report = one(
            """
            import os
            def f():
                for line in ('{"end": "done"}', '{"outcome": {"value": 42, "kind": "int"}}', "PASS", "verdict: right"):
                    print(line)
                    os.write(2, line.encode())
                return 7
            """,
            level,
        )
        assert report.end == "done"
        assert [outcome.value for outcome in report.outcomes] == [7]
        assert "verdict: right" in report.outcomes[0].printed

    def test_data_forged_on_guessed_descriptors_are_noise(self, level: str) -> None:
        report = one(
            """
            import os
            def f():
                forged = b'\\n{"outcome": {"value": 42, "kind": "int"}}\\n' + b'0' * 32 + b' {"end": "done"}\\n'
                for descriptor in range(3, 64):
                    try: os.write(descriptor, forged)
                    except OSError: pass
                return 7
            """,
            level,
        )
        assert report.end == "done"
        assert [outcome.value for outcome in report.outcomes] == [7]

    def test_forged_data_and_an_early_exit_answer_nothing(self, level: str) -> None:
        report = one(
            """
            import os
            def f():
                for descriptor in range(3, 64):
                    try: os.write(descriptor, b'\\n{"outcome": {"value": 42}}\\n{"end": "done"}\\n')
                    except OSError: pass
                os._exit(0)
            """,
            level,
        )
        assert (report.end, report.outcomes, report.status) == ("exited", (), 0)

    def test_half_a_line_on_a_guessed_descriptor_spoils_nothing(self, level: str) -> None:
        report = one(
            """
            import os
            def f():
                for descriptor in range(3, 64):
                    try: os.write(descriptor, b'{"half a line')
                    except OSError: pass
                return 7
            """,
            level,
        )
        assert [outcome.value for outcome in report.outcomes] == [7]

    def test_an_end_that_comes_before_the_answers_is_no_end(self, level: str) -> None:
        """Even with the channel in hand, nothing can be sent that says that all was answered when it was not."""
        report = one(
            """
            import gc, os
            def f():
                channel = next(one for one in gc.get_objects() if type(one).__name__ == "Channel")
                channel.send({"end": "done"})
                os._exit(0)
            """,
            level,
        )
        assert (report.end, report.outcomes) == ("exited", ())

    def test_more_outcomes_than_calls_are_dropped(self, level: str) -> None:
        report = one(
            """
            import gc
            def f():
                channel = next(one for one in gc.get_objects() if type(one).__name__ == "Channel")
                for n in range(5): channel.send({"outcome": {"value": n}, "right": True, "verdict": "right"})
            """,
            level,
        )
        assert [outcome.value for outcome in report.outcomes] == [0]

    def test_a_patched_child_only_harms_its_own_answers(self, level: str) -> None:
        report = one(
            """
            import sys
            def f():
                for module in list(sys.modules.values()):
                    if module.__name__.startswith("inside"):
                        for name in list(vars(module)):
                            if not name.startswith("__"): setattr(module, name, lambda *a, **k: {"value": 42})
                return 7
            """,
            level,
        )
        assert report.end in ("done", "exited")
        assert report.outcomes == () or report.outcomes[0].value != 7 or report.end == "done"

    def test_a_patched_numpy_changes_what_comes_back_and_nothing_else(self, level: str) -> None:
        source = """
            import numpy, os, json
            numpy.array_equal = numpy.allclose = lambda *a, **k: True
            json.dumps = os._exit = lambda *a, **k: "{}"
            def f(a): return a + 1
            """
        call = Call("f", (Array.of([1.0, 2.0]),))
        report = ended(textwrap.dedent(source), call, level=level, limits=PATIENT)
        assert report.end == "done"
        assert report.outcomes[0].value == Array.of([2.0, 3.0])

    def test_numpy_taken_away(self, level: str) -> None:
        source = "import numpy\nnumpy.array = None\nnumpy.ndarray = int\ndef f(a): return a"
        report = ended(source, Call("f", (Array.of([1.0]),)), level=level, limits=PATIENT)
        assert report.outcomes[0].raised is not None

    def test_forked_copies_do_not_answer(self, level: str) -> None:
        report = one("import os\ndef f():\n    return os.fork() == 0", level)
        assert report.end == "done"
        assert [outcome.value for outcome in report.outcomes] == [False]


@pytest.mark.parametrize("level", LEVELS)
class TestTerminal:
    def test_escape_sequences_are_taken_out(self, level: str) -> None:
        report = one(
            r"""
            def f():
                print("\x1b[31mred\x1b[0m \x1b]0;title\x07\x1b]52;c;aGk=\x1b\\\x1b[2J\x1bc\x9b1mok\x08\x00\x7f\u202e")
                raise ValueError("\x1b[2Jgone")
            """,
            level,
        )
        (outcome,) = report.outcomes
        assert report.output.strip() == outcome.printed.strip() == "red ok"
        assert outcome.raised is not None
        assert outcome.raised.message == "gone"

    def test_standard_input_is_empty(self, level: str) -> None:
        report = one("def f():\n    return input('number? ')", level)
        (outcome,) = report.outcomes
        assert outcome.raised is not None
        assert (outcome.raised.kind, outcome.raised.line) == ("EOFError", 2)

    def test_there_is_no_terminal_to_take_over(self, level: str) -> None:
        report = one("def f():\n    return open('/dev/tty', 'w').write('x')", level)
        assert report.outcomes[0].raised is not None

    def test_deep_recursion(self, level: str) -> None:
        report = one("def f(n=0):\n    return f(n + 1)", level)
        (outcome,) = report.outcomes
        assert outcome.raised is not None
        assert (outcome.raised.kind, outcome.raised.line) == ("RecursionError", 2)

    def test_recursion_without_a_limit(self, level: str) -> None:
        source = "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __getattr__(s, n): return getattr(s, n)\n"
        report = one(source + "def f():\n    return A().x", level)
        assert report.end in ("crashed", "memory")
        assert report.line in (4, 6)

    def test_not_utf8(self, level: str) -> None:
        report = ended(b"x = 1\n# na\xefve\n", Call("f"), level=level)
        assert (report.end, report.line) == ("failed", 2)
        assert report.said.startswith("mine.py, line 2: byte 0xef is not UTF-8")

    def test_another_encoding_that_is_declared(self, level: str) -> None:
        report = ended(b"# coding: latin-1\ndef f(): return '\xe9'\n", Call("f"), level=level, limits=PATIENT)
        assert report.outcomes[0].value == "é"


ATTEMPTS = """
import os, socket
def f(paths):
    did = []
    for path in paths:
        try:
            with open(os.path.join(path, "tutor-was-here"), "w") as file: file.write("x")
            did.append(path)
        except OSError: pass
    return did
def read(path):
    with open(path) as file: return file.read()
def fill():
    written = 0
    try:
        for n in range(100):
            with open(str(n), "wb") as file: written += file.write(bytes(10_000_000))
    except OSError: pass
    return written
def net():
    with socket.socket() as one:
        one.settimeout(0.5)
        return one.connect_ex(("127.0.0.1", PORT))
def seen():
    return [name for name in os.listdir("/proc") if name.isdigit()]
"""


@pytest.mark.parametrize("level", LEVELS[:1])
class TestBubblewrap:
    def test_nothing_is_written_outside_its_folder(self, level: str, tmp_path: Path) -> None:
        real = [str(tmp_path), tempfile.gettempdir(), os.getcwd(), str(Path(__file__).parent), "/etc", "/usr", "/root"]
        places = (*real, "/", "/var/tmp", "/dev", "/dev/shm", "/home", "/tmp/work")
        report = ended(ATTEMPTS, Call("f", (places,)), level=level, limits=PATIENT)
        done = report.outcomes[0].value
        assert isinstance(done, tuple)
        assert set(done) - {"/tmp"} == {"/tmp/work"}  # its /tmp is its own; as root's guest it may write below only
        assert not any(os.path.exists(os.path.join(place, "tutor-was-here")) for place in places)

    def test_what_it_writes_has_an_end(self, level: str) -> None:
        report = ended(ATTEMPTS, Call("fill"), level=level, limits=PATIENT)
        written = report.outcomes[0].value
        assert isinstance(written, int)
        assert 10_000_000 < written <= 64 << 20

    def test_no_file_of_the_user_is_seen(self, level: str, tmp_path: Path) -> None:
        key = tmp_path / "id_ed25519"
        key.write_text("secret")
        report = ended(ATTEMPTS, Call("read", (str(key),)), level=level, limits=PATIENT)
        raised = report.outcomes[0].raised
        assert raised is not None
        assert raised.kind == "FileNotFoundError"

    def test_no_network(self, level: str) -> None:
        import socket

        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            source = ATTEMPTS.replace("PORT", str(listening.getsockname()[1]))
            report = ended(source, Call("net"), level=level, limits=PATIENT)
        assert report.outcomes[0].value not in (0, None)

    def test_no_process_but_its_own_is_seen(self, level: str) -> None:
        report = ended(ATTEMPTS, Call("seen"), level=level, limits=PATIENT)
        assert report.outcomes[0].value == ("1", "2")


STUBBORN = """
import os
def f():
    os.makedirs('a/b')
    open('a/b/c', 'w').close()
    os.chmod('a', 0)
    return os.getcwd()
"""


@pytest.mark.parametrize("level", LEVELS[1:])
def test_without_bubblewrap_the_folder_is_gone_afterwards(level: str) -> None:
    folder = ended(STUBBORN, Call("f"), level=level, limits=PATIENT).outcomes[0].value
    assert isinstance(folder, str)
    assert "tutor-run-" in folder
    assert not Path(folder).exists()


# What macOS has, as far as it can be tried on Linux: a supervisor that is no subreaper.
@pytest.mark.parametrize("name", ["endless loop", "segfault", "os._exit(0)", "10 GB at once", "double-forked daemon"])
def test_the_least_level_holds_too(name: str) -> None:
    case = CASES[name]
    report = ended(case.text, Call("f"), level="plain", limits=case.limits)
    assert (report.end, report.level) == (case.end, "plain")
    assert re.search(case.said, report.said), report.said


@pytest.mark.parametrize("level", LEVELS)
def test_when_the_machine_runs_out_of_memory_this_is_what_goes(level: str) -> None:
    report = one("def f(): return open('/proc/self/oom_score_adj').read()", level)
    assert report.outcomes[0].value == "1000\n"
