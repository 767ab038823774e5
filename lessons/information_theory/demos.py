"""The demos of rung 4, gathered from the modules beside this one."""

from lessons.information_theory.demo_classifier import CLASSIFIER
from lessons.information_theory.demo_divergence import DIVERGENCE
from lessons.information_theory.demo_entropy import ENTROPY

__all__ = ["CLASSIFIER", "DIVERGENCE", "ENTROPY"]
