"""A job: a file and calls of its functions, or cells; and the request that the child process receives."""

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
SPARE = 2  # seconds of CPU time beyond the wall-clock limit, which normally ends a program first


@dataclass(frozen=True, slots=True)
class Job:
    """A program and the calls or cells to run; `modules` are files that it may import, by file name."""

    name: str
    source: bytes = b""
    modules: Mapping[str, bytes] = field(default_factory=dict)
    calls: tuple[Call, ...] = ()
    cells: tuple[str, ...] | None = None
    limits: Limits = field(default_factory=Limits)
    refused: Report | None = None

    @property
    def file(self) -> str:
        """The name of the program's file in its folder: `name`, if it is a plain ASCII file name."""
        return self.name if self.name.isascii() and Path(self.name).name == self.name else "solution.py"

    @property
    def expected(self) -> int:
        """How many outcomes a complete run has."""
        return len(self.calls if self.cells is None else self.cells)

    def request(self, nonce: str, work: str, level: str) -> dict[str, object]:
        """The request that is sent to the child, as marshal-able values."""
        user = _user_id(nonce) if os.geteuid() == 0 and sys.platform == "linux" else 0
        return {
            "nonce": nonce,
            "work": work,
            "name": self.file,
            "source": self.source,
            "files": {Path(name).name: content for name, content in self.modules.items()},
            "calls": [protocol.encode_call(call) for call in self.calls],
            "cells": None if self.cells is None else list(self.cells),
            "shown": self.limits.shown,
            "site": levels.site_packages(),
            "inside": levels.child_paths(),
            "limits": _limits(self.limits, user, level),
            "user": user,
            "supervised": level != "bubblewrap",
            "reaper": level == "subreaper",
            "where": int(signal.SIGUSR1),
            "stop": int(signal.SIGSTOP),
        }


def read_program(source: Path | str | bytes, name: str, limits: Limits) -> tuple[bytes, Report | None]:
    """(source, None), or (b"", report) where the program cannot be run."""
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
    """The error of a file that is not UTF-8 and declares no other encoding; None where there is none."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        head = content.split(b"\n", 2)[:2]
        if any(line.lstrip().startswith(b"#") and b"coding" in line for line in head):
            return None
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{content[error.start]:02x}"
        return Raised("Encoding", f"{byte} is not UTF-8, which Python expects; save the file as UTF-8.", line)
    return None


def _user_id(nonce: str) -> int:
    """A user id for this run alone, used where we are root; from the range that systemd reserves for dynamic users."""
    return 61184 + int(nonce[:8], 16) % 4336


def _limits(limits: Limits, user: int, level: str) -> dict[str, tuple[int, int]]:
    cpu = ceil(limits.seconds) + SPARE
    rlimits = {
        "RLIMIT_CPU": (cpu, cpu + 1),
        "RLIMIT_AS": (limits.memory, limits.memory),
        "RLIMIT_FSIZE": (limits.file, limits.file),
        "RLIMIT_NOFILE": (limits.files, limits.files),
        "RLIMIT_CORE": (0, 0),
    }
    most = limits.processes + (0 if user or (level == "bubblewrap" and _counts_by_namespace()) else _user_threads())
    if sys.platform == "linux":
        rlimits["RLIMIT_NPROC"] = (most, most)
    return rlimits


def _counts_by_namespace() -> bool:
    """Whether RLIMIT_NPROC is counted per user namespace, as it is since Linux 5.14."""
    parts = os.uname().release.split(".")
    return (int(parts[0]), int(parts[1].partition("-")[0])) >= (5, 14)


def _user_threads() -> int:
    """How many threads our user has: RLIMIT_NPROC counts all of them, not only those of a run."""
    if sys.platform != "linux":
        return 0
    count, user = 0, os.getuid()
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.stat(f"/proc/{name}").st_uid == user:
                count += len(os.listdir(f"/proc/{name}/task"))
        except OSError:
            continue
    return count
