"""The directions of imports: no module of the app depends on one that opens it, and nothing goes round in a circle."""

from __future__ import annotations

import pytest

from tests.support.import_graph import Graph, cycles, import_graph

FORMULA_PARSER = "tutor.rendering.notation"  # a grammar refers to itself


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset()}, []),
        ({"a": frozenset("b"), "b": frozenset("a"), "c": frozenset("a")}, [["a", "b"]]),
        (
            {"a": frozenset("bc"), "b": frozenset("d"), "c": frozenset("a"), "d": frozenset("b")},
            [["a", "c"], ["b", "d"]],
        ),
    ],
)
def test_cycles_of_a_graph(graph: Graph, expected: list[list[str]]) -> None:
    assert sorted(cycles(graph)) == expected


@pytest.mark.parametrize("annotations", [False, True], ids=["at run time", "with annotations"])
def test_the_app_has_no_import_cycle(annotations: bool) -> None:
    assert not [
        cycle for cycle in cycles(import_graph(annotations)) if any(name.startswith("tutor.app") for name in cycle)
    ]


@pytest.mark.parametrize("annotations", [False, True], ids=["at run time", "with annotations"])
def test_at_most_one_import_cycle(annotations: bool) -> None:
    found = cycles(import_graph(annotations))
    assert not [cycle for cycle in found if not all(name.startswith(FORMULA_PARSER) for name in cycle)]
    assert len(found) <= 1


def test_screens_do_not_know_the_app_and_widgets_do_not_know_screens() -> None:
    for module, targets in import_graph(annotations=True).items():
        if module.startswith("tutor.app.screens"):
            assert not targets & {"tutor.app.app", "tutor.app.navigation"}, module
        if module.startswith("tutor.app.widgets"):
            assert not [target for target in targets if target.startswith("tutor.app.screens")], module
