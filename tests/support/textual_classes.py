"""The classes of the program that are Textual's, and what each of them uses of its bases."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from functools import lru_cache

import tutor

Classes = list[type]


@lru_cache(maxsize=1)
def textual_classes() -> Classes:
    """Every class of the program with a base class in Textual."""
    classes: set[type] = set()
    for module in pkgutil.walk_packages(tutor.__path__, "tutor."):
        if module.name.startswith(("tutor.app", "tutor.driver", "tutor.fast")):
            classes |= {value for value in vars(importlib.import_module(module.name)).values() if is_ours(value)}
    return sorted((kind for kind in classes if textual_bases(kind)), key=lambda kind: kind.__qualname__)


def is_ours(value: object) -> bool:
    """Whether this is a class that the program defines."""
    return inspect.isclass(value) and value.__module__.startswith("tutor.")


def our_bases(kind: type) -> Classes:
    """The bases of a class that the program defines, nearest first."""
    return [base for base in kind.__mro__[1:] if is_ours(base)]


def textual_bases(kind: type) -> Classes:
    """The bases of a class that Textual defines, nearest first."""
    return [base for base in kind.__mro__[1:] if base.__module__.partition(".")[0] == "textual"]


def methods(kind: type) -> list[str]:
    """The methods and properties in the body of a class."""
    return [name for name, value in vars(kind).items() if inspect.isfunction(value) or isinstance(value, property)]


@lru_cache(maxsize=512)
def private_names(kind: type) -> tuple[frozenset[str], frozenset[str]]:
    """The private names that the body of a class sets, as methods or attributes, and those that it uses on `self`."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(body, ast.ClassDef)
    names_set: set[str] = set()
    used: set[str] = set()
    for statement in body.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            names_set.add(statement.name)
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        names_set |= {target.id for target in targets if isinstance(target, ast.Name)}
    for node in ast.walk(body):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self", "cls", "super()"):
            (names_set if isinstance(node.ctx, ast.Store) else used).add(node.attr)
    return frozenset(filter(is_private, names_set)), frozenset(filter(is_private, used))


def is_private(name: str) -> bool:
    """Whether a name has one leading underscore."""
    return name.startswith("_") and not name.startswith("__")
