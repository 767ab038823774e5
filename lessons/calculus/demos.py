"""The demos of rung 3, gathered from the modules beside this one."""

from .demo_descent import DESCENT
from .demo_graph import GRAPH
from .demo_optimizers import OPTIMIZERS
from .demo_tangent import TANGENT

__all__ = ["DESCENT", "GRAPH", "OPTIMIZERS", "TANGENT"]
