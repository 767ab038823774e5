"""What a command printed last is printed again only where it would print the same."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import run

import pytest

from tests.support.records import answer, open_record
from tests.support.study_sessions import placed_home

NOW = "2026-02-20T09:00:00+00:00"
DUE, SHOW, READ = ("review", "--due"), ("progress", "show"), ("read", "linear_algebra.dot")
TRACE = """
import sys
from ml_math_tutor.entry import main
try:
    main()
finally:
    print("click" in sys.modules, file=sys.stderr)
"""


@pytest.fixture
def used(home: Path) -> Path:
    """A home with a record."""
    shutil.copytree(placed_home(), home)
    return home


def printed(home: Path, *words: str, **environ: str) -> tuple[int, str, bool]:
    """The exit status, what a command prints, and whether it was computed."""
    command = [sys.executable, "-c", TRACE, "--home", str(home), *words]
    done = run(command, capture_output=True, text=True, env={**os.environ, **environ}, check=False)
    assert done.stderr in ("True\n", "False\n"), done.stderr
    return done.returncode, done.stdout, done.stderr == "True\n"


def computed(home: Path, *words: str, **environ: str) -> tuple[int, str, bool]:
    return printed(home, *words, TUTOR_FAST="off", **environ)


@pytest.mark.slow
@pytest.mark.parametrize("words", [DUE, SHOW, READ], ids=" ".join)
def test_the_same_is_printed_again(used: Path, words: tuple[str, ...]) -> None:
    """The first run may itself write the caches of the record; what is printed after it is the same text."""
    printed(used, *words)
    status, text, _ = printed(used, *words)
    assert printed(used, *words) == (status, text, False)
    assert computed(used, *words) == (status, text, True)


def answered(home: Path) -> None:
    record = open_record(home)
    record.append(answer(seed=4711))
    record.close()


def settings_changed(home: Path) -> None:
    (home / "settings.toml").write_text('theme = "light"\n')


def damaged(home: Path) -> None:
    for path in (home / "cache" / "answers").iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")


@pytest.mark.slow
@pytest.mark.parametrize("change", [answered, settings_changed, damaged])
def test_after_a_change_it_is_computed_anew(used: Path, change: Callable[[Path], None]) -> None:
    for _ in range(2):
        printed(used, *SHOW)
    change(used)
    status, text, anew = printed(used, *SHOW)
    assert anew
    assert computed(used, *SHOW) == (status, text, True)


@pytest.mark.slow
def test_another_time_environment_or_option_is_computed_anew(used: Path) -> None:
    for _ in range(2):
        printed(used, *DUE, TUTOR_NOW=NOW)
    assert not printed(used, *DUE, TUTOR_NOW=NOW)[2]
    assert printed(used, *DUE, TUTOR_NOW=NOW.replace("02-20", "02-21"))[2]
    assert printed(used, *DUE, TUTOR_NOW=NOW, LC_ALL="C")[2]
    assert printed(used, "--ascii", *DUE, TUTOR_NOW=NOW)[2]


@pytest.mark.slow
def test_a_text_of_the_course_outlives_an_answer(used: Path) -> None:
    printed(used, *READ)
    assert not printed(used, *READ)[2]
    answered(used)
    assert not printed(used, *READ)[2]


@pytest.mark.slow
def test_a_page_that_shows_the_record_is_never_kept(home: Path) -> None:
    """Also where the record is too short to show anything yet: the next answer may change that."""
    home.mkdir()
    assert [printed(home, "read", "probability.likelihood")[2] for _ in range(2)] == [True, True]


@pytest.mark.slow
def test_without_a_home_nothing_is_kept(home: Path) -> None:
    assert [printed(home, *READ)[2] for _ in range(2)] == [True, True]
    assert not home.exists()
