"""`tutor progress verify`: find every fault in a home, without changing anything."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from progress import resume, settings
from progress.events import VERSION
from progress.files import DISK, Files, is_folder, is_part
from progress.journal.append import torn_path
from progress.journal.cache import fits, read_cache
from progress.journal.reader import Journal
from progress.paths import Paths

_KEPT = 1000


class Fault(Struct, frozen=True):
    """A fault: file and line (0 for the file as a whole), what is wrong, and what the program would do about it."""

    path: Path
    line: int
    problem: str
    action: str


def verify(home: Path, *, files: Files = DISK) -> tuple[Fault, ...]:
    """Every fault in a home, in the order of its files. Reads the whole journal."""
    paths = Paths(home)
    journal = Journal(files, paths, keep_faults=_KEPT)
    journal.rebuild(())
    return (
        *_modes(files, paths),
        *_cache(files, paths, journal),
        *_journal(paths, journal),
        *_drafts(files, paths),
        *_settings(files, paths),
    )


def _cache(files: Files, paths: Paths, journal: Journal) -> list[Fault]:
    reading = read_cache(files, paths.cache)
    if reading.newer:
        return [Fault(paths.cache, 1, "a newer version wrote it", "left alone; the journal is read instead")]
    if reading.problem:
        return [Fault(paths.cache, 1, "it is damaged", "kept aside and rebuilt from the journal at the next start")]
    if reading.cached is None:
        return []
    if not fits(files, paths, reading.cached):
        return [Fault(paths.cache, 1, "it contradicts the journal", "rebuilt from the journal at the next start")]
    cached = Journal(files, paths)
    cached.start(reading.cached, None)
    if cached.state == journal.state:
        return []
    return [Fault(paths.cache, 1, "its counts are not the journal's", "remove it: it is rebuilt from the journal")]


def _journal(paths: Paths, journal: Journal) -> list[Fault]:
    out = [
        Fault(paths.journal / name, 0, problem, "passed over until it can be read")
        for name, problem in journal.unreadable()
    ]
    for name, cursor in journal.cursors.items():
        path = paths.journal / name
        out += [Fault(path, fault.line, fault.problem, "kept and passed over") for fault in cursor.faults]
        if cursor.more_faults:
            out.append(Fault(path, 0, f"{cursor.more_faults:,} more lines are no events", "kept and passed over"))
        if cursor.newer:
            action = f"read where its events are known; new ones go to a .v{VERSION}.jsonl file beside it"
            out.append(Fault(path, 0, "a newer version wrote some of it", action))
        if (torn := journal.torn(name)) > 0:
            action = f"moved to {torn_path(path).name} when its device next saves"
            out.append(Fault(path, cursor.lines + 1, f"the last line is cut off after {torn:,} bytes", action))
    return out


def _drafts(files: Files, paths: Paths) -> list[Fault]:
    unreadable = resume.faults(paths.home, files=files)
    return [Fault(path, 1, problem, "kept aside at the next start") for path, problem in unreadable]


def _settings(files: Files, paths: Paths) -> list[Fault]:
    _, problems = settings.load(paths.settings, files=files)
    return [_settings_fault(paths.settings, problem) for problem in problems]


def _settings_fault(path: Path, problem: str) -> Fault:
    line, _, faults_text = problem.removeprefix(f"{path}:").partition(": ")
    description, _, action = faults_text.rpartition("; ")
    return Fault(path, int(line), description, action)


def _modes(files: Files, paths: Paths) -> list[Fault]:
    out: list[Fault] = []
    for folder in (paths.home, paths.journal, paths.drafts):
        names = [folder / name for name in _names(files, folder)]
        for path in [folder, *names]:
            out += _mode(files, path)
        leftovers = (path for path in names if is_part(path.name))
        out += [Fault(path, 0, "a save was cut short here", "removed when an hour old") for path in leftovers]
    return out


def _names(files: Files, folder: Path) -> list[str]:
    try:
        return files.names(folder)
    except OSError:
        return []


def _mode(files: Files, path: Path) -> list[Fault]:
    try:
        status = files.stat(path)
    except OSError:
        return []
    if status is None or not status.st_mode & 0o077:
        return []
    right = "700" if is_folder(status) else "600"
    return [Fault(path, 0, "others may read it", f"chmod {right} {path}")]
