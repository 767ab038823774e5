"""`tutor read` as data, and in a terminal: styled, and through the pager where it is longer than the screen."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from tests.support.commands import ok, one_line
from tutor.cli.pager import has_styles, pager, show, styled
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, words

EXERCISE = "softmax"


def test_a_page_as_data_has_its_blocks_in_order(run: object) -> None:
    page = ok(run, "read", "dot", "--json").json
    assert isinstance(page, dict)
    assert (page["kind"], page["id"]) == ("page", "linear_algebra.dot")
    kinds = [block["kind"] for block in page["blocks"]]
    assert {"prose", "formula", "figure", "question", "demo", "code"} <= set(kinds)
    question = next(block for block in page["blocks"] if block["kind"] == "question")
    assert question["prompt"]
    assert "answer" not in question


@pytest.mark.parametrize("target", ["calculus", "linear_algebra.dot.exercise", f"exercise.{EXERCISE}"])
def test_what_else_can_be_read_as_data(run: object, target: str) -> None:
    fields = ok(run, "read", target, "--json").json
    assert isinstance(fields, dict)
    assert fields["kind"] in ("rung", "question", "exercise")
    assert target.endswith(str(fields["id"]))


@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("linear_algebra.dto", "Did you mean"),
        ("matrix", "tutor demo matrix"),
        ("paper.reinforce", "tutor paper open paper.reinforce"),
        ("hunt.3", "tutor debug open hunt.3"),
        ("repair.softmax", "tutor debug open repair.softmax"),
        ("nll", ""),
    ],
)
def test_what_is_of_another_kind_is_said_with_what_shows_it(run: object, target: str, command: str) -> None:
    result = ok(run, "read", target, status=0 if not command else 2)
    assert not command or command in one_line(result)


def test_suggestions_can_be_read(run: object) -> None:
    line = one_line(ok(run, "read", "linear_algebra.dto", status=2))
    suggested = line.partition("Did you mean ")[2].rstrip("?").split(" or ")
    assert all(ok(run, "read", one).out for one in suggested if one)


def test_an_unknown_id_is_an_error_as_data_too(run: object) -> None:
    assert "Did you mean" in one_line(ok(run, "read", "linear_algebra.dott", "--json", status=2))


def test_exercises_as_data(run: object) -> None:
    started = ok(run, "exercise", "start", EXERCISE, "--json").json
    assert isinstance(started, dict)
    assert started["written"] is True
    file = Path(str(started["file"]))
    assert file.is_file()
    again = ok(run, "exercise", "start", EXERCISE, "--json").json
    assert again == {"exercise": EXERCISE, "file": str(file), "written": False}
    file.write_text("mine = 1\n")
    reset = ok(run, "exercise", "reset", EXERCISE, "--json").json
    assert isinstance(reset, dict)
    assert Path(str(reset["kept"])).read_text() == "mine = 1\n"
    hints = ok(run, "exercise", "hints", EXERCISE, "--json").json
    solution = ok(run, "exercise", "solution", EXERCISE, "--json").json
    assert isinstance(hints, dict)
    assert isinstance(solution, dict)
    assert hints["hints"]
    assert "def softmax" in solution["solution"]


@pytest.fixture
def paged_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The terminal has ten rows, and the pager writes what it is given into the file that is returned."""
    file = tmp_path / "paged"
    script = tmp_path / "pager.py"
    script.write_text(f"import sys\nopen({str(file)!r}, 'wb').write(sys.stdin.buffer.read())\n")
    monkeypatch.setenv("PAGER", shlex.join([sys.executable, str(script)]))
    monkeypatch.setenv("LINES", "10")
    monkeypatch.setenv("COLUMNS", "80")
    return file


LONG, SHORT = [words(f"line {number}") for number in range(30)], [words("one line")]


def test_what_does_not_fit_goes_to_the_pager(paged_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show(LONG, str, paged=True)
    assert paged_file.read_text().splitlines() == [f"line {number}" for number in range(30)]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("lines", "paged"), [(SHORT, True), (LONG, False)], ids=["short", "--no-pager"])
def test_what_is_printed_at_once(
    lines: list[Line], paged: bool, paged_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show(lines, str, paged)
    assert len(capsys.readouterr().out.splitlines()) == len(lines)
    assert not paged_file.exists()


@pytest.mark.parametrize("command", ["", "cat", "no-such-pager -x"])
def test_without_a_pager_it_is_printed(
    command: str, paged_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAGER", command)
    show(LONG, str, paged=True)
    assert len(capsys.readouterr().out.splitlines()) == len(LONG)
    assert not paged_file.exists()


def test_less_is_the_default_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.cli.pager.shutil.which", lambda name: f"/bin/{name}")
    assert pager({}) == ["less"]
    assert pager({"PAGER": "more -s"}) == ["more", "-s"]


def test_a_pipe_gets_plain_text(run: object) -> None:
    assert "\x1b" not in ok(run, "read", "dot").out


def test_styles() -> None:
    line = joined(words("Demo: ", "accent", bold=True), words("plain  "))
    assert styled([line]) == "\x1b[0;1;35mDemo: \x1b[0mplain"
    assert has_styles({"TERM": "xterm"})
    assert not has_styles({"TERM": "xterm", "NO_COLOR": "1"})
    assert not has_styles({"TERM": "dumb"})
    assert os.environ["TERM"] == "xterm-256color"
