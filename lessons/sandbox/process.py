"""The processes of one run, from their start until the last of them is gone."""

from __future__ import annotations

import contextlib
import json
import marshal
import os
import secrets
import select
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

from lessons.sandbox import levels
from lessons.sandbox.job import Job

ASKING = 0.5  # seconds that bubblewrap gets to say what it started
PATIENCE = 3.0  # seconds that the end of killed processes is waited for
MARK = "TUTOR_RUN"


class ProcessGroup:
    """A program that runs at a level: its channels, and the way to end it and all it started."""

    def __init__(self, job: Job, level: str, mark: str) -> None:
        self.level = level
        self.nonce = secrets.token_hex(16)
        self.pid: int | None = None
        self._mark = mark
        self._open: list[int] = []
        self._folder: str | None = None
        self._init: int | None = None  # the first process of the namespace, as it is known outside
        self._init_gone: int | None = None  # readable when that one and all others in there are dead
        try:
            self._start(job)
        except BaseException:
            self._close()
            raise

    @property
    def work(self) -> str:
        """The folder of the program, as it sees it."""
        return self._folder or levels.WORK

    def _start(self, job: Job) -> None:
        levels.compile_for_child()
        bubblewrap = self.level == "bubblewrap"
        if not bubblewrap:
            self._folder = os.path.realpath(tempfile.mkdtemp(prefix="tutor-run-"))
        self.output, output = self._pipe()
        self.results, results = self._pipe()
        self.trace, trace = self._pipe()
        aside_read, aside_write = self._pipe()  # bubblewrap tells its pid there; a supervisor is told the end there
        self._aside, aside = (aside_read, aside_write) if bubblewrap else (aside_write, aside_read)
        request = {
            **job.inward(self.nonce, self.work, self.level),
            "control": aside,
            "channels": [1, 2, results, trace],
        }
        with tempfile.TemporaryFile() as file:
            marshal.dump(request, file)
            file.seek(0)
            command = levels.python([file.fileno(), results, trace])
            if bubblewrap:
                command = levels.wrapped(levels.bwrap() or "bwrap", command, aside)
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=[file.fileno(), results, trace, aside],
                start_new_session=True,
                cwd=self._folder or "/",
                env=self._environment(),
            )
        for descriptor in (output, results, trace, aside):
            self._shut(descriptor)
        for descriptor in (self.output, self.results, self.trace):
            os.set_blocking(descriptor, False)

    def _environment(self) -> dict[str, str]:
        threads = ("OMP", "OPENBLAS", "MKL", "BLIS", "VECLIB_MAXIMUM", "NUMEXPR")
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": self.work,
            "TMPDIR": self.work,
            "LANG": "C.UTF-8",
            "MALLOC_ARENA_MAX": "2",  # or each thread would reserve 64 MB of the address space
            MARK: self._mark,
            **{f"{name}_NUM_THREADS": "1" for name in threads},
        }

    def greeted(self, pid: int) -> None:
        """The child is there, under its own number; what else is known of it is read now."""
        self.pid = pid
        self._find_init()

    def _find_init(self) -> None:
        """Bubblewrap says which process is the first of the namespace, as soon as there is one."""
        if self.level != "bubblewrap" or self._init is not None:
            return
        if select.select([self._aside], [], [], ASKING)[0] and (said := os.read(self._aside, 4096)):
            self._init = json.loads(said)["child-pid"]
            with contextlib.suppress(AttributeError, OSError):  # an old kernel; or it is dead by now
                self._init_gone = os.pidfd_open(self._init)
                self._open.append(self._init_gone)

    def ask_where(self) -> None:
        """Have the line where the program is written to the trace."""
        if self.pid is not None:
            with contextlib.suppress(OSError):
                os.kill(_only_child(self._init) if self._init is not None else self.pid, signal.SIGUSR1)

    def end(self) -> int:
        """End all of it, if it has not ended; the status, as a shell would say it."""
        if self.level != "bubblewrap":
            self._shut(self._aside)
        elif self.process.poll() is None:
            self._find_init()
            self._kill_namespace()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self._init_gone is not None:
            select.select([self._init_gone], [], [], PATIENCE)
        code = self.process.returncode
        if self.level == "plain" or (self.level == "subreaper" and code < 0):
            self._hunt()
        self._close()
        return code if code >= 0 else 128 - code

    def _kill_namespace(self) -> None:
        """When the first process of a namespace dies, all others are dead before it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._init or self.process.pid, signal.SIGKILL)

    def _hunt(self) -> None:
        """There is no supervisor, or it was killed: find what carries the mark of this run."""
        if self.pid is not None:
            with contextlib.suppress(OSError):
                os.killpg(self.pid, signal.SIGKILL)
        wanted = f"{MARK}={self._mark}".encode()
        end = time.monotonic() + PATIENCE
        while (found := marked(wanted)) and time.monotonic() < end:
            for pid in found:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)

    def _pipe(self) -> tuple[int, int]:
        ends = os.pipe()
        self._open += ends
        return ends

    def _shut(self, descriptor: int) -> None:
        if descriptor in self._open:
            self._open.remove(descriptor)
            os.close(descriptor)

    def _close(self) -> None:
        for descriptor in list(self._open):
            self._shut(descriptor)
        if self._folder is not None:
            _remove(self._folder)


def _only_child(pid: int) -> int:
    """The process that the first one of a namespace has started."""
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def marked(wanted: bytes) -> list[int]:
    """The living processes with this in their environment; none where there is no /proc."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


def _remove(folder: str) -> None:
    """The folder and all in it, also what was closed against us."""
    shutil.rmtree(folder, ignore_errors=True)
    if os.path.exists(folder):
        for path, names, _ in os.walk(folder):
            for name in names:
                with contextlib.suppress(OSError):
                    os.chmod(os.path.join(path, name), stat.S_IRWXU)
        shutil.rmtree(folder, ignore_errors=True)
