"""Programs that would answer for the check: what they forge is noise, and only what came back counts."""

from __future__ import annotations

import textwrap

import pytest

from lessons.sandbox import Array, Call
from tests.support.sandbox import LEVELS, LINUX, PATIENT, ended, one

pytestmark = LINUX


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
