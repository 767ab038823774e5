"""A text of the course as a module. What a learner types is never loaded here."""

from __future__ import annotations

from importlib.abc import InspectLoader
from importlib.util import module_from_spec, spec_from_loader
from types import ModuleType


class _Loader(InspectLoader):
    """Loads a module from its text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def get_source(self, fullname: str) -> str:
        return self._text


def load_module(name: str, text: str) -> ModuleType:
    """A new module of a text of the course; `sys.modules` does not get it."""
    loader = _Loader(text)
    spec = spec_from_loader(name, loader)
    if spec is None:
        raise ImportError(f"no module can be made of {name}")
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module
