"""The processor time that a call takes, whatever else the process does meanwhile."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """What a call returns, and the seconds that its thread took for it, without garbage of the whole test run."""
    gc.disable()
    try:
        begun = time.thread_time()
        value = call()
        return value, time.thread_time() - begun
    finally:
        gc.enable()
