"""`tutor debug`: the list, and hunts line by line and as JSON lines; two bots."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lessons.course import Course, UnknownIdError
from progress.record import Record
from tests.conftest import Clock
from tests.support.content import COURSE
from tests.support.hunts import case
from tutor.cli.catalogue import listing, listing_text, shown
from tutor.cli.commands import run as command
from tutor.plain import hunt_json, hunt_text
from tutor.plain.console import Console
from tutor.plain.hunt_recorder import HuntRecorder
from tutor.plain.text import TextStyle


def lines_of(home: Path, number: int, given: list[str], again: bool = False, plain: bool = False) -> str:
    """Run a hunt on some lines of input; what it prints."""
    record = Record.open(home, device="test", now=Clock())
    out = io.StringIO()
    console = Console(io.BytesIO("".join(f"{line}\n" for line in given).encode()), out, 80, echo=False)
    recorder = HuntRecorder(COURSE, case(number), record, Clock(), again)
    if plain:
        hunt_text.run(recorder, console, TextStyle(80, ascii_only=True))
    else:
        hunt_json.run(recorder, console)
    record.close()
    return out.getvalue()


def events_of(home: Path, number: int, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    text = lines_of(home, number, [json.dumps(one) for one in given])
    return [json.loads(line) for line in text.splitlines()]


class Bot:
    """Plays a hunt on JSON lines: buys probes, strikes out by the table, and names what is left.

    It reads as the console would, and answers each event as it comes.
    """

    def __init__(self, number: int, choose: Callable[[list[str], list[str]], str]) -> None:
        self.case, self.choose = case(number), choose
        self.events: list[dict[str, Any]] = []
        self.left = list(self.case.puzzle.candidates)
        self.bought: list[str] = []

    def readline(self, _: int = -1) -> bytes:
        return (json.dumps(self.move()) + "\n").encode()

    def write(self, text: str) -> int:
        self.events += [json.loads(line) for line in text.splitlines()]
        return len(text)

    def flush(self) -> None:
        pass

    def move(self) -> dict[str, Any]:
        last, puzzle = self.events[-1], self.case.puzzle
        if last["event"] == "probe":
            out = [name for name in self.left if puzzle.outcome(last["probe"], name) != last["outcome"]]
            self.left = [name for name in self.left if name not in out]
            return {"strike": out}
        if len(self.left) == 1:
            return {"name": {"fault": self.left[0], "line": self.case.program.changed_lines(self.left[0])[0]}}
        useful = [
            name
            for name in puzzle.partitions
            if name not in self.bought and len({puzzle.outcome(name, one) for one in self.left}) > 1
        ]
        self.bought.append(self.choose(self.left, useful))
        return {"probe": self.bought[-1]}

    def play(self, home: Path) -> dict[str, Any]:
        record = Record.open(home, device="test", now=Clock())
        hunt_json.run(HuntRecorder(COURSE, self.case, record, Clock()), Console(self, self, 80, echo=False))  # type: ignore[arg-type]
        record.close()
        return self.events[-1]


def best(number: int) -> Bot:
    puzzle = case(number).puzzle

    def choose(left: list[str], _: list[str]) -> str:
        return puzzle.best(sum(puzzle.bit(name) for name in left))

    return Bot(number, choose)


@pytest.mark.parametrize("number", [1, 3, 12])
def test_the_best_probe_first_finds_the_fault_without_a_mistake(tmp_path: Path, number: int) -> None:
    bot = best(number)
    end = bot.play(tmp_path)
    assert end["right_first"] == 1
    assert end["lost"] == 0
    verdict = next(event for event in bot.events if event["event"] == "verdict")
    assert verdict["verdict"] == "right"
    assert verdict["first_try"] is True
    assert all(line["before"] != line["after"] for line in verdict["lines"])
    assert verdict["optimal"]
    assert verdict["pages"]
    assert all({"bits", "par"} <= set(one) for one in bot.events if one["event"] in ("probe", "strike", "name"))
    record = Record.open(tmp_path, device="test", now=Clock())
    assert record.state.hunts[f"hunt.{number}"].clean_t
    record.close()


def test_over_many_hunts_the_best_probe_first_needs_par_and_random_probes_need_more(tmp_path: Path) -> None:
    """Par is a mean over faults, so it is the sums that agree."""
    rng, numbers = Random(4), range(4, 20)
    greedy = [best(number).play(tmp_path / "best") for number in numbers]
    random = [Bot(number, lambda _, useful: rng.choice(useful)).play(tmp_path / "random") for number in numbers]
    assert all(end["lost"] == 0 and end["right_first"] == 1 for end in (*greedy, *random))
    par = sum(end["par"] for end in greedy)
    assert 0.8 * par < sum(end["cost"] for end in greedy) < 1.2 * par
    assert sum(end["cost"] for end in random) > 1.3 * par


def test_naming_without_probes_is_never_clean(tmp_path: Path) -> None:
    one = case(1)
    line = one.program.changed_lines(one.fault)[0]
    events = events_of(tmp_path, 1, [{"name": {"fault": one.fault, "line": line}}])
    assert events[-1]["right_first"] == 0
    assert "guess" in events[-2]["feedback"]


def test_bad_lines_are_errors_and_the_hunt_goes_on(tmp_path: Path) -> None:
    given: list[dict[str, Any]] = [
        {"probe": "nothing"},
        {"strike": ["nothing"]},
        {"name": "log2"},
        {"show": 1},
        {"what": 1},
        {"probe": 3},
        {"quit": True},
    ]
    events = events_of(tmp_path, 1, given)
    assert [event["event"] for event in events] == ["question", *["error"] * 6, "end"]
    assert lines_of(tmp_path, 1, ["no json", "[]"]).count('"error"') == 2


def test_a_hunt_that_was_left_goes_on_and_new_begins_again(tmp_path: Path) -> None:
    one = case(1)
    probe = next(iter(one.puzzle.partitions))
    events_of(tmp_path, 1, [{"probe": probe}, {"strike": [one.puzzle.candidates[0]]}])
    question = events_of(tmp_path, 1, [])[0]
    assert [bought["probe"] for bought in question["bought"]] == [probe]
    assert question["struck"] == [one.puzzle.candidates[0]]
    fresh = json.loads(lines_of(tmp_path, 1, [], again=True).splitlines()[0])
    assert fresh["bought"] == []


def test_a_finished_hunt_has_its_verdict_and_can_be_played_again(tmp_path: Path) -> None:
    one = case(3)
    assert events_of(tmp_path, 3, [{"quit": True}])[0]["last"] is None
    named = {"name": {"fault": one.fault, "line": one.program.changed_lines(one.fault)[0]}}
    verdict = events_of(tmp_path, 3, [named])[-2]
    question = events_of(tmp_path, 3, [{"quit": True}])[0]
    assert question["last"] == verdict
    assert question["bought"] == []
    assert question["sound"]["steps"] == 200
    text = lines_of(tmp_path, 3, ["probe moved", "again", "quit"], plain=True)
    verdict_text, _, rest = text.partition("again or quit>")
    assert "Optimal play" in verdict_text
    assert "Type again to play it again" in rest
    assert "Probes (cost)" in rest
    assert "Probes (cost)" not in lines_of(tmp_path, 3, ["quit"], plain=True)


def test_a_name_before_any_probe_is_asked_once_line_by_line(tmp_path: Path) -> None:
    one = case(3)
    wrong = next(name for name in one.puzzle.candidates if name != one.fault)
    text = lines_of(tmp_path, 3, [f"name {wrong} 1", f"name {wrong} 1", "quit"], plain=True)
    assert text.count("Type it again to guess") == 1
    assert text.count(f"It is not {wrong}") == 1


def test_line_by_line_in_ascii(tmp_path: Path) -> None:
    one = case(1)
    probe = next(iter(one.puzzle.partitions))
    line = one.program.changed_lines(one.fault)[0]
    out = [
        name
        for name in one.puzzle.candidates
        if one.puzzle.outcome(probe, name) != one.puzzle.outcome(probe, one.fault)
    ]
    given = [
        "help",
        f"probe {probe}",
        f"strike {' '.join(out)}",
        "unstrike",
        "status",
        "nonsense",
        "name x",
        f"name {one.fault} {line}",
    ]
    text = lines_of(tmp_path, 1, given, plain=True)
    assert text.isascii()
    assert all(len(line) <= 80 for line in text.splitlines())
    flat = " ".join(text.split())
    assert "No probe here was worth more" in flat or "The best probe here was worth" in flat
    assert "Optimal play" in text
    assert one.program.faults[one.fault].rule.split()[0] in text


def test_show_ends_without_a_score(tmp_path: Path) -> None:
    events = events_of(tmp_path, 2, [{"show": True}])
    assert events[-2]["verdict"] == "wrong"
    record = Record.open(tmp_path, device="test", now=Clock())
    assert record.state.hunts["hunt.2"].best is None
    record.close()


def test_the_list_and_the_catalogue(course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["--home", str(tmp_path), "debug", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) >= 40
    assert {row["form"] for row in rows} >= {"hunt"}
    assert command(["--home", str(tmp_path), "debug", "list"]) == 0
    assert "hunt.48" in capsys.readouterr().out
    with pytest.raises(UnknownIdError):
        command(["--home", str(tmp_path), "debug", "open", "hunt.x", "--plain"])
    catalogue = listing(course)
    assert [{"id", "title", "form"} <= set(row) for row in catalogue["debugging"]] == [True] * len(
        catalogue["debugging"]
    )
    assert "Debug models" in listing_text(catalogue)
    hunt = shown(course, "hunt.1", 1)
    assert hunt["fault"] == case(1).fault
    assert set(hunt["outcomes"]) == set(case(1).puzzle.partitions)
