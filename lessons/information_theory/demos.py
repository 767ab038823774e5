"""The demos of rung 4, gathered from the modules beside this one."""

from .demo_classifier import CLASSIFIER
from .demo_divergence import DIVERGENCE
from .demo_entropy import ENTROPY

__all__ = ["CLASSIFIER", "DIVERGENCE", "ENTROPY"]
