"""Every question of the course, answered right, by every wrong rule and unreadably: all faces give the same verdict."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lessons.course import Course
from lessons.model.page import Item
from progress.events import Answer
from tests.support.plain import Scene
from tutor.learning.scheduling import PlannedQuestion

SEEDS = (1, 2)
SAID = {"right": "Right.", "wrong": "Wrong. ", "unreadable": "Not readable, costs nothing: "}


def answers(item: Item) -> Iterator[str]:
    """What a learner could type: the right answer, what each wrong rule gives, and what cannot be read."""
    yield item.answer
    yield from item.accept
    yield from (rule.answer for rule in item.wrong_rules)
    yield from (option.id for option in item.options)
    yield from item.reject
    yield from item.invalid
    yield "3 +" if not item.options else "none of these"


def cases(course: Course) -> list[tuple[str, int, str]]:
    """(item, seed, answer) over the whole course."""
    rows = []
    for item_id in course.templates:
        for seed in SEEDS if course.is_computed(item_id) else (0,):
            item = course.item(item_id, seed)
            rows += [(item_id, seed, text) for text in dict.fromkeys(answers(item)) if "\n" not in text]
    return rows


@pytest.fixture(scope="module")
def json_face(course: Course) -> list[dict[str, object]]:
    """The verdicts of `tutor lessons judge --jsonl`."""
    lines = [
        json.dumps({"id": number, "item": item, "seed": seed, "answer": text})
        for number, (item, seed, text) in enumerate(cases(course))
    ]
    command = [sys.executable, "-m", "tutor", "lessons", "judge", "--jsonl"]
    done = subprocess.run(command, input="\n".join(lines).encode(), capture_output=True, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in found] == list(range(len(lines)))
    return found


@pytest.mark.slow
def test_the_plain_face_and_the_json_face_agree(
    course: Course, json_face: list[dict[str, object]], tmp_path: Path
) -> None:
    scene = Scene(course, tmp_path, lambda: datetime(2026, 3, 2, tzinfo=UTC))
    marks: dict[str, set[str]] = {}
    for (item_id, seed, text), verdict in zip(cases(course), json_face, strict=True):
        unsaid = [""] if course.templates[item_id].kind == "explain" else []  # an explanation without own words
        ended = scene.ask(PlannedQuestion(item_id, seed, "", ""), *unsaid, text, "", "skip")
        said = scene.said
        mark = str(verdict["verdict"])
        marks.setdefault(item_id, set()).add(mark)
        assert (ended is not None) == (mark != "unreadable"), (item_id, seed, text)
        assert SAID[mark] in said, (item_id, seed, text)
    on_record = [one for one in scene.events if isinstance(one, Answer)]
    assert len(on_record) == len(json_face)
    for event, verdict in zip(on_record, json_face, strict=True):
        assert {
            "verdict": event.verdict,
            "understood": event.understood,
            "feedback": event.feedback,
            "wrong_rule": event.wrong_rule,
        } == {name: verdict[name] for name in ("verdict", "understood", "feedback", "wrong_rule")}, event
    for item_id, found in marks.items():
        assert found == {"right", "wrong", "unreadable"}, item_id
