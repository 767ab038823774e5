"""Whatever lies in the home: the program starts, says what is wrong where, keeps it, and counts all that is whole."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

from progress.files import Files
from progress.journal.append import torn_path
from progress.journal.cache import CACHE_VERSION
from progress.journal.codec import MAX_LINE, LineError, decode, encode
from progress.record import Record
from progress.verify import verify
from tests.support.records import Faulty, NoSync, answer, journal_file, open_record, ticking


def _home(home: Path, answers: int = 5) -> bytes:
    """A home with so many answers by one device and a cache; the bytes of its journal file."""
    record = Record.open(home, device="lappy-1", now=ticking(), session="aaaaaa")
    for seed in range(answers):
        record.append(answer(seed=seed))
    record.close()
    return journal_file(home).read_bytes()


@pytest.mark.slow
def test_a_tail_torn_at_every_byte_of_the_last_three_lines(tmp_path: Path) -> None:
    whole = _home(tmp_path, 6)
    lines = whole.splitlines(keepends=True)
    start = len(b"".join(lines[:3]))
    path, cache = journal_file(tmp_path), tmp_path / "progress.json"
    for cut in range(start, len(whole)):
        path.write_bytes(whole[:cut])
        cache.unlink(missing_ok=True)
        torn_path(path).unlink(missing_ok=True)
        rest = whole[whole.rfind(b"\n", 0, cut) + 1 : cut]
        full = whole[:cut].count(b"\n")
        finished = cut + 1 <= len(whole) and whole[cut : cut + 1] == b"\n" and rest != b""
        record = open_record(tmp_path, files=NoSync())
        assert record.state.answers == full + finished
        assert torn_path(path).exists() == (rest != b"" and not finished)
        if rest and not finished:
            assert torn_path(path).read_bytes() == rest + b"\n"
            assert record.problems == (
                f"{path}:{full + 1}: the last line was cut off ({len(rest)} bytes); it is kept in {torn_path(path)}",
            )
        record.append(answer(seed=99))
        assert open_record(tmp_path, files=NoSync()).state == record.state
        assert path.read_bytes().count(b"\n") == full + finished + 1


@pytest.mark.slow
def test_every_byte_of_the_cache_flipped(tmp_path: Path) -> None:
    _home(tmp_path)
    cache = tmp_path / "progress.json"
    good = cache.read_bytes()
    expected = open_record(tmp_path, readonly=True).state
    for place in range(len(good)):
        for flip in (1, 0xFF):
            cache.write_bytes(good[:place] + bytes([good[place] ^ flip]) + good[place + 1 :])
            record = open_record(tmp_path, readonly=True, files=NoSync())
            assert record.state == expected
    cache.write_bytes(good[:9] + b"?" + good[10:])
    record = open_record(tmp_path)
    assert record.problems == (f"{cache}:1: the file is damaged; it is kept aside and rebuilt from the journal",)
    assert open_record(tmp_path).problems == ()
    assert (tmp_path / "progress.json.unreadable-1").read_bytes() == good[:9] + b"?" + good[10:]


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"null", b"[" * 100_000, b'{"v":NaN}', b"\xff\xfe{}", b'{"v":1,"sum":0,"body":{}}'],
    ids=range(7),
)
def test_a_cache_of_anything(tmp_path: Path, content: bytes) -> None:
    _home(tmp_path)
    (tmp_path / "progress.json").write_bytes(content)
    record = open_record(tmp_path)
    assert record.state.answers == 5
    assert len(record.problems) == 1
    assert open_record(tmp_path).problems == ()


def test_a_folder_where_the_cache_belongs(tmp_path: Path) -> None:
    _home(tmp_path)
    (tmp_path / "progress.json").unlink()
    (tmp_path / "progress.json").mkdir()
    record = open_record(tmp_path)
    assert record.state.answers == 5
    record.append(answer(seed=9))
    record.close()
    assert (tmp_path / "progress.json").is_file()
    assert open_record(tmp_path).state == record.state


def _sealed(version: int) -> bytes:
    """A cache of another version, whole as far as its checksum goes."""
    body = b'{"all":"new"}'
    checksum = zlib.crc32(body, zlib.crc32(b"%d:" % version))
    return b'{"v":%d,"sum":%d,"body":%s}' % (version, checksum, body)


def test_a_cache_of_an_older_version_is_rebuilt_without_a_word(tmp_path: Path) -> None:
    _home(tmp_path)
    (tmp_path / "progress.json").write_bytes(_sealed(CACHE_VERSION - 1))
    record = open_record(tmp_path)
    assert (record.state.answers, record.problems) == (5, ())
    assert b'"v":%d,' % CACHE_VERSION in (tmp_path / "progress.json").read_bytes()


def test_a_cache_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    _home(tmp_path)
    text = _sealed(CACHE_VERSION + 1)
    (tmp_path / "progress.json").write_bytes(text)
    record = open_record(tmp_path)
    assert record.state.answers == 5
    assert "newer version" in record.problems[0]
    record.append(answer(seed=9))
    record.close()
    assert (tmp_path / "progress.json").read_bytes() == text


def test_a_cache_that_contradicts_the_journal_is_rebuilt(tmp_path: Path) -> None:
    whole = _home(tmp_path)
    lines = whole.splitlines(keepends=True)
    for changed in (b"".join(lines[:3]), b"".join([lines[1], lines[0], *lines[2:]]), b""):
        journal_file(tmp_path).write_bytes(changed)
        record = open_record(tmp_path)
        assert record.state.answers == changed.count(b"\n")
        assert record.problems == ()
        record.close()
    journal_file(tmp_path).unlink()
    record = open_record(tmp_path)
    assert record.state.answers == 0
    record.close()


def test_a_journal_file_that_is_gone_is_said_so(tmp_path: Path) -> None:
    _home(tmp_path)
    journal_file(tmp_path).unlink()
    assert open_record(tmp_path).problems == (
        f"{journal_file(tmp_path)}: the file is gone; its events no longer count",
    )


_BAD_LINES = [
    b"",
    b"   ",
    b"nothing",
    b"\xff\xfe",
    b'{"kind":"answer"}',
    b'{"kind":"answer","v":1,"id":"x","t":"2025-01-01T00:00:00.000Z","item":"a","seed":NaN}',
    b'{"kind":"opened","page":"a","v":1,"id":"x","t":"yesterday"}',
    b'{"kind":"opened","page":"a","v":1,"id":"x","t":"2025-02-30T00:00:00.000Z"}',
    b'{"kind":"opened","page":"a","v":1,"id":"x","t":"2025-01-01T00:00:60.000Z"}',
    b'{"kind":"opened","page":"a","v":1,"id":"","t":"2025-01-01T00:00:00.000Z"}',
    b'{"kind":"opened","page":"a","v":1,"id":"a b","t":"2025-01-01T00:00:00.000Z"}',
    b'{"kind":"sang","v":1,"id":"x","t":"soon"}',
    b'{"kind":"sang","song":' + b"[" * 100_000,
    b"[" * 200_000,
    b'{"kind":"opened","page":"a","more":' + b"[" * 100_000,
    b'{"kind":"opened","page":"\xff","v":1,"id":"x","t":"2025-01-01T00:00:00.000Z"}',
    b'{"kind":"opened","page":7,"v":1,"id":"x","t":"2025-01-01T00:00:00.000Z"}',
    b"x" * (MAX_LINE + 5),
    b"x" * (3 * MAX_LINE),
]


@pytest.mark.parametrize("bad", _BAD_LINES, ids=range(len(_BAD_LINES)))
def test_a_bad_line_is_named_kept_and_passed_over(tmp_path: Path, bad: bytes) -> None:
    whole = _home(tmp_path)
    lines = whole.splitlines(keepends=True)
    path = journal_file(tmp_path)
    text = b"".join([*lines[:2], bad + b"\n", *lines[2:]])
    path.write_bytes(text)
    record = open_record(tmp_path)
    assert record.state.answers == 5
    if bad.strip():
        assert len(record.problems) == 1
        assert record.problems[0].startswith(f"{path}:3: ")
        assert record.problems[0].endswith("; it is kept and passed over")
        with pytest.raises(LineError):
            decode(bad)
    assert path.read_bytes() == text
    record.append(answer(seed=9))
    record.close()
    again = open_record(tmp_path)
    assert again.state == record.state
    assert again.problems == record.problems


@pytest.mark.slow
def test_a_hundred_megabytes_of_noise(tmp_path: Path) -> None:
    whole = _home(tmp_path)
    path = journal_file(tmp_path, "noisy-9")
    noise = os.urandom(1 << 16) * 1600  # 100 MB
    path.write_bytes(noise + b"\n" + whole)
    record = open_record(tmp_path)
    assert record.state.answers == 5
    assert len(record.problems) == 21
    assert record.problems[-1].endswith("more lines are no events")
    path.write_bytes(whole.replace(b"aaaaaa", b"bbbbbb") + noise.replace(b"\n", b" "))
    record = open_record(tmp_path)
    assert record.state.answers == 10
    assert record.problems == ()
    assert not record.refresh()
    own = journal_file(tmp_path)
    own.write_bytes(whole + noise.replace(b"\n", b" "))
    record = open_record(tmp_path)
    assert record.state.answers == 10
    assert torn_path(own).read_bytes() == noise.replace(b"\n", b" ") + b"\n"
    assert own.read_bytes() == whole


def test_long_lines_that_are_events_count(tmp_path: Path) -> None:
    line = encode(answer()).replace(b'"id":""', b'"id":"x1","more":"' + b"y" * (MAX_LINE // 2) + b'"')
    line = line.replace(b'"t":""', b'"t":"2025-01-01T00:00:00.000Z"')
    journal_file(tmp_path).parent.mkdir()
    journal_file(tmp_path).write_bytes(line + b"\n" + line.replace(b"x1", b"x2") + b"\n")
    record = open_record(tmp_path)
    assert record.state.answers == 2
    assert record.problems == ()


def test_a_folder_or_a_closed_file_in_the_journal(tmp_path: Path) -> None:
    _home(tmp_path)
    journal_file(tmp_path, "odd").mkdir()
    closed = journal_file(tmp_path, "closed")
    closed.write_bytes(b"{}\n")

    class Closed(Files):
        def open(self, path: Path, flags: int) -> int:
            if path == closed:
                raise PermissionError(13, "Permission denied")
            return super().open(path, flags)

    record = open_record(tmp_path, files=Closed())
    assert record.state.answers == 5
    assert record.problems == (
        f"{journal_file(tmp_path, 'odd')}: a folder is where a journal file belongs; it is passed over",
        f"{closed}: Permission denied; it is passed over",
    )


def test_a_home_that_cannot_be_read(tmp_path: Path) -> None:
    _home(tmp_path)

    class Closed(Faulty):
        def names(self, folder: Path) -> list[str]:
            raise PermissionError(13, "Permission denied", str(folder))

    record = open_record(tmp_path, files=Closed("open for reading", error=13), readonly=True)
    assert record.state.answers == 0
    assert len(record.problems) == 2
    assert all("Permission denied" in problem for problem in record.problems)


def test_verify_names_every_fault_with_its_line_and_changes_nothing(tmp_path: Path) -> None:
    whole = _home(tmp_path)
    path = journal_file(tmp_path)
    os.chmod(tmp_path, 0o700)
    assert verify(tmp_path) == ()
    path.write_bytes(whole.replace(b"\n", b"\nnoise\n", 1) + b'{"torn')
    newer = b'{"kind":"sang","v":2,"id":"s","t":"2026-01-01T00:00:00.000Z"}\n'
    journal_file(tmp_path, "desk-2").write_bytes(newer)
    journal_file(tmp_path, "odd").mkdir()
    (tmp_path / "drafts").mkdir(mode=0o700)
    (tmp_path / "drafts" / "lappy-1.json").write_bytes(b"{")
    (tmp_path / "settings.toml").write_text('theme = "x"\nmouse = 3\n')
    (tmp_path / ".progress.json.1-a.part").touch()
    for one in tmp_path.rglob("*"):
        os.chmod(one, 0o700 if one.is_dir() else 0o600)
    os.chmod(path, 0o644)
    before = {one: one.stat().st_mtime_ns for one in tmp_path.rglob("*")}
    found = {(fault.path.name, fault.line, fault.problem.split(" ")[0]) for fault in verify(tmp_path)}
    assert found == {
        ("lappy-1.jsonl", 0, "others"),
        ("lappy-1.jsonl", 2, "the"),
        ("lappy-1.jsonl", 7, "the"),
        ("desk-2.jsonl", 0, "a"),
        ("odd.jsonl", 0, "a"),
        ("progress.json", 1, "it"),
        ("lappy-1.json", 1, "the"),
        ("settings.toml", 2, "mouse"),
        (".progress.json.1-a.part", 0, "a"),
    }
    assert all(fault.action for fault in verify(tmp_path))
    assert {one: one.stat().st_mtime_ns for one in tmp_path.rglob("*")} == before


def test_verify_finds_a_cache_whose_counts_are_not_the_journals(tmp_path: Path) -> None:
    _home(tmp_path, 20)
    path = journal_file(tmp_path)
    text = path.read_bytes()
    middle = text.find(b'"right"', len(text) // 2)
    path.write_bytes(text[:middle] + b'"wrong"' + text[middle + 7 :])
    os.chmod(tmp_path, 0o700)
    assert [fault.problem for fault in verify(tmp_path)] == ["its counts are not the journal's"]
    (tmp_path / "progress.json").write_bytes(b"{")
    assert [fault.problem for fault in verify(tmp_path)] == ["it is damaged"]
