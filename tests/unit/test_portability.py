"""What would fail on another system, found in the source: names that only Unix has, text in an unnamed encoding."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.support.paths import ROOT
from tests.support.without_unix import BLOCKED, LACKING

PACKAGES = ("ml_math_tutor", "tutor", "lessons", "progress")
FILES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
}
ONLY_UNIX = {name for names in LACKING.values() for name in names} | {
    "WNOHANG", "get_blocking", "register_at_fork", "set_blocking", "statvfs", "uname", "wait", "waitpid",
    "waitstatus_to_exitcode",
}  # fmt: skip
CAREFUL = (
    "lessons/sandbox/",  # runs where `why_no_programs` is empty
    "tutor/driver/",  # is chosen where `has_unix_terminal`
    "ml_math_tutor/platform.py",
    "ml_math_tutor/first_paint.py",  # paints where there are users with numbers
    "tutor/app/job_control.py",  # asks whether there are process groups first
    "tutor/app/shutdown.py",  # asks whether there is `set_blocking`
    "tutor/web/fork_server.py",  # is used on Linux
    "tutor/fast/kept_frame.py",  # stamps files that may be missing
    "progress/paths.py",  # reads /etc/machine-id where there is one
)
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
"""Names that no file of Windows may have, whatever its ending."""


def elsewhere() -> dict[str, str]:
    """The files that run on every system."""
    return {name: source for name, source in FILES.items() if not name.startswith(CAREFUL)}


def unix_names(source: str) -> list[str]:
    """The names of Unix that a module takes from `os`, `select` or `signal`, modules of Unix, and its folders."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="os" | "select" | "signal"), attr=name) if name in ONLY_UNIX:
                found.append(name)
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in BLOCKED:
                found.append(module)
            case ast.Import(names=names):
                found += [one.name for one in names if one.name in BLOCKED]
            case ast.Constant(value=str(text)) if text.startswith(("/dev/", "/etc/", "/proc/", "/tmp/")):
                found.append(text)
    return found


def unnamed_encodings(source: str) -> list[str]:
    """Calls that read or write text in the encoding of the system."""
    return [
        ast.unparse(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _is_unnamed(node)
    ]


def _is_unnamed(call: ast.Call) -> bool:
    named = {one.arg: one.value for one in call.keywords}
    if "encoding" in named:
        return False
    match call.func:
        case ast.Attribute(attr="read_text"):
            return not call.args
        case ast.Attribute(attr="write_text"):
            return len(call.args) < 2
        case ast.Attribute(value=ast.Name(id="subprocess")):
            return "text" in named or "universal_newlines" in named
        case ast.Name(id="open"):
            return len(call.args) < 2 or "b" not in ast.unparse(call.args[1])
    return False


def formatted_times(source: str) -> Iterator[str]:
    """Formats of `strftime` that only some systems know: without padding, in the words of a language."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strftime":
            yield from (ast.unparse(one) for one in node.args if "%-" in ast.unparse(one) or "%#" in ast.unparse(one))


def test_only_careful_files_use_what_only_unix_has() -> None:
    assert {name: found for name, source in elsewhere().items() if (found := unix_names(source))} == {}


def test_text_is_read_and_written_in_a_named_encoding() -> None:
    assert {name: found for name, source in FILES.items() if (found := unnamed_encodings(source))} == {}


def test_times_are_formatted_as_every_system_does() -> None:
    assert {name: found for name, source in FILES.items() if (found := list(formatted_times(source)))} == {}


def test_a_slip_of_each_kind_is_found() -> None:
    assert unix_names("import os, fcntl\nfrom pty import spawn\nos.getuid()\nopen('/dev/tty')") != []
    assert sorted(unix_names("import fcntl\nfrom pty import spawn\nos.uname()\nx = '/dev/tty'")) == [
        "/dev/tty", "fcntl", "pty", "uname",
    ]  # fmt: skip
    assert unix_names("getattr(signal, 'SIGHUP', None)\nos.getpid()\nsignal.SIGINT") == []
    slips = ("p.read_text()", "p.write_text(x)", "subprocess.run(c, text=True)", "open(p)", "open(p, 'w')")
    assert [len(unnamed_encodings(slip)) for slip in slips] == [1] * len(slips)
    for sound in ("p.read_text('utf-8')", "open(p, 'rb')", "open(p, encoding='utf-8')", "file.open(p)"):
        assert unnamed_encodings(sound) == []
    assert list(formatted_times("t.strftime('%-d %B')")) == ["'%-d %B'"]


def test_every_file_of_the_packages_may_have_its_name_on_windows() -> None:
    names = [path.relative_to(ROOT).as_posix() for package in PACKAGES for path in (ROOT / package).rglob("*")]
    assert [name for name in names if not is_portable(PurePosixPath(name))] == []
    assert len({name.lower() for name in names}) == len(names)


def is_portable(path: PurePosixPath) -> bool:
    """Whether each part of a path is a name that Windows takes, too."""
    return all(
        not set(part) & set('<>:"|?*\\') and part.partition(".")[0].lower() not in RESERVED and part[-1] not in " ."
        for part in path.parts
    )
