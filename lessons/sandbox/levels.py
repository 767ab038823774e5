"""Sandbox levels, and the commands that start a program at each."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from importlib.util import cache_from_source, find_spec
from pathlib import Path

from ml_math_tutor import platform

INSIDE = Path(__file__).parent / "inside"
PLATFORM = Path(platform.__file__).parent
WORK = "/tmp/work"  # the program's folder inside bubblewrap
ROOM = 64 << 20  # bytes of its file system
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
    "import sys; inside, root, *fds = sys.argv[1:]; sys.path.insert(0, inside); sys.path.append(root); "
    "from inside.child import main; main(*map(int, fds))"
)


@dataclass(frozen=True, slots=True)
class Level:
    """A sandbox level: what it protects from, what it does not, and how to get a better one."""

    name: str
    protects: str
    not_from: str
    better: str = ""


_ACCIDENTS = "programs that never end, fill memory or screen, or start processes without end"
_HARM = (
    "programs that mean harm: they can read your files, write to them and use the network, as all that you start can; "
    "these are limits against accidents, not a security boundary"
)
BUBBLEWRAP = Level(
    "bubblewrap",
    f"{_ACCIDENTS}; it shows them none of your files, lets them write only to a folder that is gone afterwards, "
    "and gives them no network",
    "faults in the kernel",
)
SUBREAPER = Level("subreaper", f"{_ACCIDENTS}, or leave some behind", _HARM)
PLAIN = Level(  # what macOS has: its kernel holds nobody to a limit on memory
    "plain",
    "programs that never end, crash or fill the screen",
    f"programs that fill the memory or start processes without end, and {_HARM}",
)


def fallback() -> Level:
    """The level that works without bubblewrap on this system."""
    return SUBREAPER if sys.platform == "linux" else PLAIN


def bwrap() -> str | None:
    """The path of bubblewrap; None where it is not installed."""
    return shutil.which("bwrap") if sys.platform == "linux" else None


def level_without(reason: str) -> Level:
    """The level without bubblewrap, with advice on how to get bubblewrap to work."""
    return replace(fallback(), better=_advice(reason))


def _advice(reason: str) -> str:
    if sys.platform != "linux":
        return "bubblewrap exists on Linux only; in a Linux machine or container it can be installed"
    if bwrap() is None:
        return "install bubblewrap (apt install bubblewrap, dnf install bubblewrap or pacman -S bubblewrap)"
    return (
        f"bubblewrap is installed but does not start here ({reason}); where user namespaces are disabled, "
        "sysctl kernel.unprivileged_userns_clone=1 or kernel.apparmor_restrict_unprivileged_userns=0 enables them; "
        "some containers have none"
    )


def python_command(descriptors: Iterable[int]) -> list[str]:
    """The command that runs the child in an isolated interpreter."""
    flags = ["-I", "-S", "-X", "faulthandler", "-X", "utf8", "-u"]
    return [_interpreter(), *flags, "-c", _BOOT, *child_paths(), *map(str, descriptors)]


def child_paths() -> list[str]:
    """The folders from which the child imports its own modules, and that of the operating system's differences."""
    return [str(INSIDE.parent), str(PLATFORM.parent)]


def site_packages() -> list[str]:
    """The site-packages folder of NumPy, found without importing it."""
    numpy = _numpy()
    return [str(Path(numpy).parent.parent)] if numpy else []


def _numpy() -> str | None:
    spec = find_spec("numpy")
    return spec.origin if spec is not None else None


@lru_cache(maxsize=1)
def compile_for_child() -> None:
    """Have Python write its bytecode files, once: some installers do not, and a sandboxed child cannot."""
    for name in ("child", "supervise"):
        import_module(f"lessons.sandbox.inside.{name}")
    numpy = _numpy()
    if numpy and not os.path.exists(cache_from_source(numpy)) and os.access(os.path.dirname(numpy), os.W_OK):
        import_module("numpy")


def bwrap_command(program: str, command: list[str], info: int) -> list[str]:
    """The command inside bubblewrap: system read-only, no user files, no network, own process namespace."""
    binds: list[str] = []
    for path in SYSTEM:
        binds += _bind(path)
    bound = ["/usr", "/nix/store"]
    for path in _python_places():
        if not _within(path, bound):
            binds += [*_open_folders(program, path), "--ro-bind", path, path]
            bound.append(path)
    unshare = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if os.geteuid() == 0:
        privileges = ["--cap-drop", "ALL"]
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_CHOWN"):
            privileges += ["--cap-add", capability]
    else:
        privileges = ["--unshare-user", "--cap-drop", "ALL"]
    return [
        program, *unshare, *privileges, "--die-with-parent", "--new-session", "--info-fd", str(info),
        "--proc", "/proc", "--dev", "/dev", *_size_limit(program), "--tmpfs", "/tmp", *binds, "--dir", WORK,
        "--chdir", WORK, "--remount-ro", "/dev", "--remount-ro", "/", *command,
    ]  # fmt: skip


def _bind(path: str) -> list[str]:
    if os.path.islink(path):
        return ["--symlink", os.readlink(path), path]
    return ["--ro-bind", path, path] if os.path.exists(path) else []


def _open_folders(program: str, path: str) -> list[str]:
    """Options that create the parent folders, which bubblewrap would make accessible to root only."""
    options: list[str] = []
    open_to_all = ["--perms", "0755"] if _version(program) >= (0, 5) else []
    for folder in reversed(Path(path).parents[:-1]):
        options += [*open_to_all, "--dir", str(folder)]
    return options


def _size_limit(program: str) -> list[str]:
    return ["--size", str(ROOM)] if _version(program) >= (0, 7) else []


@lru_cache(maxsize=4)
def _version(program: str) -> tuple[int, ...]:
    """The version of bubblewrap; older ones have fewer options."""
    done = subprocess.run(
        [program, "--version"], capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=5
    )
    return tuple(int(part) for part in re.findall(r"\d+", done.stdout)[:2])


def _python_places() -> list[str]:
    """The folders that Python and the child must read, sorted so that parents come first."""
    return sorted(
        {
            sys.base_prefix,
            sys.base_exec_prefix,
            os.path.dirname(_interpreter()),
            str(INSIDE),
            str(PLATFORM),
            *site_packages(),
        }
    )


def _interpreter() -> str:
    """The real interpreter, not the link of a virtual environment."""
    return os.path.realpath(sys.executable)


def _within(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(folder + "/") for folder in folders)
