"""How calls are answered, files read and levels kept: the runner with programs that mean well."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import time
from importlib.util import cache_from_source, find_spec
from pathlib import Path

import pytest

from lessons.sandbox import (
    Array,
    Call,
    Limits,
    Named,
    Outcome,
    Polynomial,
    Raised,
    Report,
    Warned,
    levels,
    run_calls,
    sandbox_level,
    start,
)
from lessons.sandbox.outcome_text import summary
from tests.support.paths import ROOT
from tests.support.sandbox import LEVELS, LINUX, PATIENT, ended, value

pytestmark = LINUX


def outcomes(source: str, *calls: Call, level: str | None = None) -> tuple[Outcome, ...]:
    report = run_calls(source, calls, limits=PATIENT, level=level)
    assert report.end == "done", summary(report)
    return report.outcomes


class TestCalls:
    def test_arguments_as_they_were_afterwards(self) -> None:
        source = "def f(a, b, *, c):\n    a[0] = 9\n    b.append(3)\n    c[0] = 7"
        (outcome,) = outcomes(source, Call("f", (Array.of([1.0, 2.0]), [1]), {"c": Array.of([0.0])}))
        assert outcome.arguments == (Array.of([9.0, 2.0]), (1, 3))
        assert outcome.keywords == {"c": Array.of([7.0])}

    def test_each_call_has_its_own_arguments(self) -> None:
        call = Call("f", ([1],))
        source = "def f(a):\n    a.append(2)\n    return len(a)"
        assert [outcome.value for outcome in outcomes(source, call, call)] == [2, 2]

    def test_memory_that_is_shared(self) -> None:
        source = "def f(a, b): return b[1:]\ndef g(a, b): return a + b\ndef h(a, b): return b\ndef i(a): return a"
        arrays = (Array.of([1.0, 2.0]), Array.of([3.0, 4.0]))
        calls = [Call("f", arrays), Call("g", arrays), Call("h", arrays), Call("i", ([1],)), Call("i", ((1,),))]
        assert [outcome.shared for outcome in outcomes(source, *calls)] == [(1,), (), (1,), (0,), ()]

    def test_functions_as_arguments(self) -> None:
        source = "def slope(x): return 2 * x\ndef f(g, x): return g(x)"
        polynomial = Call("f", (Polynomial((9.0, -6.0, 1.0)), 1.0))
        assert [outcome.value for outcome in outcomes(source, polynomial, Call("f", (Named("slope"), 1.5)))] == [
            4.0,
            3.0,
        ]

    def test_a_polynomial_of_an_array(self) -> None:
        call = Call("f", (Polynomial((1.0, 2.0)), Array.of([1.0, 2.0])))
        assert value("def f(g, x): return g(x)", call) == Array.of([3.0, 5.0])

    def test_files_beside_it(self) -> None:
        source = "from softmax import softmax\ndef f(g, x): return softmax(x) + g(x)"
        call = Call("f", (Named("softmax", "softmax"), 1.0))
        report = run_calls(source, [call], modules={"softmax.py": "def softmax(x): return 10 * x"}, limits=PATIENT)
        assert report.outcomes[0].value == 20.0

    def test_a_name_that_hides_numpy(self) -> None:
        """A file called numpy.py is what many a first attempt was called."""
        report = run_calls("import numpy\ndef f(): return numpy.ones(1)", [Call("f")], name="numpy.py", limits=PATIENT)
        assert report.outcomes[0].value == Array.of([1.0])

    @pytest.mark.parametrize(("source", "missing"), [("", "absent"), ("f = 3", "int"), ("f = [1]", "list")])
    def test_no_such_function(self, source: str, missing: str) -> None:
        assert [outcome.missing for outcome in outcomes(source, Call("f"))] == [missing]

    def test_an_argument_that_is_not_there(self) -> None:
        (outcome,) = outcomes("def f(g): return g", Call("f", (Named("nowhere"),)))
        assert outcome.raised is not None
        assert "nowhere" in outcome.raised.message

    def test_an_exception_and_the_calls_after_it(self) -> None:
        source = "def f(x):\n    return 1 / x"
        one, two = outcomes(source, Call("f", (0,)), Call("f", (2,)))
        assert one.raised == Raised("ZeroDivisionError", "division by zero", 2)
        assert two.value == 0.5

    def test_sys_exit_in_a_call_is_told_as_what_it_is(self) -> None:
        one, two = outcomes("import sys\ndef f(): sys.exit(3)\ndef g(): return 1", Call("f"), Call("g"))
        assert one.raised == Raised("SystemExit", "3", 2)
        assert two.value == 1

    def test_warnings(self) -> None:
        source = "import numpy as np\ndef f(x):\n    np.exp(x)\n    return np.float64(1) / 0"
        (outcome,) = outcomes(source, Call("f", (Array.of([1000.0]),)))
        assert outcome.warnings == (
            Warned("RuntimeWarning", "overflow encountered in exp", 3),
            Warned("RuntimeWarning", "divide by zero encountered in scalar divide", 4),
        )
        assert outcome.value == math.inf

    def test_what_is_printed_belongs_to_its_call(self) -> None:
        source = "print('loading')\ndef f(x): print('x =', x)"
        report = run_calls(source, [Call("f", (1,)), Call("f", (2,))], limits=PATIENT)
        assert [outcome.printed for outcome in report.outcomes] == ["x = 1\n", "x = 2\n"]
        assert report.output == "loading\nx = 1\nx = 2\n"

    def test_long_output_is_cut_not_punished(self) -> None:
        report = run_calls("def f():\n    print('x' * 200_000)\n    return 1", [Call("f")], limits=PATIENT)
        assert report.end == "done"
        assert report.cut
        assert len(report.output) == 64 << 10
        assert report.outcomes[0].value == 1

    def test_dataclasses_and_annotations_find_their_module(self) -> None:
        source = (
            "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass P:\n"
            "    x: int\ndef f(): return P(2).x\nif __name__ == '__main__': raise SystemExit"
        )
        assert value(source, Call("f")) == 2


class TestFiles:
    def test_a_path(self, tmp_path: Path) -> None:
        path = tmp_path / "softmax.py"
        path.write_text("def f(): return __file__")
        report = run_calls(path, [Call("f")], limits=PATIENT)
        assert report.name == "softmax.py"
        assert str(report.outcomes[0].value).endswith("/softmax.py")

    def test_names_of_every_kind(self) -> None:
        for name in ("größe.py", "a b.py", "it's.py", "no-suffix", "../up.py", "numpy.py"):
            report = run_calls("def f():\n    1 / 0", [Call("f")], name=name, limits=PATIENT)
            raised = report.outcomes[0].raised
            assert report.name == name
            assert raised is not None
            assert raised.line == 2

    def test_nothing_there(self, tmp_path: Path) -> None:
        report = run_calls(tmp_path / "nothing.py")
        assert (report.end, summary(report)) == ("unstarted", "nothing.py could not be run: No such file or directory.")

    def test_a_folder(self, tmp_path: Path) -> None:
        assert summary(run_calls(tmp_path)).endswith("could not be run: it is not a file.")

    def test_too_large(self, tmp_path: Path) -> None:
        path = tmp_path / "data.py"
        path.write_bytes(b"#" * (2 << 20))
        assert "larger than 1 MB" in summary(run_calls(path))

    def test_text_that_no_file_could_hold(self) -> None:
        assert "is not UTF-8" in summary(run_calls("x = '\udc80'"))

    def test_windows_line_ends_and_a_mark_at_the_start(self) -> None:
        assert value("\ufeffdef f():\r\n    return 1\r\n", Call("f")) == 1


class TestLevels:
    @pytest.mark.parametrize("level", LEVELS)
    def test_numpy_within_the_limits(self, level: str) -> None:
        source = "import numpy as np\ndef f(a): return np.linalg.eigh(a @ a.T)[0].round(6)"
        report = ended(source, Call("f", (Array.of([[2.0, 0.0], [0.0, 1.0]]),)), level=level, limits=PATIENT)
        assert report.outcomes[0].value == Array.of([1.0, 4.0])

    @pytest.mark.parametrize("level", LEVELS)
    def test_the_environment_is_clean(self, level: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
        report = ended("import os\ndef f(): return tuple(os.environ)", Call("f"), level=level, limits=PATIENT)
        seen = report.outcomes[0].value
        assert isinstance(seen, tuple)
        assert not {"AWS_SECRET_ACCESS_KEY", "PYTHONSTARTUP", "USER", "TUTOR_HOME"} & set(seen)
        assert "PATH" in seen

    @pytest.mark.parametrize("level", LEVELS)
    def test_no_descriptor_of_the_parent_is_inherited(self, level: str, tmp_path: Path) -> None:
        source = """
