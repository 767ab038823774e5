"""FORMAT.md names every field of every event, so that other tools can read and write a journal by it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec

import progress
from progress.events import Base, Known
from tests.support.for_each import for_each

FORMAT = (Path(str(progress.__file__)).parent / "FORMAT.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", FORMAT, re.MULTILINE))
SHARED = set(Base.__struct_fields__)
EVENTS = {str(event.__struct_config__.tag): event for event in get_args(Known)}


@for_each(EVENTS)
def test_an_event_is_described(kind: str) -> None:
    needed, _, optional = ROWS[kind].partition(" \\| ")
    fields = {field.encode_name: field.required for field in msgspec.structs.fields(EVENTS[kind])}
    own = {name: required for name, required in fields.items() if name not in SHARED}
    assert {name for name, required in own.items() if required} <= set(re.findall(r"`(\w+)`", needed))
    assert {name for name, required in own.items() if not required} <= set(re.findall(r"`(\w+)`", optional))
    assert set(re.findall(r"`(\w+)`", needed)) <= set(own)
