"""The demos of rung 2, gathered from the modules beside this one."""

from .demo_attention import ATTENTION
from .demo_bayes import BAYES
from .demo_distribution import DISTRIBUTION
from .demo_ellipse import ELLIPSE
from .demo_likelihood import LIKELIHOOD
from .demo_softmax import SOFTMAX

__all__ = ["ATTENTION", "BAYES", "DISTRIBUTION", "ELLIPSE", "LIKELIHOOD", "SOFTMAX"]