import os
def f():
    found = []
    for name in os.listdir("/proc/self/fd"):
        try: found.append(os.readlink("/proc/self/fd/" + name))
        except OSError: pass
    return tuple(found)
"""
        with (tmp_path / "private").open("w") as file:
            os.set_inheritable(file.fileno(), True)
            report = ended(source, Call("f"), level=level, limits=PATIENT)
        seen = report.outcomes[0].value
        assert isinstance(seen, tuple)
        assert not [one for one in seen if "private" in str(one)]

    def test_bubblewrap_that_does_not_start_is_found_out_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As where user namespaces are disabled: the run itself is not lost, and the reason is kept for the doctor."""
        fake = tmp_path / "bwrap"
        fake.write_text('#!/bin/sh\necho "$@" >> ' + str(tmp_path / "asked") + "\necho No permissions >&2\nexit 1\n")
        fake.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        monkeypatch.setattr("lessons.sandbox.run._without", [])
        sandbox_level.cache_clear()
        reports = [run_calls("def f(): return 1", [Call("f")], limits=PATIENT) for _ in range(3)]
        level = sandbox_level()
        sandbox_level.cache_clear()
        assert [report.end for report in reports] == ["done"] * 3
        assert {report.level for report in reports} == {level.name} == {"subreaper"}
        assert "No permissions" in level.better
        assert "bubblewrap is installed but does not start here" in level.better
        asked = [line for line in (tmp_path / "asked").read_text().splitlines() if line != "--version"]
        assert len(asked) == 1

    def test_where_bubblewrap_is_asked_for_nothing_runs_without_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Neither where it is missing nor where it does not start, as it may not when a machine is full."""
        monkeypatch.setenv("TUTOR_SANDBOX", "bubblewrap")
        monkeypatch.setattr("lessons.sandbox.run._without", [])
        monkeypatch.setenv("PATH", "/nowhere")
        missing = run_calls("def f(): return 1", [Call("f")])
        assert (missing.end, missing.outcomes) == ("unstarted", ())
        assert "TUTOR_SANDBOX asks for bubblewrap" in summary(missing)
        (tmp_path / "bwrap").write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "bwrap").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        for _ in range(2):
            assert run_calls("def f(): return 1", [Call("f")]).end == "unstarted"

    def test_without_bubblewrap_the_way_to_it_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        sandbox_level.cache_clear()
        level = sandbox_level()
        sandbox_level.cache_clear()
        assert level.name == "subreaper"
        assert "apt install bubblewrap" in level.better
        assert "not a security boundary" in level.not_from

    def test_where_nothing_can_be_run_it_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.executable", "/nowhere/python")
        monkeypatch.setenv("PATH", "/nowhere")
        report = run_calls("def f(): return 1", [Call("f")])
        assert (report.end, report.outcomes) == ("unstarted", ())
        assert summary(report) == "solution.py could not be run: No such file or directory."

    def test_a_child_that_never_speaks_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.executable", "/bin/false")
        monkeypatch.setenv("PATH", "/nowhere")
        report = run_calls("def f(): return 1", [Call("f")])
        assert (report.end, summary(report)) == ("unstarted", "solution.py could not be run: it ended with status 1.")

    def test_a_disk_without_room_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("tempfile.TemporaryFile", full)
        before = set(os.listdir("/proc/self/fd"))
        report = run_calls("def f(): return 1", [Call("f")])
        assert summary(report) == "solution.py could not be run: No space left on device."
        assert set(os.listdir("/proc/self/fd")) == before

    def test_no_descriptor_is_left_open(self) -> None:
        run_calls("")
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(5):
            run_calls("def f(): return 1", [Call("f")], limits=PATIENT)
        assert len(os.listdir("/proc/self/fd")) == before

    @pytest.mark.skipif(os.getuid() != 0 or shutil.which("setpriv") is None, reason="takes powers away from root")
    def test_a_root_that_may_not_become_another_user(self) -> None:
        """As in containers that drop capabilities: programs still run, without any power of root."""
        code = (
            "from lessons.sandbox import Call, run_calls\n"
            "source = \"def f(): return open('/proc/self/status').read().split('CapEff:')[1].split()[0]\"\n"
            "report = run_calls(source, [Call('f')])\n"
            "print(report.end, report.outcomes[0].value)"
        )
        command = ["setpriv", "--bounding-set=-setuid,-setgid", sys.executable, "-c", code]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.split() == ["done", "0" * 16]

    def test_what_the_child_imports_is_compiled(self) -> None:
        """A sandboxed child could not write that down, and would compile all of it at each run."""
        run_calls("")
        numpy = find_spec("numpy")
        assert numpy is not None
        assert numpy.origin is not None
        for source in (*map(str, levels.INSIDE.glob("*.py")), numpy.origin):
            assert os.path.exists(cache_from_source(source)), source

    def test_many_at_once(self) -> None:
        runs = [start("def f(n): return n", [Call("f", (n,))], limits=Limits(seconds=30)) for n in range(6)]
        reports = [run.wait(60) for run in runs]
        assert [report.outcomes[0].value for report in reports if report is not None] == list(range(6))

    def test_waiting_has_an_end(self) -> None:
        begin = time.monotonic()
        run = start("while True: pass", limits=Limits(seconds=30))
        assert run.wait(0.1) is None
        assert time.monotonic() - begin < 5
        run.stop()
        report = run.wait(5)
        assert isinstance(report, Report)
