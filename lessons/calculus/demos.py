"""The demos of rung 3, gathered from the modules beside this one."""

from lessons.calculus.demo_descent import DESCENT
from lessons.calculus.demo_graph import GRAPH
from lessons.calculus.demo_optimizers import OPTIMIZERS
from lessons.calculus.demo_tangent import TANGENT

__all__ = ["DESCENT", "GRAPH", "OPTIMIZERS", "TANGENT"]
