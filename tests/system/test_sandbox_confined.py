"""What a program can reach: no terminal, no file of the user, no network, no process but its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from lessons.sandbox import Call
from lessons.sandbox.outcome_text import summary
from tests.support.sandbox import LEVELS, LINUX, PATIENT, ended, one

pytestmark = LINUX


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
        assert summary(report).startswith("mine.py, line 2: byte 0xef is not UTF-8")

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


@pytest.mark.parametrize("level", LEVELS)
def test_when_the_machine_runs_out_of_memory_this_is_what_goes(level: str) -> None:
    report = one("def f(): return open('/proc/self/oom_score_adj').read()", level)
    assert report.outcomes[0].value == "1000\n"
