"""The demos of rung 2, gathered from the modules beside this one."""

from lessons.probability.demo_attention import ATTENTION
from lessons.probability.demo_bayes import BAYES
from lessons.probability.demo_distribution import DISTRIBUTION
from lessons.probability.demo_ellipse import ELLIPSE
from lessons.probability.demo_likelihood import LIKELIHOOD
from lessons.probability.demo_softmax import SOFTMAX

__all__ = ["ATTENTION", "BAYES", "DISTRIBUTION", "ELLIPSE", "LIKELIHOOD", "SOFTMAX"]
