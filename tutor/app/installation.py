"""Whether the program on the disk is still the one that runs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import lessons
import progress
import tutor

CHANGED = "tutor was updated or removed while it ran; your answers are saved. Start it again."


def packages() -> list[Path]:
    """Return the folders of the three packages."""
    return [Path(package.__file__).parent for package in (lessons, progress, tutor) if package.__file__]


def changed_since(moment: float, folders: Iterable[Path]) -> bool:
    """Whether a file of the program was written, or one of its folders is gone, since a moment in POSIX seconds.

    The status-change time counts: an installer may keep the time at which a file was made.
    """
    for folder in folders:
        try:
            files = [path for path in folder.rglob("*") if path.suffix in (".py", ".toml", ".md")]
            if not files or any(path.stat().st_ctime > moment for path in files):
                return True
        except OSError:
            return True
    return False
