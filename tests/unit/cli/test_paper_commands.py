"""`tutor paper`: the list, and cards line by line and as JSON lines."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from lessons.course import Course
from progress.record import Record
from tests.conftest import Clock
from tests.support.commands import Ran, ok, one_line
from tests.support.paper_oracles import cards
from tutor.cli.open import target
from tutor.cli.options import Options
from tutor.learning.checklist import evidence_of
from tutor.learning.scheduling.learner_model import LearnerModel
from tutor.plain import paper_json, paper_text
from tutor.plain.console import Console
from tutor.plain.paper_recorder import PaperRecorder
from tutor.plain.text import TextStyle


def lines_of(
    home: Path, name: str, given: list[str], plain: bool = False, seed: int | None = None, field: str = ""
) -> str:
    """Run a card on some lines of input; what it prints."""
    record = Record.open(home, device="test", now=Clock())
    out = io.StringIO()
    console = Console(io.BytesIO("".join(f"{line}\n" for line in given).encode()), out, 80, echo=False)
    recorder = PaperRecorder(Course(), cards()[f"paper.{name}"], record, Clock(), seed, field)
    if plain:
        paper_text.run(recorder, console, TextStyle(80, ascii_only=True))
    else:
        paper_json.run(recorder, console)
    record.close()
    return out.getvalue()


def events_of(
    home: Path, name: str, given: list[dict[str, Any]], seed: int | None = None, field: str = ""
) -> list[dict[str, Any]]:
    text = lines_of(home, name, [json.dumps(one) for one in given], seed=seed, field=field)
    return [json.loads(line) for line in text.splitlines()]


def test_the_list(run: object) -> None:
    rows = ok(run, "paper", "list", "--json").json
    assert isinstance(rows, list)
    assert [row["id"] for row in rows] == list(cards())
    assert all(row["citation"] and row["standing"] == "new" for row in rows)
    assert "Layer normalization" in ok(run, "paper", "list").out


def test_cards_are_in_the_catalogue(run: object) -> None:
    papers = ok(run, "lessons", "list", "--json").json
    assert isinstance(papers, dict)
    assert [set(row) >= {"id", "title", "citation"} for row in papers["papers"]] == [True] * 14
    shown = ok(run, "lessons", "show", "paper.adam", "--seed", "3", "--json").json
    assert isinstance(shown, dict)
    assert shown["wrong_lines"][0]["id"] == "no-correction"
    assert {rule["id"] for rule in shown["wrong_rules"]} >= {"ascends", "alpha*g"}


def test_one_field_of_a_card_opens_alone_with_hints(home: Path) -> None:
    events = events_of(home, "attention", [{"hint": True}, {"answer": "(n, d_k)"}], field="shapes")
    assert [one["event"] for one in events] == ["question", "hint", "verdict", "question", "end"]
    assert (events[0]["number"], events[0]["of"], events[0]["kind"]) == (1, 1, "shape")
    assert events[1]["text"] == "It has 2 axes."
    assert (events[2]["verdict"], events[2]["first_try"]) == ("right", False)
    again = events_of(home, "attention", [{"quit": True}], field="shapes")
    assert again[0]["blank"] == "shapes.1"
    assert events_of(home, "attention", [{"quit": True}])[0]["blank"] == "symbols.0"


def test_the_optional_line_opens_the_checklist() -> None:
    assert target(Options(), "paper-line") == ("outcome", "paper-line")


def test_an_unknown_card_has_a_suggestion(run: object) -> None:
    ran = ok(run, "paper", "open", "paper.atention", "--plain", status=2)
    assert isinstance(ran, Ran)
    assert "paper.attention" in one_line(ran)


def test_a_card_in_json_lines(home: Path) -> None:
    card = cards()["paper.he_init"]
    right = ["Z * (2 / Z.shape[1])**0.5"]
    steps = [{"answer": text} for text in ("(B, n_in)", "(n_in, n_out)", "(n_out, n_in)", "(B, n_out)", "0.5^L")]
    given: list[dict[str, Any]] = [
        *([{"show": True}] * 4),
        *steps,
        *({"answer": text} for text in ("576", "1/288", "0.05893", *right)),
    ]
    events = events_of(home, "he_init", given)
    assert [one["event"] for one in events[:3]] == ["question", "solution", "question"]
    assert events[0]["item"] == card.id
    assert (events[0]["kind"], len(events[0]["options"])) == ("match", 8)
    verdicts = [one for one in events if one["event"] == "verdict"]
    assert [one["verdict"] for one in verdicts] == ["right", "wrong", *["right"] * 7]
    assert events[-1]["event"] == "end"
    assert events[-1]["clean"] == ["limit", "number", "line"]
    assert events[-1]["closing"] == card.closing
    record = Record.open(home, device="test", now=Clock())
    done = record.state.papers[card.id]
    assert (done.readings, done.done_t, done.clean) == (1, None, ("limit", "line", "number"))
    model = LearnerModel(Course(), record.state)
    fields = ("limit", "number", "read-symbols", "read-shapes", "read-limits", "read-lines")
    assert {one.item for one in model.tries} == {f"paper.he_init.{field}" for field in fields}
    assert set(model.recalls(model.tries[-1].ms)) >= {"sums", "read-shapes", "read-lines"}
    assert evidence_of(Course(), record.state, "paper.he_init.number", 0) == ()
    record.close()
    again = events_of(home, "he_init", [{"quit": True}])
    assert again[0]["seed"] == 1


def test_a_card_starts_again_alone(run: object, home: Path) -> None:
    for name in ("adam", "lora"):
        events_of(home, name, [{"next": True}] * 20)
    ok(run, "progress", "reset", "paper.adam")
    done = ok(run, "progress", "show", "--json").json
    assert isinstance(done, dict)
    assert set(done["papers"]) == {"paper.lora"}


def test_a_card_waits_where_it_was_left(home: Path) -> None:
    first = events_of(home, "sqrt_dk", [{"next": True}] * 4 + [{"answer": "(T,)"}, {"quit": True}])
    assert first[-1]["event"] == "end"
    assert "closing" not in first[-1]
    then = events_of(home, "sqrt_dk", [{"back": True}, {"answer": "(d,)"}, {"next": True}])
    assert then[0]["blank"] == "shapes.1"
    assert then[1]["blank"] == "shapes.0"
    assert then[2] == {"event": "error", "message": "this is answered already"}
    ended = events_of(home, "sqrt_dk", [{"next": True}] * 12)
    assert ended[-1]["closing"]


@pytest.mark.parametrize(
    "line", ["no json", "[1]", '{"answer": 3}', '{"next": 1}', '{"hop": true}', '{"answer": "a", "show": true}']
)
def test_a_line_that_is_no_input_is_an_error_and_the_card_goes_on(home: Path, line: str) -> None:
    events = [json.loads(text) for text in lines_of(home, "adam", [line, '{"answer": "?"}']).splitlines()]
    assert [one["event"] for one in events] == ["question", "error", "verdict", "end"]
    assert events[2]["verdict"] == "unreadable"


def test_a_card_line_by_line(home: Path) -> None:
    given = ["?", "zz", "show", *["next"] * 4, "(T, d)", "(d, S)", "formula", "back", "end"]
    text = lines_of(home, "attention", given, plain=True)
    assert text.isascii()
    for part in (
        "Attention(Q, K, V)",
        "What does Q mean here?",
        "Type the letter of a meaning",
        "Right: T is n, d is d_k.",
        "The formula transposes K",
        "Left open",
        "scaled_dot_product_attention",
        "It builds on: Shapes, transpose",
    ):
        assert part in text, part
    assert max(map(len, text.splitlines())) <= 80
