"""The plain face as a process of its own: pipes, a dumb terminal, Ctrl-C."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pexpect

from lessons.course import Course
from progress import resume
from progress.record import Record
from tutor.learning.scheduling import begin, next_question
from tutor.learning.session_state import saved_session

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def now() -> datetime:
    return NOW


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "tutor", "--home", str(home), *arguments]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "TUTOR_NOW": "2026-03-02T12:00:00", "PYTHONUNBUFFERED": "1", **more}


def test_a_practice_through_pipes_is_what_progress_shows(course: Course, home: Path) -> None:
    asked = begin("practice", course, Record.open(home, now=now).state, NOW, "softmax", 2, 7)
    state = Record.open(home, now=now).state
    first = next_question(asked, course, state, NOW)
    assert first is not None
    lines = f"{course.item(first.item, first.seed).answer}\nquit\n"
    arguments = ("practice", "softmax", "--plain", "--seed", "7", "--count", "2")
    done = subprocess.run(
        command(home, *arguments), input=lines, capture_output=True, text=True, env=environment(), check=True
    )
    assert "Right." in done.stdout
    assert done.stderr == ""
    assert not CONTROL.search(done.stdout.replace("\n", ""))
    shown = subprocess.run(
        command(home, "progress", "show", "--json"), capture_output=True, text=True, env=environment(), check=True
    )
    found = json.loads(shown.stdout)
    assert (found["answers"], found["right"]) == (1, 1)
    assert 0.5 < found["skills"]["softmax"]["recall"] < 1


def test_ctrl_c_leaves_in_order(home: Path) -> None:
    process = subprocess.Popen(
        command(home, "practice", "dot-product", "--plain", "--seed", "3"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("77777\n")
    process.stdin.flush()
    for line in process.stdout:
        if line.startswith("Wrong."):
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Everything is kept." in out
    assert "Traceback" not in err
    assert Record.open(home, now=now).state.answers == 1


def test_on_a_terminal_that_can_do_nothing_it_is_line_by_line_by_itself(home: Path) -> None:
    """TERM=dumb: `tutor practice` speaks in lines, and not one escape sequence goes out."""
    arguments = ["-m", "tutor", "--home", str(home), "practice", "dot-product", "--seed", "3"]
    environ = {**environment(), "TERM": "dumb"}
    child = pexpect.spawn(sys.executable, arguments, env=environ, dimensions=(24, 60), encoding="utf-8", timeout=30)
    heard = io.StringIO()
    child.logfile_read = heard
    child.expect("> ")
    child.sendline("77777")
    child.expect(r"Wrong\.")
    child.sendline("quit")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "\x1b" not in heard.getvalue()
    assert "Everything is kept." in " ".join(heard.getvalue().split())
    assert max(len(line) for line in heard.getvalue().splitlines()) <= 60


def test_an_unknown_scope_is_said_in_one_line(home: Path) -> None:
    done = subprocess.run(
        command(home, "practice", "sofmax", "--plain"), capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 2
    assert "Did you mean softmax" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not home.exists()


def test_without_a_terminal_the_app_names_the_plain_face(home: Path) -> None:
    done = subprocess.run(
        command(home, "review"), input="", capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 1
    assert "--plain" in done.stderr


def test_a_killed_practice_is_resumed_line_by_line_and_in_the_record(course: Course, home: Path) -> None:
    """SIGKILL right after a verdict: the answer counts once, and the same question waits."""
    arguments = command(home, "practice", "dot-product", "--plain")
    process = subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(), start_new_session=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("skip\n77777\n")
    process.stdin.flush()
    assert any(line.startswith("Wrong.") for line in process.stdout)
    process.kill()
    process.communicate(timeout=30)
    session = saved_session(resume.load(home).sitting)
    assert session is not None
    assert session.asked is not None
    assert len(session.sitting.done) == 1
    assert session.first is not None
    assert not session.first.right
    right = course.item(session.asked.item, session.asked.seed).answer
    done = subprocess.run(
        arguments, input=f"{right}\nquit\n", capture_output=True, text=True, env=environment(), check=True
    )
    assert "Resumed where you left it, at question 2; `--new` starts over." in " ".join(done.stdout.split())
    assert "Your last answer: 77777" in done.stdout
    assert "Right." in done.stdout
    assert "2 questions, 0 right at the first try." in done.stdout
    assert Record.open(home, now=now).state.answers == 2


def test_json_lines_are_one_object_a_line(home: Path) -> None:
    lines = '{"answer": "77777"}\nnonsense\n{"quit": true}\n'
    arguments = command(home, "practice", "--checkpoint", "linear_algebra", "--jsonl")
    done = subprocess.run(arguments, input=lines, capture_output=True, text=True, env=environment(), check=True)
    events = [json.loads(line)["event"] for line in done.stdout.splitlines()]
    assert events == ["question", "verdict", "error", "end"]
    assert done.stderr == ""
