"""The build hook of the wheel, which packs the program without comments and docstrings: they are for the source.

They are a tenth of what the wheel installs, and nobody imports `tutor` and `progress` but the program. Every statement
keeps its line, so a traceback means the same. `lessons` stays as it is, because the authors of packs read it in their
editor and `tutor lessons reference` prints it, and so does `tutor/cli`, whose docstrings are its help.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = ("tutor", "progress")
KEPT = "tutor/cli/"


class BareHook(BuildHookInterface[Any]):
    """What hatch calls before and after it builds a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put a bare copy in the place of each file of the program; an editable install runs the files themselves."""
        self.folder = TemporaryDirectory()
        for number, path in enumerate(bare_files(Path(self.root)) if version != "editable" else ()):
            copy = Path(self.folder.name, f"{number}.py")
            copy.write_bytes(bare(path.read_bytes()))
            build_data["force_include"][str(copy)] = path.relative_to(self.root).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the copies."""
        self.folder.cleanup()


def bare_files(root: Path) -> list[Path]:
    """The files that are packed without comments and docstrings."""
    found = [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]
    return [path for path in found if not path.relative_to(root).as_posix().startswith(KEPT)]


def bare(source: bytes) -> bytes:
    """A module in UTF-8 without its comments and docstrings, everything else in its line and column."""
    for start, end, instead in sorted([*_docstrings(source), *_comments(source)], reverse=True):
        before, removed, after = source[:start], source[start:end], source[end:]
        if not instead and after.startswith(b"\n"):
            before = before.rstrip(b" ")
        source = before + instead + b"\n" * removed.count(b"\n") + after
    return source


def _docstrings(source: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(Start, end, what stands there instead) of each string that is a statement: of a docstring, in bytes."""
    starts = _line_starts(source)
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        body = node.body
        strings = [one for one in body if isinstance(one, ast.Expr) and _is_string(one.value)]
        for string in strings:
            alone = len(strings) == len(body) and string is body[0] and not isinstance(node, ast.Module)
            start = starts[string.lineno - 1] + string.col_offset
            end = starts[(string.end_lineno or 0) - 1] + (string.end_col_offset or 0)
            yield start, end, b"..." if alone else b""


def _is_string(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _comments(source: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The same of each comment."""
    starts = _line_starts(source)
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        if token.type == tokenize.COMMENT:
            line, column = token.start
            start = starts[line - 1] + len(token.line[:column].encode())
            yield start, start + len(token.string.encode()), b""


def _line_starts(source: bytes) -> list[int]:
    """Where each line starts, in bytes."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts
