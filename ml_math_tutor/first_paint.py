"""Paints the kept first screen before anything is imported, where it is certain to be what the program will show.

Imports only what Python itself has loaded, and the system's module for terminals once there is something to paint.
`tutor/fast/kept_frame.py` writes the file that is read here.
"""

from __future__ import annotations

import os
import sys
import time

from ml_math_tutor.early_keys import EarlyKeys

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import FrameType
    from typing import Any

    from ml_math_tutor.early_keys import Answer

FORM = "tutor first screen 3"
PLACE = ("cache", "first_screen")
"""Where the file is in the learner's home."""

BEGIN = "\x1b[?1049h\x1b[?25l\x1b[?7l"
"""What the terminal is sent before the first cell: alternate screen, no cursor, no wrapping at the edge."""

RESET = b"\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"

END = "\x1b\\"
"""What ends the answer of a terminal; some end it with one character."""

QUERY = "\x1b]11;?\x1b\\"
"""Asks the terminal for its background (OSC 11)."""

PATIENCE = 1  # tenths of a second until a terminal that has not answered is taken for another one
MOST = 4096  # bytes that are read before the answer

VALUES, FLAGS = ("--home", "--theme"), ("--ascii", "--blocks", "--no-mouse")
"""Options before a command that change the first screen, with a value and without."""

VARIABLES = frozenset((
    "CLICOLOR", "COLORFGBG", "COLORTERM", "DATABRICKS_RUNTIME_VERSION", "ESCDELAY", "FORCE_COLOR", "HOME", "NO_COLOR",
    "STY", "TERM", "TERMINFO", "TERMINFO_DIRS", "TERM_PROGRAM", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "TZ",
    "UNICODE_VERSION", "VTE_VERSION", "XDG_DATA_HOME",
))  # fmt: skip
"""The environment variables that the program, Textual or Rich look at, or that tell one terminal from another."""

FAMILIES = ("JUPYTER_", "LANG", "LC_", "PYTHON", "TEXTUAL", "TUTOR_")
"""How the names of more such variables begin."""

SWITCH = "TUTOR_FAST"

at_start: tuple[tuple[str, str], ...] = ()
"""The variables above as they were when the program started; empty where it was not started by its script."""

_started = 0  # when the program started, in nanoseconds since 1970
_painted: Painted | None = None


class Painted:
    """A first screen that the terminal shows, and what it takes to give the terminal back.

    Attributes:
        text: What was sent, without what begins it; empty where the terminal was asked, and another screen is right.
        size: Columns and rows.
        attributes: The attributes of the terminal before it was put into raw mode.
        typed: What came in while the terminal was asked, its answer included.
        summary: What is said on the screen that the program would find out after its first paint; empty for nothing.
        answered: How many of the keys in `typed` the screen shows the answer to.
    """

    def __init__(self, size: tuple[int, int], attributes: list[Any]) -> None:
        self.text, self.typed, self.summary, self.answered = "", b"", "", 0
        self.size, self.attributes = size, attributes
        self.early: EarlyKeys | None = None

    def settle(self) -> None:
        """Answer no more keys; from here on the other attributes do not change."""
        early, self.early = self.early, None
        if early is not None:
            is_known = early.stop()
            self.text = self.text + early.sent if is_known else ""
            self.typed += early.typed
            self.answered = early.answered if is_known else 0


class Kept:
    """A kept first screen.

    Attributes:
        key: What `key_of` gave for the start that it is of.
        since: From when it holds, in seconds since 1970.
        until: Until when it holds.
        background: What the terminal says of its background, where the colors follow it and it has answered.
        stamps: By path, the stamps of the files and folders that it depends on.
        summary: What is said on it that the program would find out after its first paint; empty for nothing.
        text: What draws it.
        answers: What the first keys show.
    """

    def __init__(
        self,
        key: str,
        since: float,
        until: float,
        background: str,
        stamps: Mapping[str, str],
        summary: str,
        text: str,
        answers: Sequence[Answer] = (),
    ) -> None:
        self.key, self.since, self.until, self.background = key, since, until, background
        self.stamps, self.summary, self.text, self.answers = stamps, summary, text, answers

    def encoded(self) -> bytes:
        """The content of the file. Raises ValueError where a line cannot hold something."""
        lines = [self.key, repr(self.since), repr(self.until), self.background, str(len(self.stamps))]
        lines += [f"{stamp}\t{path}" for path, stamp in self.stamps.items()]
        lines += [self.summary, self.text, *("\t".join(map(str, answer)) for answer in self.answers)]
        if any("\n" in line for line in lines):
            raise ValueError("a line break in a name")
        body = "\n".join(lines).encode()
        return f"{FORM}\n{checksum_of(body)}\n".encode() + body


def decoded(data: bytes) -> Kept | None:
    """What a file holds; None for one of another form or that is damaged."""
    form, _, rest = data.partition(b"\n")
    checksum, _, body = rest.partition(b"\n")
    if form.decode("ascii", "replace") != FORM or checksum.decode("ascii", "replace") != str(checksum_of(body)):
        return None
    key, since, until, background, count, *lines = body.decode().split("\n")
    stamps = dict(line.split("\t", 1)[::-1] for line in lines[: int(count)])
    summary, text, *shown = lines[int(count) :]
    answers = [(int(at), typed, int(to), drawn) for at, typed, to, drawn in (line.split("\t", 3) for line in shown)]
    return Kept(key, float(since), float(until), background, stamps, summary, text, answers)


def checksum_of(body: bytes) -> int:
    """A checksum that needs no module: the bytes as a number, modulo a prime."""
    return int.from_bytes(FORM.encode() + body, "big") % ((1 << 61) - 1)


def key_of(home: str, options: Iterable[object], size: Iterable[int]) -> str:
    """What must be the same for a kept screen to be the one that a start shows, but for files and the time."""
    unix = hasattr(os, "getuid")
    user = os.getuid() if unix else os.environ.get("USERNAME")
    machine = os.uname().nodename if unix else os.environ.get("COMPUTERNAME")
    return repr((home, tuple(options), tuple(size), at_start, sys.version, sys.path, user, machine))


def stamp_of(path: str) -> str:
    """A stamp of a file or folder that differs after any change to it; `-` where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return "-"
    return f"{status.st_ctime_ns} {status.st_size} {status.st_ino}"


def unchanged_since_start(stamps: Mapping[str, str]) -> bool:
    """Whether all these files were there, and were changed last, before the program started."""
    return all(stamp != "-" and int(stamp.split()[0]) < _started for stamp in stamps.values())


def options_of(words: Sequence[str]) -> tuple[str, tuple[str | None, bool, bool, bool]] | None:
    """The home that is named, and theme, ASCII, blocks and no mouse; None for anything but these options."""
    values = dict.fromkeys(VALUES, "")
    flags = set()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word in FLAGS:
            flags.add(word)
        elif name in VALUES and (value if equals else rest and rest[0]):
            values[name] = value if equals else rest.pop(0)
        else:
            return None
    ascii_only, blocks, no_mouse = (flag in flags for flag in FLAGS)
    return values["--home"], (values["--theme"] or None, ascii_only, blocks, no_mouse)


def environment(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The variables that the first screen may depend on."""
    return tuple(sorted(item for item in environ.items() if item[0] in VARIABLES or item[0].startswith(FAMILIES)))


def paint(words: Sequence[str]) -> None:
    """Show the kept first screen if nothing that it depends on has changed; else do nothing."""
    global at_start, _started
    _started = time.time_ns()
    at_start = environment(os.environ)
    options = options_of(words)
    if options is None or not _is_enabled():
        return
    try:
        home = home_of(options[0])
        size = terminal_size()
        if home is None or size is None:
            return
        kept = _read(os.path.join(home, *PLACE))
        if kept is not None and holds(kept, key_of(home, options[1], size), time.time()):
            _show(kept, size)
    except (OSError, ValueError):
        give_back()


def holds(kept: Kept, key: str, now: float) -> bool:
    """Whether a kept screen is what a start with this key shows at a time, in seconds since 1970."""
    in_time = kept.since <= now < kept.until or any(name == "TUTOR_NOW" for name, _ in at_start)
    return kept.key == key and in_time and all(stamp_of(path) == stamp for path, stamp in kept.stamps.items())


def painted() -> Painted | None:
    """The screen that was painted and that the app has not yet taken over; None for none."""
    return _painted


