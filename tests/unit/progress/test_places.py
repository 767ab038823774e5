"""Where the learner was, what was chosen, where it is kept, and what time it is."""

from __future__ import annotations

import json
import os
import stat
import time
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from zipfile import ZipFile

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as cases
from hypothesis import strategies as st
from msgspec.structs import replace

from progress import resume
from progress.backups import backup
from progress.files import SaveError
from progress.ids import make_id, new_session, parse_id
from progress.paths import Paths, clock, device_name, ensure_folder, home_dir
from progress.resume import Draft, ResumePoint, ScrollAnchor
from progress.settings import Settings, load, save
from progress.times import milliseconds, time_text, utc_text
from tests.support.records import NOON, Faulty, answer, open_record

_PLACE = ResumePoint(
    t="2025-03-01T12:00:00.000Z",
    session="aaaaaa",
    screen="lesson",
    page="la.dot",
    focus="la.dot.one",
    anchor=ScrollAnchor(4, 2),
    drafts={"la.dot.one": Draft("[1, 2", 4)},
    seeds={"la.dot.one": 77},
    demos={"la.dot.demo": {"a": [1.0, 2.0], "b": [0.5, -1.0]}},
)


@pytest.fixture
def new_york() -> Iterator[None]:
    """Local time five hours behind UTC in winter."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "EST5EDT"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def test_a_place_comes_back_to_the_keystroke(tmp_path: Path) -> None:
    assert resume.load(tmp_path) == ResumePoint()
    assert not (tmp_path / "drafts").exists()
    assert resume.save(tmp_path, "lappy-1", _PLACE)
    assert resume.load(tmp_path) == _PLACE
    assert stat.S_IMODE((tmp_path / "drafts" / "lappy-1.json").stat().st_mode) == 0o600


def test_the_newest_place_of_all_devices_wins(tmp_path: Path) -> None:
    newer = msgspec.structs.replace(_PLACE, t="2025-03-01T12:00:00.001Z", page="la.mat")
    resume.save(tmp_path, "zulu", _PLACE)
    resume.save(tmp_path, "alpha", newer)
    assert resume.load(tmp_path) == newer


def test_a_session_that_was_left_does_not_take_over(tmp_path: Path) -> None:
    left = msgspec.structs.replace(_PLACE, t="2025-03-01T11:50:00.000Z", session="bbbbbb", page="la.mat")
    resume.save(tmp_path, "lappy-1", _PLACE, now=NOON)
    assert not resume.save(tmp_path, "lappy-1", left, now=NOON)
    assert resume.load(tmp_path) == _PLACE
    assert resume.save(tmp_path, "lappy-1", msgspec.structs.replace(left, session="aaaaaa"), now=NOON)
    resume.save(tmp_path, "lappy-1", _PLACE, now=NOON)
    assert resume.save(tmp_path, "lappy-1", left, now=NOON - timedelta(hours=1))


def test_fields_of_a_later_version_are_carried_along(tmp_path: Path) -> None:
    resume.save(tmp_path, "lappy-1", _PLACE)
    path = tmp_path / "drafts" / "lappy-1.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "mood": ["fine", 1]}))
    place = resume.load(tmp_path)
    resume.save(tmp_path, "lappy-1", msgspec.structs.replace(place, page="la.mat"))
    fields = json.loads(path.read_text())
    assert (fields["mood"], fields["page"]) == (["fine", 1], "la.mat")


def test_a_place_of_a_newer_version_is_never_written_over(tmp_path: Path) -> None:
    newer = msgspec.structs.replace(_PLACE, v=2)
    resume.save(tmp_path, "lappy-1", newer)
    before = (tmp_path / "drafts" / "lappy-1.json").read_bytes()
    later = msgspec.structs.replace(_PLACE, t="2025-04-01T12:00:00.000Z")
    resume.save(tmp_path, "lappy-1", later)
    assert (tmp_path / "drafts" / "lappy-1.json").read_bytes() == before
    assert resume.load(tmp_path) == later


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"v":1,"t":5}', b'{"seeds":{"a":NaN}}', None], ids=range(7)
)
def test_a_place_that_cannot_be_read_is_kept_and_reported(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "drafts" / "desk-2.json"
    resume.save(tmp_path, "lappy-1", _PLACE)
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    place, problems = resume.load_all(tmp_path, readonly=True)
    assert (place, len(problems)) == (_PLACE, 1)
    assert path.exists()
    place, problems = resume.load_all(tmp_path)
    assert place == _PLACE
    assert problems[0].startswith(f"{path}:1: ")
    assert problems[0].endswith("; it is kept as desk-2.json.unreadable-1")
    assert resume.load_all(tmp_path)[1] == ()
    path.mkdir()
    resume.save(tmp_path, "desk-2", _PLACE)
    assert (tmp_path / "drafts" / "desk-2.json.unreadable-2").is_dir()


def test_what_json_cannot_hold_does_not_stop_a_save(tmp_path: Path) -> None:
    odd = msgspec.structs.replace(
        _PLACE, drafts={"a": Draft("\udc80x", 1)}, demos={"d": {"a": [float("nan")], "b": [1.0]}}
    )
    resume.save(tmp_path, "lappy-1", odd)
    place = resume.load(tmp_path)
    assert place.drafts == {"a": Draft("?x", 1)}
    assert place.demos == {"d": {"b": [1.0]}}


@pytest.mark.parametrize("kind", ["open for writing", "write", "short write", "sync", "replace", "sync folder"])
def test_a_place_is_the_old_or_the_new_one_whole(tmp_path: Path, kind: str) -> None:
    resume.save(tmp_path, "lappy-1", _PLACE)
    newer = msgspec.structs.replace(_PLACE, t="2025-03-01T12:00:01.000Z", page="la.mat" * 1000)
    files = Faulty(kind, 2 if kind == "short write" else 1)
    with pytest.raises(SaveError):
        resume.save(tmp_path, "lappy-1", newer, files=files)
    assert resume.load(tmp_path) in (_PLACE, newer)
    files.heal()
    resume.save(tmp_path, "lappy-1", newer, files=files)
    assert resume.load(tmp_path) == newer
    assert len(list((tmp_path / "drafts").iterdir())) == 1


def test_settings_come_back(tmp_path: Path) -> None:
    path = tmp_path / "home" / "settings.toml"
    assert load(path) == (Settings(), ())
    chosen = Settings(theme='dark "one" \\ \x7f ü', ascii=True, mouse=False, slow_link=True, driver="plain")
    save(path, chosen)
    assert load(path) == (chosen, ())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    save(path, Settings())
    assert load(path) == (Settings(), ())


def test_comments_and_unknown_keys_survive(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# mine\ntheme = "old" # why\nfuture = [1,\n 2]\n\n[table]\nmouse = "inner"\n')
    settings, problems = load(path)
    assert problems == ()
    assert settings.extra == MappingProxyType({"future": [1, 2], "table": {"mouse": "inner"}})
    save(path, replace(settings, theme="new", mouse=False))
    text = path.read_text()
    assert text.startswith('# mine\ntheme = "new"\nfuture = [1,\n 2]\n')
    assert tomllib.loads(text) == {"theme": "new", "mouse": False, "future": [1, 2], "table": {"mouse": "inner"}}
    save(path, replace(settings, theme=None))
    assert tomllib.loads(path.read_text()) == {"future": [1, 2], "table": {"mouse": "inner"}}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'theme = "a"\nmouse = \n', 2),
        (b"ascii = true\n\xff", 2),
        (b'x = 1\nmouse = "yes"\n', 2),
        (b"driver = 5\n", 1),
        (b"\nslow_link = 1\n", 2),
        (b"theme = 3\n", 1),
    ],
)
def test_a_broken_settings_file_gives_defaults_and_one_line(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    settings, problems = load(path)
    assert replace(settings, extra=MappingProxyType({})) == Settings()
    assert len(problems) == 1
    assert problems[0].startswith(f"{path}:{line}: ")
    assert "\n" not in problems[0]
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"mouse = \n", b"\xff", b'theme = """\nx"""\n'], ids=range(3))
def test_saving_over_a_broken_settings_file_keeps_it_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    save(path, Settings(theme="new"))
    assert load(path) == (Settings(theme="new"), ())
    assert (tmp_path / "settings.toml.unreadable-1").read_bytes() == content


def test_settings_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    save(path, Settings(mouse=False))
    assert load(path, files=Faulty("open for reading"))[0] == Settings()
    for kind in ("open for reading", "open for writing", "replace"):
        with pytest.raises(SaveError):
            save(path, Settings(theme="x"), files=Faulty(kind))
    assert load(path) == (Settings(mouse=False), ())
    path.unlink()
    path.mkdir()
    assert len(load(path)[1]) == 1
    with pytest.raises(SaveError):
        save(path, Settings(theme="x"), files=Faulty("replace"))


def test_the_home_is_the_option_else_the_variable_else_the_platforms(tmp_path: Path) -> None:
    assert home_dir("/a", {"TUTOR_HOME": "/b"}) == Path("/a")
    assert home_dir(None, {"TUTOR_HOME": "/b/../c"}) == Path("/c")
    assert home_dir("here", {}) == Path.cwd() / "here"
    assert home_dir("~/x", {}) == Path.home() / "x"
    assert home_dir("", {"TUTOR_HOME": ""}).name == "ml-math-tutor"
    paths = Paths(tmp_path)
    assert {path.name for path in (paths.cache, paths.settings, paths.crash)} == {
        "progress.json",
        "settings.toml",
        "crash",
    }
    with pytest.raises(SaveError):
        ensure_folder(tmp_path / "x", Faulty("make folder"))


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-01-31", "2025-01-31T05:00:00.000Z"),
        ("2025-01-31T09:30", "2025-01-31T14:30:00.000Z"),
        ("2025-07-31 09:30:15.25", "2025-07-31T13:30:15.250Z"),
        ("2025-01-31T09:30Z", "2025-01-31T09:30:00.000Z"),
        (" 2025-01-31T09:30+02:00 ", "2025-01-31T07:30:00.000Z"),
    ],
)
@pytest.mark.usefixtures("new_york")
def test_the_clock_can_be_set(text: str, utc: str) -> None:
    now = clock({"TUTOR_NOW": text})
    assert now() == now()
    assert utc_text(now()) == utc


@pytest.mark.parametrize("text", ["tomorrow", "2025-13-01", "12:00", "2025-02-30", "x" * 50])
def test_a_clock_that_is_none_is_one_clear_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"^TUTOR_NOW is .* write 2025-01-31 or 2025-01-31T09:30$"):
        clock({"TUTOR_NOW": text})


def test_the_clock_is_the_time_of_day_otherwise() -> None:
    assert abs(clock({})() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock({"TUTOR_NOW": "  "})().utcoffset() is not None
    away = clock({"TUTOR_NOW": "2026-03-02T08:00:00+13:00"})()
    assert away.utcoffset() == timedelta(hours=13)  # the zone that the learner is in


@cases(deadline=None)
@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)))
def test_times_come_back_to_the_millisecond(moment: datetime) -> None:
    text = utc_text(moment)
    assert len(text) == 24
    assert time_text(milliseconds(text)) == text
    assert datetime.fromisoformat(text) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-01-01",
        "2025-01-01T00:00:00Z",
        "2025-01-01T00:00:00.000+00:00",
        "2025-01-01t00:00:00.000Z",
        "2025-01-01T24:00:00.000Z",
        "2025-01-01T00:60:00.000Z",
        "2025-01-01T00:00:00.00٣Z",
        "2025-W01-1T00:00:00.000Z",
    ],
)
def test_times_of_another_form_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the time is not of the form"):
        milliseconds(text)


def test_ids_say_who_and_in_which_order() -> None:
    assert parse_id(make_id(42, "lappy-3f9a1c", "k2v8qd")) == (42, "lappy-3f9a1c-k2v8qd", "lappy-3f9a1c")
    assert parse_id(make_id(123_456_789, "a", "b")) == (123_456_789, "a-b", "a")
    assert make_id(9, "z", "z") < make_id(10, "a", "a")
    odd = [
        "",
        "x",
        "0000001-a-b",
        "000000001-a-b",
        "00000001",
        "00000001-",
        "00000001-a",
        "+0000001-a-b",
        "1٣345678-a-b",
    ]
    assert [parse_id(text) for text in odd] == [None] * len(odd)
    assert len({new_session() for _ in range(50)}) == 50
    assert parse_id(make_id(1, device_name(), new_session())) is not None


def test_the_device_is_the_same_at_every_start_and_not_kept_in_the_home(tmp_path: Path) -> None:
    assert device_name() == device_name()
    record = open_record(tmp_path)
    record.append(answer())
    record.close()
    text = (tmp_path / "progress.json").read_text()
    assert device_name() not in text
    name = device_name()
    assert name == name.lower()
    assert name.isascii()
    assert len(name.rpartition("-")[2]) == 6


def test_backups_are_dated_and_only_the_latest_stay(tmp_path: Path) -> None:
    home = tmp_path
    assert backup(home, date(2025, 3, 1)) is None
    record = open_record(home)
    record.append(answer())
    save(Paths(home).settings, Settings(theme="x"))
    resume.save(home, "lappy-1", _PLACE)
    made = backup(home, date(2025, 3, 1))
    assert made == home / "backups" / "2025-03-01.zip"
    assert made.stat().st_mode & 0o777 == 0o600
    with ZipFile(made) as archive:
        assert set(archive.namelist()) == {"journal/lappy-1.jsonl", "settings.toml", "drafts/lappy-1.json"}
        assert archive.read("settings.toml") == b'theme = "x"\n'
    record.append(answer(seed=2))
    assert backup(home, date(2025, 3, 1)) is None
    for day in range(2, 12):
        record.append(answer(seed=day))
        assert backup(home, date(2025, 3, day)) is not None
    assert backup(home, date(2025, 3, 20)) is None
    names = sorted(path.name for path in (home / "backups").iterdir())
    assert names == [f"2025-03-{day:02}.zip" for day in range(5, 12)]
    record.append(answer(seed=99))
    with pytest.raises(SaveError):
        backup(home, date(2025, 4, 1), files=Faulty("replace"))
    assert sorted(path.name for path in (home / "backups").iterdir()) == names
