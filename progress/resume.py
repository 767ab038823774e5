"""Where the learner is, to the keystroke: one small file a device, replaced whole."""

from __future__ import annotations

import contextlib
import math
from datetime import datetime
from pathlib import Path

import msgspec

from progress.files import DISK, Files, SaveFailed, read_whole, reason, replace_file, set_aside
from progress.paths import Paths, ensure_folder
from progress.times import utc_text

PLACE_VERSION = 1


class Draft(msgspec.Struct, frozen=True):
    """Half-typed text, the cursor in it in characters, and the line at the top of a box that scrolls."""

    text: str
    cursor: int = 0
    scroll: int = 0


class ScrollAnchor(msgspec.Struct, frozen=True):
    """How far a page is scrolled: the block at the top, counted from 0, and the line within it."""

    block: int = 0
    line: int = 0


class ResumePoint(msgspec.Struct, frozen=True):
    """Everything that is needed to come back; `t` is when the learner last changed it."""

    v: int = PLACE_VERSION
    t: str = ""
    session: str = ""
    screen: str = "home"
    page: str | None = None
    focus: str | None = None
    """The id of the block or item that has the focus."""
    anchor: ScrollAnchor = ScrollAnchor()
    drafts: dict[str, Draft] = {}
    """By item, or `item` and a name for one of its boxes."""
    seeds: dict[str, int] = {}
    """The draw in progress, by item."""
    demos: dict[str, dict[str, list[float]]] = {}
    """By demo and control."""
    sitting: dict[str, object] = {}
    """The sitting under way, as the program packs it; empty for none."""
    extra: dict[str, object] = {}
    """Fields that this version does not know, as they were found."""


_FIELDS = frozenset(ResumePoint.__struct_fields__) - {"extra"}


def save(home: Path, device: str, place: ResumePoint, *, now: datetime | None = None, files: Files = DISK) -> bool:
    """Put the place on the disk; True when it is there. Raises SaveFailed.

    With `now`, False where another session has been active since `place.t`: its place stays.
    """
    paths = Paths(home)
    path = paths.drafts / f"{device}.json"
    old = _read(files, path)
    if isinstance(old, ResumePoint) and old.v > PLACE_VERSION:
        path = paths.drafts / f"{device}.v{PLACE_VERSION}.json"
        old = _read(files, path)
    if isinstance(old, ResumePoint) and now and old.session != place.session and place.t < old.t <= utc_text(now):
        return False
    ensure_folder(paths.drafts, files)
    if isinstance(old, str):
        _put_aside(files, path)
    replace_file(files, path, (_encoded(place), b"\n"))
    return True


def load(home: Path, *, readonly: bool = False, files: Files = DISK) -> ResumePoint:
    """The newest place of all devices; an empty one where there is none."""
    return load_all(home, readonly=readonly, files=files)[0]


def load_all(home: Path, *, readonly: bool = False, files: Files = DISK) -> tuple[ResumePoint, tuple[str, ...]]:
    """The newest place, and a sentence for each file that could not be read; unless `readonly` it is set aside."""
    places, bad = _read_all(home, files)
    kept = [f"{path}:1: {why}" + ("" if readonly else _put_aside(files, path)) for path, why in bad]
    return max(places, key=lambda place: place.t, default=ResumePoint()), tuple(kept)


def faults(home: Path, *, files: Files = DISK) -> list[tuple[Path, str]]:
    """Which files cannot be read, and why."""
    return _read_all(home, files)[1]


def _read_all(home: Path, files: Files) -> tuple[list[ResumePoint], list[tuple[Path, str]]]:
    folder = Paths(home).drafts
    places: list[ResumePoint] = []
    bad: list[tuple[Path, str]] = []
    try:
        names = [name for name in files.names(folder) if name.endswith(".json") and not name.startswith(".")]
    except OSError as error:
        return [], [(folder, reason(error))]
    for name in names:
        found = _read(files, folder / name)
        if isinstance(found, ResumePoint):
            places.append(found)
        elif found:
            bad.append((folder / name, found))
    return places, bad


def _put_aside(files: Files, path: Path) -> str:
    with contextlib.suppress(OSError):
        return f"; it is kept as {set_aside(files, path).name}"
    return "; it stays where it is"


def _read(files: Files, path: Path) -> ResumePoint | str | None:
    """The place in a file; a reason where it cannot be read; None where there is no file."""
    try:
        data = read_whole(files, path)
        return None if data is None else _decoded(data)
    except OSError as error:
        return reason(error)
    except (ValueError, RecursionError) as fault:
        return f"the file is damaged ({fault})"


def _decoded(data: bytes) -> ResumePoint:
    place = msgspec.json.decode(data, type=ResumePoint)
    fields = msgspec.json.decode(data, type=dict[str, object])
    extra = {name: value for name, value in fields.items() if name not in _FIELDS}
    return msgspec.structs.replace(place, extra=extra)


def _encoded(place: ResumePoint) -> bytes:
    demos = {
        demo: {name: values for name, values in state.items() if all(map(math.isfinite, values))}
        for demo, state in place.demos.items()
    }
    fields = {name: getattr(place, name) for name in ResumePoint.__struct_fields__ if name != "extra"}
    whole = {**place.extra, **fields, "demos": demos}
    try:
        return msgspec.json.encode(whole)
    except UnicodeEncodeError:
        drafts = {key: Draft(_text(draft.text), draft.cursor, draft.scroll) for key, draft in place.drafts.items()}
        return msgspec.json.encode({**whole, "drafts": drafts})


def _text(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


__all__ = ["Draft", "ResumePoint", "SaveFailed", "ScrollAnchor", "load", "load_all", "save"]
