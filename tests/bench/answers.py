"""How long reading and judging take, over the table of judged cases."""

import subprocess
import sys
import time

from lessons.answers import judge, read, same
from tests.support.answer_table import CASES, Case

_WARM_UP = 1
_IMPORTS = 7
_ROUNDS = 3


def rows() -> list[tuple[str, float, str]]:
    """(name, value, unit) of every measurement."""
    for _ in range(_WARM_UP):
        _times(CASES)
    judged = sorted(min(times) for times in zip(*(_times(CASES) for _ in range(_ROUNDS)), strict=True))
    return [
        ("answers: import", _import_time() * 1e3, "ms"),
        ("answers: judge, mean", sum(judged) / len(judged) * 1e3, "ms"),
        ("answers: judge, p99", judged[int(len(judged) * 0.99)] * 1e3, "ms"),
        ("answers: judge, slowest", judged[-1] * 1e3, "ms"),
        ("answers: echo, mean", _echo_time() * 1e3, "ms"),
        ("answers: same, numbers a second", 1 / _same_time(), "1/s"),
    ]


def _times(cases: list[Case]) -> list[float]:
    found = []
    for case in cases:
        start = time.perf_counter()
        judge(case.question, case.answer)
        found.append(time.perf_counter() - start)
    return found


def _echo_time() -> float:
    start = time.perf_counter()
    for case in CASES:
        read(case.question, case.answer)
    return (time.perf_counter() - start) / len(CASES)


def _same_time() -> float:
    start = time.perf_counter()
    for k in range(1000):
        same("number", str(k), str(k + 1))
    return (time.perf_counter() - start) / 1000


def _import_time() -> float:
    """The shortest of a few imports in a fresh interpreter."""
    script = "import time; t = time.perf_counter(); import lessons.answers; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True, check=True) for _ in range(_IMPORTS)]
    return min(float(run.stdout) for run in runs)


if __name__ == "__main__":
    for name, value, unit in rows():
        print(f"{name}: {value:.3f} {unit}")
