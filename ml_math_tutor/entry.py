"""The scripts `tutor` and `ml-math-tutor`: refuses in one line to start with packages of another program.

Imports only what Python itself has loaded: whatever is imported here is waited for by every start and every command.
"""

import os
import sys

from ml_math_tutor.first_paint import give_back, paint

PACKAGES = ("tutor", "lessons", "progress")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
APART = "install this program in an environment of its own, with `pipx install` or `uv tool install`"


def main() -> None:
    """Run the program, or say which file of another program is in its way, and exit with 1."""
    foreign = foreign_package()
    if foreign is not None:
        _refuse(*foreign)
    paint(sys.argv[1:])
    try:
        from tutor.cli.main import main as run
    except ImportError as error:  # installed into the same folder, another program's files have replaced some of ours
        name = (error.name or "").partition(".")[0]
        if name not in PACKAGES:
            give_back()
            raise
        give_back()
        _refuse(name, error.path or os.path.join(ROOT, name))
    try:
        run()
    finally:
        give_back()


def foreign_package() -> tuple[str, str] | None:
    """The name and the file or folder of the first of our packages that Python would take from another program."""
    finder = next(one for one in sys.meta_path if getattr(one, "__name__", "") == "PathFinder")
    for name in PACKAGES:
        spec = finder.find_spec(name, None)
        folders = list(spec.submodule_search_locations or ()) if spec is not None else []
        if spec is not None and not any(_is_ours(folder, name) for folder in folders[:1]):
            return name, spec.origin or folders[0]
    return None


def _is_ours(folder: str, name: str) -> bool:
    ours = os.path.join(ROOT, name)
    return folder == ours or os.path.realpath(folder) == os.path.realpath(ours)


def _refuse(name: str, path: str) -> None:
    print(
        f"tutor: {path} belongs to another program and hides the package {name!r} of this one; {way_out(path)}",
        file=sys.stderr,
    )
    sys.exit(1)


def way_out(path: str) -> str:
    """What to do about a foreign file, by how Python came to find it."""
    folder = os.path.dirname(os.path.dirname(path) if os.path.basename(path) == "__init__.py" else path)
    if folder in [os.path.abspath(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]:
        return "start this one without PYTHONPATH: `env -u PYTHONPATH tutor`"
    if folder == os.getcwd() != ROOT and sys.flags.safe_path is False:
        return "start this one from another folder, or with `python -P -m tutor`"
    return APART
