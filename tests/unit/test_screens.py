"""The shape of the screens: small classes that have what they need as objects, not as base classes."""

from __future__ import annotations

from textual.screen import Screen

from tests.support.for_each import for_each
from tests.support.textual_classes import methods, our_bases, textual_classes
from tutor.app.screens.base import TutorScreen

MOST_METHODS = 35
SCREENS = [kind for kind in textual_classes() if issubclass(kind, Screen)]


@for_each(SCREENS, ids=lambda screen: screen.__name__)
def test_a_screen_has_few_methods_of_its_own(screen: type[Screen[object]]) -> None:
    assert len(methods(screen)) <= MOST_METHODS, methods(screen)


@for_each(SCREENS, ids=lambda screen: screen.__name__)
def test_a_screen_extends_one_class_below_the_base_screen(screen: type[Screen[object]]) -> None:
    bases = [base for base in our_bases(screen) if issubclass(base, TutorScreen) and base is not TutorScreen]
    assert len(bases) <= 1, bases
