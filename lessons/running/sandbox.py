"""The levels at which a learner's program is held, and what each takes to start it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

INSIDE = Path(__file__).parent / "inside"
WORK = "/tmp/work"  # the folder of the program, within bubblewrap
ROOM = 64 << 20  # bytes that it may fill there
SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/localtime",
)
_BOOT = (
    "import sys; inside, *fds = sys.argv[1:]; sys.path.insert(0, inside); "
    "from inside.child import main; main(*map(int, fds))"
)


@dataclass(frozen=True, slots=True)
class Level:
    """How a learner's program is held: what that protects from, what it does not, how to get more."""

    name: str
    protects: str
    not_from: str
    better: str = ""


LIMITS = "programs that never end, fill the memory or the screen, start processes without end or leave some behind"
BUBBLEWRAP = Level(
    "bubblewrap",
    f"{LIMITS}; it sees no file of yours but its own, can write only to a folder that is gone afterwards, "
    "and has no network",
    "faults in the kernel itself",
)
SUBREAPER = Level(
    "subreaper",
    LIMITS,
    "a program that means harm: it can read and write your files and use the network, as any program you start. "
    "These are limits against accidents, not a security boundary",
)
PLAIN = Level(
    "plain",
    "programs that never end, fill the memory or the screen",
    "processes that it puts into the background on purpose, and programs that mean harm: it can read and write your "
    "files and use the network. These are limits against accidents, not a security boundary",
)
LEVELS = {level.name: level for level in (BUBBLEWRAP, SUBREAPER, PLAIN)}


def fallback() -> Level:
    """What works without bubblewrap here."""
    return SUBREAPER if sys.platform == "linux" else PLAIN


def bwrap() -> str | None:
    """Where bubblewrap is, if it is."""
    return shutil.which("bwrap") if sys.platform == "linux" else None


def without(reason: str) -> Level:
    """The level below bubblewrap, with the way up from there."""
    return replace(fallback(), better=_better(reason))


def _better(reason: str) -> str:
    if sys.platform != "linux":
        return "bubblewrap exists on Linux only; a Linux machine or container has it"
    if bwrap() is None:
        return "install bubblewrap (apt install bubblewrap, dnf install bubblewrap, pacman -S bubblewrap)"
    why = f"bubblewrap is installed but does not work here: {reason or 'it did not start'}"
    return (
        f"{why}; usually user namespaces are disabled (sysctl kernel.unprivileged_userns_clone=1, or on Ubuntu 24.04 "
        "an AppArmor profile for bwrap, allow them), or this is a container without them"
    )


def python(descriptors: Iterable[int]) -> list[str]:
    """The interpreter, isolated, at the start of the child."""
    flags = ["-I", "-S", "-X", "faulthandler", "-X", "utf8", "-u"]
    return [_interpreter(), *flags, "-c", _BOOT, str(INSIDE.parent), *map(str, descriptors)]


def site() -> list[str]:
    """Where NumPy and its neighbours are, without importing them."""
    from importlib.util import find_spec

    spec = find_spec("numpy")
    return [str(Path(spec.origin).parent.parent)] if spec is not None and spec.origin else []


def wrapped(program: str, command: list[str], info: int) -> list[str]:
    """The command in bubblewrap: the system read-only, nothing of the user's, no network, processes of its own."""
    binds: list[str] = []
    for path in SYSTEM:
        binds += _bind(path)
    bound = ["/usr", "/nix/store"]
    for path in _python_places():
        if not _within(path, bound):
            binds += [*_open_folders(path), "--ro-bind", path, path]
            bound.append(path)
    unshare = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if os.geteuid() == 0:
        privileges = ["--cap-drop", "ALL"]
        for kept in ("CAP_SETUID", "CAP_SETGID", "CAP_CHOWN"):
            privileges += ["--cap-add", kept]
    else:
        privileges = ["--unshare-user", "--cap-drop", "ALL"]
    return [
        program, *unshare, *privileges, "--die-with-parent", "--new-session", "--info-fd", str(info),
        "--proc", "/proc", "--dev", "/dev", "--size", str(ROOM), "--tmpfs", "/tmp", *binds, "--dir", WORK,
        "--chdir", WORK, "--remount-ro", "/dev", "--remount-ro", "/", *command,
    ]  # fmt: skip


def _bind(path: str) -> list[str]:
    if os.path.islink(path):
        return ["--symlink", os.readlink(path), path]
    return ["--ro-bind", path, path] if os.path.exists(path) else []


def _open_folders(path: str) -> list[str]:
    """The folders above, which bubblewrap would make for root alone."""
    found: list[str] = []
    for folder in reversed(Path(path).parents[:-1]):
        found += ["--perms", "0755", "--dir", str(folder)]
    return found


def _python_places() -> list[str]:
    """What Python itself and the child need to read, outermost first."""
    return sorted({sys.base_prefix, sys.base_exec_prefix, os.path.dirname(_interpreter()), str(INSIDE), *site()})


def _interpreter() -> str:
    """Python itself, behind the links of a virtual environment."""
    return os.path.realpath(sys.executable)


def _within(path: str, places: Iterable[str]) -> bool:
    return any(path == place or path.startswith(place + "/") for place in places)
