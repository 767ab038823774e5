"""The record of a home: what is appended is there, whoever looks, whenever."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from progress.events import (
    Answer,
    ChallengeMet,
    Disputed,
    Doors,
    Finished,
    GaveUp,
    Hint,
    Opened,
    Predicted,
    Reset,
    Unknown,
)
from progress.files import SaveError
from progress.ids import make_id
from progress.journal.codec import decode, encode
from progress.paths import Paths, ensure_folder
from progress.record import Record
from progress.state.state import State
from tests.support.paths import ROOT
from tests.support.records import NOON, answer, journal_file, noon, open_record, ticking


def test_nothing_is_made_before_the_first_save(tmp_path: Path) -> None:
    home = tmp_path / "home"
    record = open_record(home)
    assert record.state == State()
    assert record.problems == ()
    record.close()
    assert not home.exists()


def test_an_answer_is_on_the_disk_when_append_returns(tmp_path: Path) -> None:
    record = open_record(tmp_path / "home")
    event = record.append(answer())
    lines = journal_file(tmp_path / "home").read_bytes().splitlines()
    assert [decode(line) for line in lines] == [event]
    fields = json.loads(lines[0])
    assert {"v", "id", "t", "kind", "item", "seed", "typed", "verdict", "wrong_rule"} <= fields.keys()
    assert (fields["v"], fields["kind"], fields["t"]) == (1, "answer", "2025-03-01T12:00:00.000Z")


def test_what_was_done_can_be_read_from_the_state(tmp_path: Path) -> None:
    record = Record.open(tmp_path, device="lappy-1", now=ticking(30))
    record.append(Doors("start"))
    record.append(Opened("la.dot"))
    record.append(Hint("la.dot.one", 1, 1))
    record.append(answer(right=False))
    record.append(answer(seed=2))
    record.append(GaveUp("la.dot.two", 1))
    record.append(Predicted("la.dot.demo", "sign", "+", False))
    record.append(Predicted("la.dot.demo", "sign", "-", True))
    record.append(ChallengeMet("la.dot.demo", "diverge"))
    dispute = record.append(Disputed("la.dot.one", 1, "12", "12", "wrong"))
    record.append(Finished("la.dot"))
    state = record.state
    item = state.items["la.dot.one"]
    assert (state.answers, state.right, state.door, state.position, state.seconds) == (2, 1, "start", "la.dot", 300.0)
    assert (item.answers, item.right, item.hints, item.gave_up, item.recent[-1].seed) == (2, 1, 1, False, 2)
    assert (item.recent[-1].right, item.wrong_rules) == (True, {"adds": 1})
    assert item.formats["number"].first.t == item.first_right_t == item.last_t
    assert state.items["la.dot.two"].gave_up
    prediction = state.predictions["la.dot.demo.sign"]
    assert (prediction.tries, prediction.right, prediction.streak) == (2, 1, 1)
    assert set(state.challenges) == {"la.dot.demo.diverge"}
    assert state.disputes == (dispute,)
    page = state.pages["la.dot"]
    assert page.opened_t == "2025-03-01T12:00:30.000Z"
    assert page.finished_t is not None


def test_an_unreadable_answer_counts_as_nothing_else(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    record.append(Answer("la.dot.one", 1, "??", "unreadable", None))
    item = record.state.items["la.dot.one"]
    assert (record.state.answers, item.answers, item.unreadable, item.recent) == (0, 0, 1, ())


def test_the_next_start_finds_the_same_state_with_and_without_the_cache(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    for seed in range(30):
        record.append(answer(f"la.dot.{seed % 3}", seed, seed % 2 == 0))
    record.append(Reset("la.dot.1"))
    record.close()
    cached = open_record(tmp_path)
    assert cached.state == record.state
    (tmp_path / "progress.json").unlink()
    rebuilt = open_record(tmp_path)
    assert rebuilt.state == record.state
    assert rebuilt.state.items.keys() == {"la.dot.0", "la.dot.2"}
    assert (cached.problems, rebuilt.problems) == ((), ())


def test_an_old_cache_and_new_events(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    record.append(answer())
    record.save_cache()
    old = (tmp_path / "progress.json").read_bytes()
    record.append(answer(seed=2))
    record.close()
    (tmp_path / "progress.json").write_bytes(old)
    again = open_record(tmp_path)
    assert again.state == record.state
    assert again.state.answers == 2


def test_a_clock_that_stands_still_or_runs_backwards_loses_no_order(tmp_path: Path) -> None:
    record = Record.open(tmp_path, device="lappy-1", now=ticking(-3600))
    first = record.append(answer())
    reset = record.append(Reset(""))
    assert first.t > reset.t
    assert record.state.answers == 0
    record.append(answer(seed=2))
    record.close()
    still = open_record(tmp_path)
    assert still.state.answers == 1
    ids = [still.append(answer(seed=seed)).id for seed in range(20)]
    assert ids == sorted(set(ids))
    assert still.state.items["la.dot.one"].recent[-1].seed == 19
    assert still.state.seconds == 0.0


def test_time_between_sessions_is_not_time_spent(tmp_path: Path) -> None:
    for _ in range(2):
        record = Record.open(tmp_path, device="lappy-1", now=ticking(50))
        record.append(answer())
        record.append(answer())
        record.close()
    assert record.state.seconds == 100.0


def test_two_live_records_see_each_other(tmp_path: Path) -> None:
    one, two = open_record(tmp_path), open_record(tmp_path)
    other = open_record(tmp_path, "desk-2")
    assert not one.refresh()
    event = one.append(answer())
    assert two.refresh()
    assert not two.refresh()
    two.append(answer(seed=2))
    other.append(answer(seed=3))
    for record in (one, two, other):
        record.refresh()
        assert record.state.answers == 3
    assert one.state == two.state == other.state
    assert one.state.knows(event.id)
    assert not one.state.knows(make_id(1, "lappy-1", "zzzzzz"))
    for record in (one, other, two):
        record.close()
    assert open_record(tmp_path).state == one.state


def test_two_machines_that_share_a_home_never_write_the_same_file(tmp_path: Path) -> None:
    open_record(tmp_path, "lappy-1").append(answer())
    before = journal_file(tmp_path).read_bytes()
    desk = open_record(tmp_path, "desk-2")
    desk.append(answer(seed=2))
    assert journal_file(tmp_path).read_bytes() == before
    assert desk.state.answers == 2


def test_modes_are_for_the_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    record = open_record(home)
    record.append(answer())
    record.close()
    paths = Paths(home)
    for folder in (paths.drafts, paths.exercises, paths.crash, paths.backups):
        ensure_folder(folder)
    found = {path.relative_to(home).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in home.rglob("*")}
    assert found.pop("journal/lappy-1.jsonl") == found.pop("progress.json") == 0o600
    assert found == dict.fromkeys(("journal", "drafts", "exercises", "crash", "backups"), 0o700)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_symbolic_links_stay(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    (home / "journal").mkdir(parents=True)
    elsewhere.mkdir()
    for name in ("progress.json", "journal/lappy-1.jsonl"):
        (home / name).symlink_to(elsewhere / Path(name).name)
    record = open_record(home)
    record.append(answer())
    record.close()
    assert (home / "progress.json").is_symlink()
    assert journal_file(home).is_symlink()
    assert {path.name for path in elsewhere.iterdir()} == {"progress.json", "lappy-1.jsonl"}
    assert open_record(home).state.answers == 1


def test_reading_only_writes_nothing(tmp_path: Path) -> None:
    open_record(tmp_path).append(answer())
    with journal_file(tmp_path).open("ab") as file:
        file.write(b'{"torn')
    before = sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*"))
    record = open_record(tmp_path, readonly=True)
    assert record.state.answers == 1
    with pytest.raises(SaveError, match="reading only"):
        record.append(answer())
    record.save_cache()
    record.close()
    assert sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*")) == before


def test_unknown_kinds_and_newer_versions_are_kept_and_never_written_over(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    record.append(answer())
    record.close()
    sang = b'{"kind":"sang","v":2,"id":"00000009-lappy-1-zzzzzz","t":"2026-01-01T00:00:00.000Z","song":[1,2]}\n'
    known = encode(answer(seed=7)).replace(b'"v":1', b'"v":2,"mood":"fine"')
    known = known.replace(b'"id":"","t":""', b'"id":"00000010-lappy-1-zzzzzz","t":"2026-01-01T00:00:00.000Z"')
    with journal_file(tmp_path).open("ab") as file:
        file.write(sang + known + b"\n" + b'{"torn')
    before = journal_file(tmp_path).read_bytes()
    (tmp_path / "progress.json").unlink()
    again = open_record(tmp_path)
    assert again.state.answers == 2
    assert again.state.items["la.dot.one"].recent[-1].seed == 7
    again.append(answer(seed=8))
    again.close()
    assert journal_file(tmp_path).read_bytes() == before
    assert journal_file(tmp_path, "lappy-1.v1").exists()
    final = open_record(tmp_path)
    assert final.state == again.state
    assert final.state.answers == 3
    assert isinstance(decode(sang.strip()), Unknown)


def test_what_cannot_be_written_is_written_as_far_as_it_can_be(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    typed = "12\ud800" + "x" * 2_000_000
    event = record.append(Answer("la.dot.one", 1, typed, "right", None, seconds=float("nan")))
    assert isinstance(event, Answer)
    assert event.typed.startswith("12?xxx")
    assert event.seconds == 0.0
    (tmp_path / "progress.json").unlink(missing_ok=True)
    assert open_record(tmp_path).state == record.state


def test_an_up_to_date_cache_needs_no_journal_lines(tmp_path: Path) -> None:
    record = open_record(tmp_path)
    for seed in range(2000):
        if seed == 0:
            record.append(answer())
    lines = b"".join(
        encode(answer(seed=seed))
        .replace(b'"id":""', b'"id":"%08d-desk-2-aaaaaa"' % seed)
        .replace(b'"t":""', b'"t":"2025-01-01T00:00:00.000Z"')
        + b"\n"
        for seed in range(2000)
    )
    journal_file(tmp_path, "desk-2").write_bytes(lines)
    record.refresh()
    record.close()
    told: list[tuple[int, int]] = []
    cached = Record.open(
        tmp_path, device="lappy-1", now=noon, on_progress=lambda done, total: told.append((done, total))
    )
    assert told == []
    assert cached.state.answers == 2001
    (tmp_path / "progress.json").unlink()
    Record.open(tmp_path, device="lappy-1", now=noon, on_progress=lambda done, total: told.append((done, total)))
    total = sum(path.stat().st_size for path in (tmp_path / "journal").iterdir())
    assert told[-1] == (total, total)
    assert (tmp_path / "progress.json").exists()


def test_importing_the_package_is_cheap_and_reaches_no_terminal() -> None:
    code = (
        "import sys; import progress; early = set(sys.modules); assert 'msgspec' not in early\n"
        "import progress.record, progress.resume, progress.settings, progress.transfer, progress.verify\n"
        "bad = {'textual', 'rich', 'plotext', 'numpy', 'platformdirs', 'lessons', 'tutor'} & set(sys.modules)\n"
        "print(sorted(bad), progress.__file__)"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert done.stdout.split(maxsplit=1) == ["[]", f"{ROOT / 'progress' / '__init__.py'}\n"]


def test_the_same_clock_text_as_the_event_carries(tmp_path: Path) -> None:
    event = open_record(tmp_path).append(answer())
    assert event.t == NOON.strftime("%Y-%m-%dT%H:%M:%S.000Z")
