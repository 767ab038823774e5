"""Daily backups of what cannot be rebuilt: journal, resume points, settings and the learner's programs."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

from progress.files import DISK, Files, SaveError, reason
from progress.paths import Paths, ensure_folder

KEPT = 7
"""How many backups are kept."""


def backup(home: Path, today: date, *, files: Files = DISK) -> Path | None:
    """Make today's backup, `backups/2025-01-31.zip`, and remove the oldest beyond seven.

    Returns None if today's exists or nothing has changed since the last. Raises SaveError.
    """
    paths = Paths(home)
    target = paths.backups / f"{today:%Y-%m-%d}.zip"
    sources = _sources(files, paths)
    try:
        copies = _copies(files, paths)
        if target.name in copies or not sources or (copies and _sizes(paths.backups / copies[-1]) == sources):
            return None
        ensure_folder(paths.backups, files)
        _write(files, paths, sources, target)
        for old in _copies(files, paths)[:-KEPT]:
            files.remove(paths.backups / old)
    except OSError as error:
        raise SaveError(target, reason(error)) from error
    return target


def _copies(files: Files, paths: Paths) -> list[str]:
    return [name for name in files.names(paths.backups) if name.endswith(".zip") and not name.startswith(".")]


def _sources(files: Files, paths: Paths) -> dict[str, int]:
    """The size of every file to back up, by its path in the home."""
    out: dict[str, int] = {}
    folders = ("journal", "drafts", "exercises")
    for name in [
        "settings.toml",
        *(f"{folder}/{file_name}" for folder in folders for file_name in files.names(paths.home / folder)),
    ]:
        with contextlib.suppress(OSError):
            if (paths.home / name).is_file() and not name.endswith(".part"):
                out[name] = (paths.home / name).stat().st_size
    return out


def _sizes(path: Path) -> dict[str, int]:
    from zipfile import BadZipFile, ZipFile

    with contextlib.suppress(OSError, BadZipFile), ZipFile(path) as archive:
        return {member.filename: member.file_size for member in archive.infolist()}
    return {}


def _write(files: Files, paths: Paths, sources: dict[str, int], target: Path) -> None:
    from zipfile import ZIP_DEFLATED, ZipFile

    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(0o600)
    try:
        with ZipFile(part, "w", ZIP_DEFLATED, compresslevel=1, strict_timestamps=False) as archive:
            for name in sources:
                archive.write(paths.home / name, name)
        files.replace(part, target)
        files.sync_folder(target.parent)
    except OSError:
        part.unlink(missing_ok=True)
        raise
