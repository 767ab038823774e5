"""The files of a course, and the error for a fault in one of them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

from msgspec import Struct


class CourseError(ValueError):
    """A fault in a course file: file, line, what is wrong and how to fix it; `others` are more in the same file."""

    def __init__(self, place: str, line: int, fault: str, others: tuple[CourseError, ...] = ()) -> None:
        super().__init__(f"{place}:{line}: {fault}")
        self.place, self.line, self.fault, self.others = place, line, fault, others


def raise_all(errors: list[CourseError]) -> None:
    """Raise the first of these errors, with the rest as its `others`; do nothing where there are none."""
    if errors:
        first = errors[0]
        raise CourseError(first.place, first.line, first.fault, tuple(errors[1:]))


class Source(Struct, frozen=True):
    """A folder with a `course.toml`; `package` is its import name if it is the installed course."""

    root: Path
    package: str | None = None

    @classmethod
    def installed(cls) -> Source:
        """The course that ships with the program."""
        return cls(Path(__file__).parent, "lessons")

    @classmethod
    def folder(cls, path: Path) -> Source:
        """A course in any folder, for example one that is being written."""
        return cls(path)

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
        """The names of a rung's modules, in the installed course; none elsewhere, where files are run each time."""
        return sorted(path.stem for path in (self.root / rung).glob("*.py")) if self.package is not None else []

    def module(self, rung: str, name: str) -> ModuleType | None:
        """The module of `RUNG/NAME.py` (NAME may contain a folder); None without such a file. Raises CourseError."""
        place = f"{rung}/{name}.py"
        if not self.has(*place.split("/")):
            return None
        try:
            if self.package is not None:
                return importlib.import_module(f"{self.package}.{rung}.{name}".replace("/", "."))
            return _import_file(Path(str(self.root)) / rung / f"{name}.py")
        except CourseError:
            raise
        except SyntaxError as error:
            raise CourseError(place, error.lineno or 1, f"Python cannot read it: {error.msg}") from None
        except Exception as error:
            raise CourseError(place, _line_in(error, f"{name}.py"), f"failed to load: {error!r}") from error


def _import_file(path: Path) -> ModuleType:
    from importlib.util import module_from_spec, spec_from_file_location

    name = f"_course_{abs(hash(path))}_{path.stem}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"no loader for {path}")
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


def _line_in(error: BaseException, name: str) -> int:
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(name):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
