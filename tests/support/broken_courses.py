"""Copies of a small course with faults put into them."""

from __future__ import annotations

import shutil
from pathlib import Path

from lessons.lint.problem import Problem
from lessons.source import Source
from tests.support.paths import COURSES
from tutor.rendering.author_check import check_course

TINY = COURSES / "tiny"
PAGE = "basics/sums.md"
ITEMS = "basics/items.py"
WORDED = "basics/items.toml"
DEMOS = "basics/demos.py"
OUTLINE = "course.toml"
Break = tuple[str, str, str, str]  # file, what to replace, with what, what the message says


def broken(tmp_path: Path, breaks: list[Break]) -> Path:
    course = tmp_path / "course"
    shutil.copytree(TINY, course, ignore=shutil.ignore_patterns("__pycache__"))
    for file, old, new, _ in breaks:
        text = (course / file).read_text("utf-8")
        assert old in text, f"{file} no longer holds {old!r}"
        (course / file).write_text(text.replace(old, new, 1), "utf-8")
    return course


def faults_of(course: Path) -> tuple[Problem, ...]:
    return check_course(Source.folder(course))


PLACE = "```item basics.sums.pick"
REASON = "```why Why is 1 + 2 the same as 2 + 1?\nCount from either end. Both ways you count $3$.\n```\n\n"


def with_reason(tmp_path: Path, fence: str) -> Path:
    return broken(tmp_path, [(PAGE, PLACE, fence + PLACE, "")])
