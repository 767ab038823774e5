"""Python without the modules that only Unix has, as on Windows: `python -m tests.support.without_unix MODULE`."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

BLOCKED = frozenset({"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"})


class Blocker:
    """A finder that finds nothing, and lets nobody else find the blocked modules."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        """Refuse a blocked module; leave every other to the next finder."""
        if name in BLOCKED:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def block() -> None:
    """Block the modules, those that are loaded already too."""
    sys.meta_path.insert(0, Blocker())
    for name in BLOCKED & set(sys.modules):
        del sys.modules[name]


if __name__ == "__main__":
    block()
    importlib.import_module(sys.argv[1]).main()
