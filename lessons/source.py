"""The files of a course, and the error for a fault in one of them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import ModuleType

from msgspec import Struct


class CourseError(ValueError):
    """A fault in a course file: file, line, what is wrong and how to fix it; `others` are more in the same file."""

    def __init__(self, place: str, line: int, fault: str, others: tuple[CourseError, ...] = ()) -> None:
        super().__init__(f"{place}:{line}: {fault}")
        self.place, self.line, self.fault, self.others = place, line, fault, others


def raise_all(errors: Sequence[CourseError]) -> None:
    """Raise the first of these errors, with the rest as its `others`; do nothing where there are none."""
    if errors:
        first = errors[0]
        raise CourseError(first.place, first.line, first.fault, tuple(errors[1:]))


class Source(Struct, frozen=True):
    """A folder with a `course.toml`, and the name under which its Python files are imported.

    The files of a course import each other relatively (`from .arithmetic import mean`), so that they find each other
    whatever that name is.
    """

    root: Path
    package: str

    @classmethod
    def installed(cls) -> Source:
        """The course that ships with the program."""
        return cls(Path(__file__).parent, "lessons")

    @classmethod
    def folder(cls, path: Path) -> Source:
        """A course in any folder, for example one that is being written. Each source imports the files again."""
        root, name = path.absolute(), f"_course_{next(_numbers)}"
        package = ModuleType(name)
        package.__path__ = [str(root)]
        sys.modules[name] = package
        importlib.invalidate_caches()
        return cls(root, name)

    @classmethod
    def named(cls, name: str) -> Source:
        """A course by the name of a pack that is installed, or by its folder. Raises ValueError."""
        folder = Path(name).expanduser()
        if (folder / PLACE).is_file():
            return cls.folder(folder)
        packs = installed_packs()
        if name in packs:
            return cls.pack(packs[name])
        if folder.is_dir():
            raise ValueError(f"{name} has no {PLACE}, so it is no course")
        known = f"installed are {', '.join(packs)}" if packs else "no pack is installed"
        raise ValueError(f"no course is called {name!r}; {known}, and a folder with a {PLACE} is a course, too")

    @classmethod
    def pack(cls, package: str) -> Source:
        """The course in an importable package. Raises ValueError."""
        from importlib.util import find_spec

        spec = find_spec(package)
        folders = list(spec.submodule_search_locations or ()) if spec is not None else []
        if not folders:
            raise ValueError(f"the package {package}, which a course pack announces, is not installed; reinstall it")
        return cls(Path(folders[0]), package)

    def text(self, *parts: str) -> str:
        """The text of a file. Raises CourseError if it is missing or is not UTF-8."""
        place = "/".join(parts)
        try:
            return self.root.joinpath(*parts).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise CourseError(place, 1, "the file is missing; write it, or take it out of course.toml") from None
        except UnicodeDecodeError as error:
            raise CourseError(place, 1, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from None
        except OSError as error:
            raise CourseError(place, 1, f"cannot be read ({error.strerror}); check its permissions") from None

    def has(self, *parts: str) -> bool:
        """Whether there is such a file."""
        return self.root.joinpath(*parts).is_file()

    def modules(self, rung: str) -> list[str]:
        """The names of a rung's modules."""
        return sorted(path.stem for path in (self.root / rung).glob("*.py"))

    def module(self, rung: str, name: str) -> ModuleType | None:
        """The module of `RUNG/NAME.py` (NAME may contain a folder); None without such a file.

        Raises:
            CourseError: it cannot be loaded. The error names the file of the course that is at fault, which may be one
                that this module imports.
        """
        place = f"{rung}/{name}.py"
        if not self.has(*place.split("/")):
            return None
        try:
            with _bytecode_unwritten(self.package.startswith("_course_")):
                return importlib.import_module(f"{self.package}.{rung}.{name}".replace("/", "."))
        except CourseError:
            raise
        except SyntaxError as error:
            place = self._place(error.filename) or place
            raise CourseError(place, error.lineno or 1, f"Python cannot read it: {error.msg}") from None
        except Exception as error:
            place, line = self._origin(error) or (place, 1)
            raise CourseError(place, line, f"failed to load: {error!r}") from error

    def _origin(self, error: BaseException) -> tuple[str, int] | None:
        """File and line of the course's innermost frame in a traceback."""
        from traceback import walk_tb

        places = [(self._place(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
        ours = [(place, line) for place, line in places if place is not None]
        return ours[-1] if ours else None

    def _place(self, file: str | None) -> str | None:
        """The path of a file within the course; None for one outside of it."""
        path = Path(file or "")
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else None


PLACE = "course.toml"
GROUP = "tutor.courses"
"""The group of entry points by which an installed pack announces its course: NAME = "PACKAGE"."""

_numbers = count(1)


def installed_packs() -> dict[str, str]:
    """By name, the packages of the courses that are installed beside the one that ships."""
    from importlib.metadata import entry_points

    return {entry.name: entry.value for entry in sorted(entry_points(group=GROUP))}


@contextmanager
def _bytecode_unwritten(wanted: bool) -> Iterator[None]:
    """Write no bytecode where that is wanted: a file saved again within a second would be taken for the old one."""
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = before or wanted
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
