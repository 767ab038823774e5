"""The paths of a learner's home, the clock, and the device's name."""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from ml_math_tutor import platform
from progress.files import DISK, Files, SaveError, is_folder, reason, set_aside

NAME, NAME_BEFORE = "ml-math-tutor", "tutor"  # the data folder's name now, and that of the first edition


class Paths(Struct, frozen=True):
    """The paths in a learner's home."""

    home: Path

    @property
    def cache(self) -> Path:
        """The cache of the state."""
        return self.home / "progress.json"

    @property
    def journal(self) -> Path:
        """The folder of journal files."""
        return self.home / "journal"

    @property
    def drafts(self) -> Path:
        """The folder of resume points."""
        return self.home / "drafts"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.home / "settings.toml"

    @property
    def exercises(self) -> Path:
        """The folder of the learner's programs."""
        return self.home / "exercises"

    @property
    def crash(self) -> Path:
        """The folder of crash reports."""
        return self.home / "crash"

    @property
    def backups(self) -> Path:
        """The folder of backups."""
        return self.home / "backups"


def ensure_folder(folder: Path, files: Files = DISK) -> None:
    """Make a folder with mode 0700, and its parents; a file in its place is renamed. Raises SaveError."""
    status = files.stat(folder)
    if is_folder(status):
        return
    try:
        if status is not None:
            set_aside(files, folder)
        if files.stat(folder.parent) is None:
            ensure_folder(folder.parent, files)
        with contextlib.suppress(FileExistsError):
            files.make_folder(folder)
            files.sync_folder(folder.parent)
    except OSError as error:
        raise SaveError(folder, reason(error)) from error


def home_dir(option: str | None, environ: Mapping[str, str]) -> Path:
    """The learner's home: the option, else TUTOR_HOME, else the platform's data folder for `ml-math-tutor`.

    A folder for `tutor` that holds a journal of an earlier version goes on being used.

    Raises ValueError with one line for the learner where no folder is theirs.
    """
    chosen = option or environ.get("TUTOR_HOME")
    if chosen:
        path = os.path.expanduser(chosen)
        if path.startswith("~"):
            raise ValueError(f"{chosen!r} names the home of a user who does not exist; write the whole path instead")
        if os.path.exists(path) and not os.path.isdir(path):
            raise ValueError(f"{chosen!r} is a file, and your record needs a folder; name another one with --home")
        return Path(os.path.abspath(path))
    folder, before = (_data_folder(name, environ) for name in (NAME, NAME_BEFORE))
    # Other programs are called tutor, too: a folder of that name counts if it holds a journal of ours.
    return before if (before / "journal").is_dir() and not (folder / "journal").is_dir() else folder


def course_home(home: Path, course: str) -> Path:
    """The folder of a learner's record of a course that does not ship with the program, by the id of its stage."""
    plain = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in course)
    name = plain if plain == course else f"{plain}-{zlib.crc32(course.encode()):08x}"
    return home / "courses" / name


def _data_folder(name: str, environ: Mapping[str, str]) -> Path:
    """The platform's data folder for a program. Raises ValueError where it is no absolute path."""
    known = os.path.isabs(environ.get("HOME", "")) or os.path.isabs(environ.get("XDG_DATA_HOME", ""))
    if known or not platform.FINDS_FOLDERS_BY_HOME:
        from platformdirs import user_data_dir

        path = user_data_dir(name, appauthor=False)
    else:
        path = os.path.join(_home_of_user(), ".local", "share", name)
    if not os.path.isabs(path):  # it would be another folder wherever the program is started
        raise ValueError(f"your record would be in {path!r}, which is no absolute path; {_SET_HOME}")
    return Path(path)


_SET_HOME = "set HOME, or set TUTOR_HOME to a folder for your record"


def _home_of_user() -> str:
    """The home folder in the list of users, where HOME is missing or no absolute path. Raises ValueError."""
    folder = platform.home_of_user()
    if not os.path.isabs(folder):
        raise ValueError(f"HOME is not set, and this user has no home folder; {_SET_HOME}")
    return folder


def clock(environ: Mapping[str, str]) -> Callable[[], datetime]:
    """The current time in the learner's zone, or the time in TUTOR_NOW: an ISO date (its midnight) or date and time.

    The learner's zone is that of the machine, or the offset in TUTOR_NOW if there is one.

    Raises ValueError with one line for the learner.
    """
    text = environ.get("TUTOR_NOW", "").strip()
    if not text:
        return lambda: datetime.now(UTC).astimezone()
    try:
        parsed = datetime.fromisoformat(text)
        parsed.astimezone(UTC)  # a time beyond what UTC can say is refused here
        fixed = parsed if parsed.tzinfo is not None else parsed.astimezone()
    except (ValueError, OverflowError):
        raise ValueError(
            f"TUTOR_NOW is {text!r}, which is no ISO date or date and time; write 2025-01-31 or 2025-01-31T09:30"
        ) from None
    return lambda: fixed


def device_name() -> str:
    """A short name for this user on this machine, such as `lappy-3f9a1c`.

    Made from the host's name, the machine's id and the user's id, and never stored in the home: a home that is
    carried to another machine gets that machine's name there.
    """
    from platform import node as host_name

    node = host_name()
    letters = (letter if letter.isascii() and letter.isalnum() else "-" for letter in node.partition(".")[0].lower())
    host = "".join(letters)[:24].strip("-") or "device"
    return f"{host}-{zlib.crc32(f'{_machine_id() or node} {platform.user_name()}'.encode()) & 0xFFFFFF:06x}"


def _machine_id() -> str:
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/hostid"):
        with contextlib.suppress(OSError):
            return Path(path).read_text("ascii", "replace").strip()
    return ""
