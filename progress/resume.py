"""The resume point: where the learner was, to the keystroke. One small file per device, replaced whole."""

from __future__ import annotations

import contextlib
import math
from datetime import datetime
from pathlib import Path

import msgspec

from progress.files import DISK, Files, SaveError, read_whole, reason, replace_file, set_aside
from progress.paths import Paths, ensure_folder
from progress.times import utc_text

RESUME_VERSION = 1


class Draft(msgspec.Struct, frozen=True):
    """Unfinished text, the cursor in characters, and the first visible line of a scrolling box."""

    text: str
    cursor: int = 0
    scroll: int = 0


class ScrollAnchor(msgspec.Struct, frozen=True):
    """The scroll position of a page: the block at the top, from 0, and the line within it."""

    block: int = 0
    line: int = 0


class PausedSession(msgspec.Struct, frozen=True):
    """A study session that was left for another: as the program packed it, and the drafts at its open question."""

    sitting: dict[str, object]
    drafts: dict[str, Draft] = {}


class ResumePoint(msgspec.Struct, frozen=True):
    """Everything needed to resume; `t` is when the learner last changed it."""

    v: int = RESUME_VERSION
    t: str = ""
    session: str = ""
    screen: str = "home"
    page: str | None = None
    focus: str | None = None
    """The id of the block or item that has the focus."""
    anchor: ScrollAnchor = ScrollAnchor()
    drafts: dict[str, Draft] = {}
    """By item id, or item id, a space and the name of one of its boxes."""
    seeds: dict[str, int] = {}
    """The draw in progress, by item."""
    demos: dict[str, dict[str, list[float]]] = {}
    """By demo and control."""
    sitting: dict[str, object] = {}
    """The study session in progress, packed by the program; empty for none."""
    paused: list[PausedSession] = []
    """The study sessions that were begun and left for another, newest first."""
    extra: dict[str, object] = {}
    """Fields that this version does not know, unchanged."""


_FIELDS = frozenset(ResumePoint.__struct_fields__) - {"extra"}


def save(home: Path, device: str, point: ResumePoint, *, now: datetime | None = None, files: Files = DISK) -> bool:
    """Save the resume point. Returns whether it was saved. Raises SaveError.

    With `now`, a point that another session has saved since `point.t` is kept, and this returns False.
    """
    paths = Paths(home)
    path = paths.drafts / f"{device}.json"
    old = _read(files, path)
    if isinstance(old, ResumePoint) and old.v > RESUME_VERSION:
        path = paths.drafts / f"{device}.v{RESUME_VERSION}.json"
        old = _read(files, path)
    if isinstance(old, ResumePoint) and now and old.session != point.session and point.t < old.t <= utc_text(now):
        return False
    ensure_folder(paths.drafts, files)
    if isinstance(old, str):
        _put_aside(files, path)
    replace_file(files, path, (_encoded(point), b"\n"))
    return True


def load(home: Path, *, readonly: bool = False, files: Files = DISK) -> ResumePoint:
    """The newest resume point of all devices; a default one where there is none."""
    return load_all(home, readonly=readonly, files=files)[0]


def load_all(home: Path, *, readonly: bool = False, files: Files = DISK) -> tuple[ResumePoint, tuple[str, ...]]:
    """The newest resume point, and a sentence for each unreadable file, which is renamed unless `readonly`."""
    points, bad = _read_all(home, files)
    problems = [f"{path}:1: {problem}" + ("" if readonly else _put_aside(files, path)) for path, problem in bad]
    return max(points, key=lambda point: point.t, default=ResumePoint()), tuple(problems)


def faults(home: Path, *, files: Files = DISK) -> list[tuple[Path, str]]:
    """(path, reason) of each file that cannot be read."""
    return _read_all(home, files)[1]


def _read_all(home: Path, files: Files) -> tuple[list[ResumePoint], list[tuple[Path, str]]]:
    folder = Paths(home).drafts
    points: list[ResumePoint] = []
    bad: list[tuple[Path, str]] = []
    try:
        names = [name for name in files.names(folder) if name.endswith(".json") and not name.startswith(".")]
    except OSError as error:
        return [], [(folder, reason(error))]
    for name in names:
        point = _read(files, folder / name)
        if isinstance(point, ResumePoint):
            points.append(point)
        elif point:
            bad.append((folder / name, point))
    return points, bad


def _put_aside(files: Files, path: Path) -> str:
    with contextlib.suppress(OSError):
        return f"; it is kept as {set_aside(files, path).name}"
    return "; it stays where it is"


def _read(files: Files, path: Path) -> ResumePoint | str | None:
    """The resume point in a file; a str with the reason where it is unreadable; None where there is no file."""
    try:
        data = read_whole(files, path)
        return None if data is None else _decoded(data)
    except OSError as error:
        return reason(error)
    except (ValueError, RecursionError) as fault:
        return f"the file is damaged ({fault})"


def _decoded(data: bytes) -> ResumePoint:
    point = msgspec.json.decode(data, type=ResumePoint)
    fields = msgspec.json.decode(data, type=dict[str, object])
    extra = {name: value for name, value in fields.items() if name not in _FIELDS}
    return msgspec.structs.replace(point, extra=extra)


def _encoded(point: ResumePoint) -> bytes:
    demos = {
        demo: {name: values for name, values in state.items() if all(map(math.isfinite, values))}
        for demo, state in point.demos.items()
    }
    fields = {name: getattr(point, name) for name in ResumePoint.__struct_fields__ if name != "extra"}
    encoded = {**point.extra, **fields, "demos": demos}
    try:
        return msgspec.json.encode(encoded)
    except UnicodeEncodeError:
        drafts = {key: Draft(_text(draft.text), draft.cursor, draft.scroll) for key, draft in point.drafts.items()}
        return msgspec.json.encode({**encoded, "drafts": drafts})


def _text(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


__all__ = ["Draft", "ResumePoint", "SaveError", "ScrollAnchor", "load", "load_all", "save"]
