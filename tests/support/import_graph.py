"""The graph of imports among the program's own modules, and its cycles."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.support.paths import ROOT

Graph = Mapping[str, frozenset[str]]


@cache
def module_files() -> dict[str, Path]:
    """Every module of the program, and its file."""
    files = {}
    for package in ("ml_math_tutor", "tutor", "lessons", "progress"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return files


@cache
def import_graph(annotations: bool) -> Graph:
    """By module, the modules of ours that it imports, at its top or inside functions.

    Args:
        annotations: Whether imports for annotations alone count, those under `if TYPE_CHECKING`.
    """
    modules = set(module_files())
    return {
        module: frozenset(
            target for target in _imported(module, path, annotations) if target in modules and target != module
        )
        for module, path in module_files().items()
    }


def _imported(module: str, path: Path, annotations: bool) -> Iterator[str]:
    for node in _statements(_tree(path), annotations):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                name = f"{source}.{alias.name}"
                yield name if name in module_files() else source


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _statements(tree: ast.Module, annotations: bool) -> Iterator[ast.stmt]:
    """Every statement, however deep; an import stands in no expression."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        for child in ast.iter_child_nodes(waiting.pop()):
            if isinstance(child, ast.stmt):
                yield child
            elif not isinstance(child, ast.excepthandler | ast.match_case):
                continue
            if annotations or not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
                waiting.append(child)


def cycles(graph: Graph) -> list[list[str]]:
    """The strongly connected components of two or more modules (Tarjan, SIAM J. Comput. 1(2), 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    components: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for target in graph[module]:
            if target not in index:
                visit(target)
                low[module] = min(low[module], low[target])
            elif target in stack:
                low[module] = min(low[module], index[target])
        if low[module] == index[module]:
            component = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(component) > 1:
                components.append(sorted(component))

    for module in graph:
        if module not in index:
            visit(module)
    return components
