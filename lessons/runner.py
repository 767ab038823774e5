"""Running the code cells of a page, as an author's check and as the proof of what they print."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

SECONDS = 60

# The cells share one namespace; each one's output, or its error, comes back as one JSON list.
_CHILD = """
import contextlib, io, json, sys, traceback
names, results = {"__name__": "__main__"}, []
for source in json.load(sys.stdin):
    out = io.StringIO()
    error = ""
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(source, "<cell>", "exec"), names)
        except BaseException as caught:
            error = traceback.format_exception_only(caught)[-1].strip()
    results.append([out.getvalue(), error])
json.dump(results, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one cell printed, and the last line of its traceback if it failed."""

    output: str
    error: str = ""


def run_cells(sources: Sequence[str], seconds: float = SECONDS) -> tuple[Ran, ...]:
    """Run cells one after the other in one fresh Python. TimeoutError when they take too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _CHILD],
            input=json.dumps(list(sources)),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"the cells did not end within {seconds:g} s") from None
    if done.returncode != 0:
        return tuple(Ran("", f"Python ended with status {done.returncode}") for _ in sources)
    return tuple(Ran(output, error) for output, error in json.loads(done.stdout))
