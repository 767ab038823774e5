"""Commands run in this process, with what they printed."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from tutor.cli.main import main


@dataclass
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> object:
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> object:
    """Run a command in this process."""

    def call(*arguments: str) -> Ran:
        try:
            main(arguments)
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return call


def ok(run: object, *arguments: str, status: int = 0) -> Ran:
    assert callable(run)
    ran = run(*arguments)
    assert isinstance(ran, Ran)
    assert ran.status == status, (ran.out, ran.err)
    return ran


def one_line(ran: Ran) -> str:
    """The one line of complaint; fails when there are more, or a traceback."""
    (line,) = ran.err.splitlines()
    assert line.startswith("tutor: "), line
    return line
