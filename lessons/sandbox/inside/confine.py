"""Limits that the process sets for itself before it reads the learner's code; they cannot be raised again."""

from __future__ import annotations

import os

from ml_math_tutor.platform import limit_process

from . import user

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from typing import Any


def confine(job: dict[str, Any]) -> None:
    """Enter the working folder, set the limits, and leave root."""
    for name, content in job["files"].items():
        with open(os.path.join(job["work"], name), "wb") as file:
            file.write(content)
    os.chdir(job["work"])
    _be_killed_first()
    for name, (soft, hard) in job["limits"].items():
        limit_process(name, soft, hard)
    if job["user"]:
        user.leave_root(job["user"], job["work"])


def _be_killed_first() -> None:
    """Have the kernel kill this process first when memory runs out."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("1000")
    except OSError:
        return
