"""The processes of one run, from start until the last of them is gone."""

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

ASKING = 0.5  # seconds to wait for bubblewrap to report the pid it started
PATIENCE = 3.0  # seconds to wait for killed processes to end
MARK = "TUTOR_RUN"


class ProcessGroup:
    """A program running at a sandbox level: its pipes, and how to kill it and everything it started."""

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
        """The working folder, as the program sees it."""
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
            **job.request(self.nonce, self.work, self.level),
            "control": aside,
            "channels": [1, 2, results, trace],
        }
        with tempfile.TemporaryFile() as file:
            marshal.dump(request, file)
            file.seek(0)
            command = levels.python_command([file.fileno(), results, trace])
            if bubblewrap:
                command = levels.bwrap_command(levels.bwrap() or "bwrap", command, aside)
            self.popen = subprocess.Popen(
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
            self._close_one(descriptor)
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

    def child_started(self, pid: int) -> None:
        """Note the pid that the child sent in its greeting."""
        self.pid = pid
        self._find_init()

    def _find_init(self) -> None:
        """Read the pid of the namespace's first process, which bubblewrap reports once it exists."""
        if self.level != "bubblewrap" or self._init is not None:
            return
        if select.select([self._aside], [], [], ASKING)[0] and (info := os.read(self._aside, 4096)):
            self._init = json.loads(info)["child-pid"]
            with contextlib.suppress(AttributeError, OSError):  # an old kernel; or it is dead by now
                self._init_gone = os.pidfd_open(self._init)
                self._open.append(self._init_gone)

    def request_traceback(self) -> None:
        """Have the child write a traceback to the trace pipe."""
        if self.pid is not None:
            with contextlib.suppress(OSError):
                os.kill(_only_child(self._init) if self._init is not None else self.pid, signal.SIGUSR1)

    def terminate(self) -> int:
        """Kill everything that still runs. Returns the exit status, as a shell reports it (128 + signal)."""
        if self.level != "bubblewrap":
            self._close_one(self._aside)
        elif self.popen.poll() is None:
            self._find_init()
            self._kill_namespace()
        try:
            self.popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()
        if self._init_gone is not None:
            select.select([self._init_gone], [], [], PATIENCE)
        code = self.popen.returncode
        if self.level == "plain" or (self.level == "subreaper" and code < 0):
            self._kill_marked()
        self._close()
        return code if code >= 0 else 128 - code

    def _kill_namespace(self) -> None:
        """Kill the first process of the namespace; the kernel kills the others before it is reaped."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._init or self.popen.pid, signal.SIGKILL)

    def _kill_marked(self) -> None:
        """Kill the processes that carry this run's mark: there is no supervisor, or it was killed."""
        if self.pid is not None:
            with contextlib.suppress(OSError):
                os.killpg(self.pid, signal.SIGKILL)
        variable = f"{MARK}={self._mark}".encode()
        end = time.monotonic() + PATIENCE
        while (pids := processes_marked(variable)) and time.monotonic() < end:
            for pid in pids:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)

    def _pipe(self) -> tuple[int, int]:
        ends = os.pipe()
        self._open += ends
        return ends

    def _close_one(self, descriptor: int) -> None:
        if descriptor in self._open:
            self._open.remove(descriptor)
            os.close(descriptor)

    def _close(self) -> None:
        for descriptor in list(self._open):
            self._close_one(descriptor)
        if self._folder is not None:
            _remove(self._folder)


def _only_child(pid: int) -> int:
    """The pid of the first process's only child."""
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()[0])


def processes_marked(variable: bytes) -> list[int]:
    """The pids of living processes with this variable in their environment; none where there is no /proc."""
    pids = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if variable in (folder / "environ").read_bytes().split(b"\0"):
                pids.append(int(folder.name))
    return pids


def _remove(folder: str) -> None:
    """Remove a folder with everything in it, also folders without permissions for us."""
    shutil.rmtree(folder, ignore_errors=True)
    if os.path.exists(folder):
        for path, names, _ in os.walk(folder):
            for name in names:
                with contextlib.suppress(OSError):
                    os.chmod(os.path.join(path, name), stat.S_IRWXU)
        shutil.rmtree(folder, ignore_errors=True)
