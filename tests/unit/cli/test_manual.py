"""The manual pages: made from the help of every command, current, and in order for `man`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tutor.cli.commands import GROUPS
from tutor.cli.manual import pages, write

FOLDER = ROOT / "tutor" / "cli" / "man"


def test_the_pages_are_those_of_the_commands() -> None:
    """`make man` writes them again."""
    texts = pages()
    assert set(texts) == {"tutor.1", *(f"tutor-{name}.1" for name in GROUPS)}
    assert {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()} == texts


def test_a_page_has_the_help() -> None:
    page = pages()["tutor-export.1"]
    for told in (".SH NAME", ".SS worksheet", "SCOPE FILE", r"\-\-seed", "tutor export anki course.apkg"):
        assert told in page
    assert "\b" not in page


def test_writing_removes_what_is_no_command(tmp_path: Path) -> None:
    folder = tmp_path / "man1"
    folder.mkdir()
    (folder / "tutor-gone.1").write_text("")
    (folder / "other.1").write_text("")
    write(folder)
    names = {path.name for path in folder.iterdir()}
    assert "tutor-gone.1" not in names
    assert {"other.1", "tutor.1", "tutor-read.1"} <= names


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_man_shows_them_without_a_complaint() -> None:
    environ = {**os.environ, "MANWIDTH": "80", "MANPAGER": "cat", "PAGER": "cat"}
    for name, wanted in (("tutor.1", "tutor practice"), ("tutor-lessons.1", "tutor lessons judge")):
        command = ["man", "--warnings", "-E", "UTF-8", "-l", str(FOLDER / name)]
        shown = subprocess.run(command, capture_output=True, text=True, check=True, env=environ)
        assert wanted in shown.stdout
        assert shown.stderr == ""


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="mandoc is not installed")
def test_mandoc_warns_of_nothing() -> None:
    files = sorted(map(str, FOLDER.iterdir()))
    linted = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning", *files], capture_output=True, text=True, check=False
    )
    assert linted.stdout + linted.stderr == ""
