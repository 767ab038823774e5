"""Another course by `--course`: every command is about it, and its record is its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lessons.course import Course
from lessons.source import Source
from progress.paths import course_home
from tests.support.broken_courses import PAGE, TINY, broken, faults_of
from tests.support.commands import ok, one_line
from tests.support.paths import ROOT

ITEM = "basics.sums.three"
COMMANDS = {
    "read basics.sums": "Adding joins two numbers",
    "demo slide --set x=4": "2x = 8",
    "exercise list": "plus",
    "exercise start plus": "courses/tiny/exercises/plus.py",
    "exercise hints plus": "1.",
    "exercise solution plus": "return a + b",
    "lessons list": "A tiny stage",
    f"lessons show {ITEM}": "1 + 2",
    f"lessons judge --item {ITEM} --answer 3": "right",
    "debug list": "nothing to debug",
    "paper list": "no papers",
    "progress show": "Nothing yet",
    "progress path": "courses/tiny",
    "settings path": "home/settings.toml",
    "study show": "pairs of skills",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_about_the_course(command: str, run: object) -> None:
    ran = ok(run, "--course", str(TINY), *command.split())
    assert COMMANDS[command] in ran.out
    assert "linear_algebra" not in ran.out


def test_an_id_of_the_stage_that_ships_is_none_of_the_course(run: object) -> None:
    ran = ok(run, "--course", str(TINY), "read", "linear_algebra.dot", status=2)
    assert "linear_algebra.dot" in one_line(ran)


def test_each_course_has_a_record_of_its_own(run: object, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ok(run, "--course", str(TINY), "exercise", "start", "plus")
    assert (home / "courses" / "tiny" / "exercises" / "plus.py").exists()
    assert not (home / "exercises").exists()
    monkeypatch.chdir(TINY)
    assert ok(run, "--course", ".", "progress", "path").out == f"{home}/courses/tiny\n"
    assert ok(run, "progress", "path").out == f"{home}\n"


@pytest.mark.parametrize(("course", "name"), [("tiny", "tiny"), ("a/b", "a-b-"), ("..", "---"), ("ä", "ä")])
def test_no_id_of_a_stage_leads_out_of_the_home(course: str, name: str, tmp_path: Path) -> None:
    found = course_home(tmp_path, course)
    assert found.parent == tmp_path / "courses"
    assert found.name.startswith(name)


@pytest.mark.parametrize("name", ["nowhere", str(ROOT)])
def test_what_is_no_course_is_said_in_one_line(name: str, run: object) -> None:
    assert name in one_line(ok(run, "--course", name, "lessons", "list", status=1))


GATHERS = "from .items_more import more\n"
MORE = '''"""One more question."""

from lessons.model.computed_item import computed

from .items import add

more = computed("basics.sums.more", "number", ["adding"], strategy="add", practice=True)(add.make)
'''


def two_modules(tmp_path: Path) -> Path:
    """A small course whose second module of questions imports the first."""
    course = broken(tmp_path, [(PAGE, "Adding", "Adding", "")])
    (course / "basics" / "items_more.py").write_text(MORE, "utf-8")
    (course / "basics" / "items.py").rename(course / "basics" / "items_first.py")
    (course / "basics" / "items.py").write_text(f'"""All."""\n\nfrom .items_first import add\n{GATHERS}', "utf-8")
    (course / "basics" / "items_more.py").write_text(MORE.replace(".items import", ".items_first import"), "utf-8")
    return course


def test_the_files_of_a_folder_import_each_other_there(tmp_path: Path) -> None:
    course = two_modules(tmp_path)
    assert faults_of(course) == ()
    assert {"basics.sums.add", "basics.sums.more"} < set(Course(Source.folder(course)).templates)


@pytest.mark.parametrize(
    ("fault", "line", "said"),
    [("more = = 1", 7, "Python cannot read it"), ("raise RuntimeError(2)", 7, "failed to load: RuntimeError(2)")],
)
def test_a_fault_in_one_module_costs_only_that_one(fault: str, line: int, said: str, tmp_path: Path) -> None:
    """It is reported where it is, the rest of the rung is there, and the other checks go on."""
    course = two_modules(tmp_path)
    path = course / "basics" / "items_more.py"
    path.write_text(path.read_text("utf-8").replace("more = computed", f"{fault}\nmore = computed"), "utf-8")
    page = course / PAGE
    page.write_text(page.read_text("utf-8").replace('alt = "The line y = x from 0 to 3."', 'colour = "red"'), "utf-8")
    found = [str(problem) for problem in faults_of(course)]
    assert any(one.startswith(f"basics/items_more.py:{line}: ") and said in one for one in found), found
    assert any("no mark is called 'colour'" in one for one in found)
    assert any("alt is missing" in one for one in found), "the second fault of the same figure"
    read = Course(Source.folder(course))
    assert read.item("basics.sums.add", 1).answer
    assert read.item("basics.sums.pick").options


def test_the_rest_of_a_page_with_a_broken_figure_is_checked(tmp_path: Path) -> None:
    breaks = [
        (PAGE, 'role = "accent"', 'role = "loud"', ""),
        (PAGE, "$$ a + b = b + a $$", r"$$ \flac{a}{b} $$", ""),
        (PAGE, "item basics.sums.pick", "item no.such", ""),
    ]
    course = broken(tmp_path, breaks)
    found = "\n".join(str(problem) for problem in faults_of(course))
    for words in ("role 'loud' is none of", "flac", "no item is called 'no.such'"):
        assert words in found


def test_a_fault_in_a_copy_of_the_stage_that_ships_is_seen(tmp_path: Path) -> None:
    """The copy's own modules are imported, also those that a module imports from another rung."""
    shipped = Source.installed().root
    for part in ("course.toml", "linear_algebra", "probability"):
        copy = shutil.copytree if (shipped / part).is_dir() else shutil.copy
        copy(shipped / part, tmp_path / part)
    used = tmp_path / "probability" / "decimals.py"
    used.write_text(used.read_text("utf-8") + "\nraise RuntimeError('in the copy')\n", "utf-8")
    source = Source.folder(tmp_path)
    course = Course(source)
    for rung in course.outline.rungs[:2]:
        course._templates_of(rung.id)
    faults = [str(fault) for faults in course._item_faults.values() for fault in faults]
    assert any(fault.startswith("probability/decimals.py:") and "in the copy" in fault for fault in faults)
    assert course.template("linear_algebra.dot.compute") is not None


def test_a_page_is_read_without_the_question_that_cannot_be(run: object, tmp_path: Path) -> None:
    course = broken(tmp_path, [("basics/items.py", "@computed", "def (\n@computed", "")])
    text = ok(run, "--course", str(course), "read", "basics.sums").out
    assert "This cannot be shown: basics/items.py:" in text
    assert "Adding joins two numbers" in text
    assert "Which is 1 + 1?" in text
