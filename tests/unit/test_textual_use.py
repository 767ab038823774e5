"""How the program uses Textual: handlers are inherited and not called again, and private names are left alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.for_each import for_each
from tests.support.paths import ROOT
from tests.support.textual_classes import our_bases, private_names, textual_bases, textual_classes

FILES = sorted(path for room in ("app", "fast", "driver") for path in (ROOT / "tutor" / room).rglob("*.py"))
NAMED_TUPLE = {"_replace", "_asdict"}
PATCHES = {"resilient_driver.py", *(path.name for path in (ROOT / "tutor/app/textual_patches").glob("*.py"))}
DISPATCHER = "on_event"  # not a handler: it is what calls the handlers, once for each event


def test_there_are_classes_to_look_at() -> None:
    names = {kind.__name__ for kind in textual_classes()}
    assert {"TutorApp", "ExerciseScreen", "QuestionView", "LineEdit", "DiffDriver"} <= names


@for_each(sorted((ROOT / "tutor" / "app").glob("*.py")), ids=lambda path: path.name)
def test_the_app_waits_for_a_paint_of_any_screen(path: Path) -> None:
    """Textual's own callback comes only once the screen in front is painted, and another may cover it before."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)]
    assert path.name == "painted.py" or "call_after_refresh" not in {node.attr for node in calls}


@for_each(FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_handler_calls_the_handler_of_its_base(path: Path) -> None:
    """Textual calls the handler of every class in the MRO, so a base's handler would run twice."""
    calls = [
        node.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "super()" and node.attr.startswith("on_")
    ]
    assert set(calls) <= {DISPATCHER}


@for_each(textual_classes(), ids=lambda kind: kind.__name__)
def test_no_handler_overrides_one_of_ours(kind: type) -> None:
    """A subclass overrides a plain method that the handler calls; both handlers would run otherwise."""
    handlers = {name for name in vars(kind) if name.startswith("on_")}
    assert not [(base.__name__, name) for base in our_bases(kind) for name in handlers & set(vars(base))]


@pytest.mark.parametrize("kind", textual_classes(), ids=lambda kind: kind.__name__)
def test_no_class_uses_a_private_name_of_its_textual_bases(kind: type) -> None:
    textual = {name for base in textual_bases(kind) for name in private_names(base)[0]}
    assert not frozenset().union(*private_names(kind)) & textual


@for_each([path for path in FILES if path.name not in PATCHES], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_uses_a_private_name_of_another_object(path: Path) -> None:
    """Whoever wrote the object, Textual or we."""
    tree = ast.parse(path.read_text("utf-8"))
    used = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__")
        if ast.unparse(node.value) not in ("self", "cls", "super()") and node.attr not in NAMED_TUPLE
    ]
    assert set(used) <= {"os._exit"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
            names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            assert not [name for name in names if name.startswith("_")]


def test_tests_look_into_the_compositor_in_one_place() -> None:
    users = [path for path in (ROOT / "tests").rglob("*.py") if "._compositor" in path.read_text("utf-8")]
    assert [path.name for path in users if path.name != Path(__file__).name] == ["painted.py"]
