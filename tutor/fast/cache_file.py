"""What is kept between runs to start sooner: in `cache` of the home, and as good as absent when anything is wrong.

Each kept thing carries a stamp of the code that made it, so that none outlives a change to that code.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from progress.files import DISK, SaveFailed, sweep
from progress.paths import ensure_folder

FOLDER = "cache"
OLD = 3600  # seconds after which a save under way is one that was killed


def digest(*parts: object) -> str:
    """Twelve bytes that tell these values from others, in hexadecimal."""
    from hashlib import blake2b  # not needed for Home, and loads a library

    return blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def code_stamp(files: Iterable[Path], packages: Iterable[str]) -> str:
    """Other after any change to these files, or to the release of these packages."""
    specs = [find_spec(package) for package in packages]
    paths = [*files, *(Path(spec.origin) for spec in specs if spec is not None and spec.origin)]
    return digest(sorted((str(path), os.stat(path).st_mtime_ns) for path in paths))


def write_atomic(path: Path, data: bytes) -> None:
    """Write it whole or not at all. Not synced: what is lost is made again."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError, SaveFailed):
        ensure_folder(path.parent)
        sweep(DISK, path.parent, time.time() - OLD)
        try:
            with open(part, "wb", opener=_private) as file:
                file.write(data)
            os.replace(part, path)
        except OSError:
            part.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
