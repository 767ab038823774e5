"""How many seeds a test looks at: all where the course has changed since all were seen to pass, else the first few.

`make seeds` looks at all of them, whatever is noted, and notes which course they passed for: they depend on nothing
outside `lessons/` but the version of Python, whose random numbers they draw.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOTED = Path(__file__).with_name("seeds.json")
MARK = "seeds"  # pytest's mark of the tests that ask here
FOLDERS = ("tests/content", "tests/unit/answers")  # that have any
ALL = "TUTOR_TEST_ALL_SEEDS"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@cache
def course_digest() -> str:
    """A digest of every file of the course and its engine."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "lessons").rglob("*")):
        if path.suffix in (".py", ".toml", ".md", ".json"):
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def all_passed() -> bool:
    """Whether every seed is noted as passed, by this version of Python, for the course as it is."""
    noted: dict[str, str] = json.loads(NOTED.read_text("utf-8"))
    return ALL not in os.environ and noted.get(VERSION) == course_digest()


def seeds(many: int, few: int) -> range:
    """The seeds to look at."""
    return range(few if all_passed() else many)


def main() -> int:
    """Run the marked tests over all seeds; if they pass, note the course."""
    command = [sys.executable, "-m", "pytest", "-n", "4", "--dist", "worksteal", "-m", MARK, *FOLDERS]
    digest = course_digest()
    status = subprocess.run([*command, *sys.argv[1:]], env={**os.environ, ALL: "1"}, cwd=ROOT, check=False).returncode
    if status == 0:
        noted: dict[str, str] = json.loads(NOTED.read_text("utf-8"))
        NOTED.write_text(json.dumps({**noted, VERSION: digest}, indent=2, sort_keys=True) + "\n", "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
