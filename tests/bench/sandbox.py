"""How long a learner waits for the report on their program."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from lessons.sandbox import Array, Call, Limits, run_calls, start
from lessons.sandbox.levels import fallback, site_packages
from lessons.sandbox.outcome_text import summary
from lessons.sandbox.run import working_level

ROUNDS = 15
SOFTMAX = """
import numpy as np

def softmax(z):
    shifted = np.exp(z - z.max())
    return shifted / shifted.sum()
"""
CALLS = [Call("softmax", (Array.of(scores),)) for scores in ([1.0, 2, 3], [101.0, 102, 103], [1001.0, 1002, 1003])] * 4
PLAIN = [Call("entropy", (share,)) for share in (0.1, 0.5, 0.9)]
ENTROPY = "from math import log2\ndef entropy(p): return -p * log2(p) - (1 - p) * log2(1 - p)\n"


def rows() -> list[tuple[str, float, str]]:
    """What was measured, each with its unit."""
    numpy = f"import sys; sys.path += {site_packages()!r}; import numpy"
    found = [
        ("python -I -S -c 'import numpy', p50", _median(partial(_python, numpy)), "ms"),
        ("python -I -S -c pass, p50", _median(partial(_python, "pass")), "ms"),
    ]
    for level in dict.fromkeys((working_level(), fallback().name)):
        softmax, entropy = partial(_run, SOFTMAX, CALLS, level), partial(_run, ENTROPY, PLAIN, level)
        stopped = statistics.median(_stop(level) for _ in range(ROUNDS // 3)) * 1e3
        found += [
            (f"running: softmax in NumPy, 12 calls, {level}, p50", _median(softmax), "ms"),
            (f"running: entropy without NumPy, {level}, p50", _median(entropy), "ms"),
            (f"running: Escape to the report, {level}, p50", stopped, "ms"),
        ]
    return found


def _median(timed: Callable[[], None]) -> float:
    times = []
    timed()
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        timed()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1e3


def _python(code: str) -> None:
    environment = {"OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True, env=environment)


def _run(source: str, calls: list[Call], level: str) -> None:
    report = run_calls(source, calls, level=level)
    assert report.end == "done", summary(report)


def _stop(level: str) -> float:
    run = start("while True: pass", limits=Limits(seconds=60), level=level)
    assert run.wait(0.3) is None
    begun = time.perf_counter()
    run.stop()
    assert run.wait(5) is not None
    return time.perf_counter() - begun


if __name__ == "__main__":
    for name, value, unit in rows():
        print(f"{name:60} {value:8.2f} {unit}")