def hand_over() -> None:
    """Leave it to the app to give back the terminal."""
    global _painted
    _painted = None


def give_back() -> None:
    """Give back the terminal, unless the app has taken it over or nothing was painted."""
    screen = _painted
    if screen is None:
        return
    from ml_math_tutor.platform import set_terminal_attributes

    hand_over()
    was_painted = bool(screen.text)
    screen.settle()
    set_terminal_attributes(0, screen.attributes)
    try:
        os.write(2, RESET if was_painted else b"")
    except OSError:
        return


def _is_enabled() -> bool:
    words = os.environ.get(SWITCH, "").replace(",", " ").split()
    return "off" not in words and "-kept_frame" not in words and "TEXTUAL_ALLOW_SIGNALS" not in os.environ


def home_of(option: str) -> str | None:
    """Where the learner's folder is looked for; that it is there, the key of the kept screen says."""
    chosen = option or os.environ.get("TUTOR_HOME", "")
    if chosen:
        return os.path.abspath(os.path.expanduser(chosen))
    folder = os.environ.get("XDG_DATA_HOME", "").strip()
    if os.name == "nt":  # it is named in the registry
        return None
    if not folder:
        parts = ("Library", "Application Support") if sys.platform == "darwin" else (".local", "share")
        folder = os.path.join(os.path.expanduser("~"), *parts)
    return os.path.join(folder, "ml-math-tutor") if os.path.isabs(folder) else None


def terminal_size() -> tuple[int, int] | None:
    """The size of the terminal that everything goes to; None where there is none, or this program is not in front."""
    if not hasattr(os, "getuid") or not all(os.isatty(descriptor) for descriptor in (0, 1, 2)):
        return None
    if os.tcgetpgrp(0) != os.getpgrp():
        return None
    size, other = os.get_terminal_size(2), os.get_terminal_size(1)
    same = size == other and "COLUMNS" not in os.environ and "LINES" not in os.environ
    return (size.columns, size.lines) if same and size.columns and size.lines else None


def _read(path: str) -> Kept | None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        data = os.read(descriptor, os.fstat(descriptor).st_size + 1)
    finally:
        os.close(descriptor)
    return decoded(data)


def _show(kept: Kept, size: tuple[int, int]) -> None:
    """Put the terminal into raw mode, so that early keys wait and are not echoed, and write the screen."""
    global _painted
    from ml_math_tutor.platform import make_raw, terminal_attributes

    attributes = terminal_attributes(0)
    if attributes is None:
        return
    _painted = Painted(size, attributes)
    _watch()
    if kept.background:
        make_raw(0, attributes, PATIENCE)
        background, _painted.typed = _background()
    make_raw(0, attributes)
    if not kept.background or background == kept.background:
        _painted.text, _painted.summary = kept.text, kept.summary
        _write(BEGIN + kept.text)
        if len(_painted.typed) <= len(kept.background) + len(END):  # no key came before
            _painted.early = EarlyKeys(kept.answers, _write)


def _background() -> tuple[str, bytes]:
    """What the terminal answers when it is asked for its background, empty for nothing, and all that came in."""
    _write(QUERY)
    came = b""
    while len(came) < MOST and (more := os.read(0, MOST)):
        came += more
        start = came.find(b"\x1b]11;")
        ends = [end for end in (came.find(b"\x07", start), came.find(b"\x1b\\", start)) if end >= 0]
        if start >= 0 and ends:
            return came[start : min(ends)].decode("ascii", "replace"), came
    return "", came


def _write(text: str) -> None:
    data = text.encode()
    while data:
        data = data[os.write(2, data) :]


def _watch() -> None:
    """Give the terminal back where a signal ends the program before the app has handlers; it is not stopped before."""
    # `signal` gives names to the numbers by an enumeration, which takes a tenth of a start; its functions are these.
    handlers = __import__("_signal")

    def end(number: int, _: FrameType | None) -> None:
        give_back()
        os._exit(128 + number)

    set_handler: Callable[[int, Any], object] = handlers.signal
    for number, handler in (
        (handlers.SIGTERM, end),
        (handlers.SIGHUP, end),
        (handlers.SIGTSTP, handlers.SIG_IGN),
    ):
        if handlers.getsignal(number) == handlers.SIG_DFL:
            set_handler(number, handler)
