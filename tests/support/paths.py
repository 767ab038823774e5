"""Where the tests' own files are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COURSES = ROOT / "tests" / "support" / "courses"
TABLES = ROOT / "tests" / "support" / "tables"
