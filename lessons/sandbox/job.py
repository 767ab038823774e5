"""What is to be run: a file and calls of its functions, or cells; and the form in which the child gets it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

from lessons.sandbox import levels, protocol
from lessons.sandbox.values import Call, Limits, Raised, Report

LARGEST = 1 << 20  # bytes of a program
SPARE = 2  # seconds of processor time beyond the wall clock, which is what ends a program as a rule


@dataclass(frozen=True, slots=True)
class Job:
    """A program and what is wanted of it; `beside` are files that it may import, by name."""

    name: str
    source: bytes = b""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    calls: tuple[Call, ...] = ()
    cells: tuple[str, ...] | None = None
    limits: Limits = field(default_factory=Limits)
    refused: Report | None = None

    @property
    def file(self) -> str:
        """The name of the program within its folder: as it is, where that could not trouble anybody."""
        return self.name if self.name.isascii() and Path(self.name).name == self.name else "solution.py"

    @property
    def expected(self) -> int:
        """How many outcomes there are when all goes well."""
        return len(self.calls if self.cells is None else self.cells)

    def inward(self, nonce: str, work: str, level: str) -> dict[str, object]:
        """The request to the child."""
        user = _own_user(nonce) if os.geteuid() == 0 and sys.platform == "linux" else 0
        return {
            "nonce": nonce,
            "work": work,
            "name": self.file,
            "source": self.source,
            "files": {Path(name).name: content for name, content in self.beside.items()},
            "calls": [protocol.call_outward(call) for call in self.calls],
            "cells": None if self.cells is None else list(self.cells),
            "shown": self.limits.shown,
            "site": levels.site(),
            "inside": str(levels.INSIDE.parent),
            "limits": _limits(self.limits, user, level),
            "user": user,
            "supervised": level != "bubblewrap",
            "reaper": level == "subreaper",
            "where": int(signal.SIGUSR1),
            "stop": int(signal.SIGSTOP),
        }


def opened(source: Path | str | bytes, name: str, limits: Limits) -> tuple[bytes, Report | None]:
    """The text of a program; or why there is nothing to be run."""
    try:
        content = _content(source)
    except OSError as error:
        return b"", Report("unstarted", name=name, limits=limits, trouble=error.strerror or "it cannot be read")
    if len(content) > LARGEST:
        size = f"it is larger than {LARGEST >> 20} MB, which no program written by hand is"
        return b"", Report("unstarted", name=name, limits=limits, trouble=size)
    raised = _encoding(content)
    if raised is not None:
        return b"", Report("failed", raised=raised, line=raised.line, name=name, limits=limits)
    return content, None


def _content(source: Path | str | bytes) -> bytes:
    if isinstance(source, Path):
        if source.exists() and not source.is_file():
            raise OSError(0, "it is not a file")
        with source.open("rb") as file:
            return file.read(LARGEST + 1)
    return source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source


def _encoding(content: bytes) -> Raised | None:
    """What is said of a file that is not UTF-8 and does not declare to be anything else."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        first = content.split(b"\n", 2)[:2]
        if any(line.lstrip().startswith(b"#") and b"coding" in line for line in first):
            return None
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{content[error.start]:02x}"
        return Raised("Encoding", f"{byte} is not UTF-8, which Python expects; save the file as UTF-8.", line)
    return None


def _own_user(nonce: str) -> int:
    """Where we are root: a user for this run alone, out of a range that systems keep for such."""
    return 61184 + int(nonce[:8], 16) % 4336


def _limits(limits: Limits, user: int, level: str) -> dict[str, tuple[int, int]]:
    cpu = ceil(limits.seconds) + SPARE
    found = {
        "RLIMIT_CPU": (cpu, cpu + 1),
        "RLIMIT_AS": (limits.memory, limits.memory),
        "RLIMIT_FSIZE": (limits.file, limits.file),
        "RLIMIT_NOFILE": (limits.files, limits.files),
        "RLIMIT_CORE": (0, 0),
    }
    most = limits.processes + (0 if user or (level == "bubblewrap" and _counts_by_namespace()) else _threads_of_ours())
    if sys.platform == "linux":
        found["RLIMIT_NPROC"] = (most, most)
    return found


def _counts_by_namespace() -> bool:
    """Since Linux 5.14 a user namespace has its own count of processes."""
    parts = os.uname().release.split(".")
    return (int(parts[0]), int(parts[1].partition("-")[0])) >= (5, 14)


def _threads_of_ours() -> int:
    """The limit counts all threads of a user, not only those of a run."""
    if sys.platform != "linux":
        return 0
    found, user = 0, os.getuid()
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.stat(f"/proc/{name}").st_uid == user:
                found += len(os.listdir(f"/proc/{name}/task"))
        except OSError:
            continue
    return found
