"""The demos of rung 1, gathered from the modules beside this one."""

from lessons.linear_algebra.demo_arrows import ARROWS
from lessons.linear_algebra.demo_eigen import EIGEN
from lessons.linear_algebra.demo_low_rank import LOW_RANK
from lessons.linear_algebra.demo_matrix import MATRIX
from lessons.linear_algebra.demo_vectors import VECTORS

__all__ = ["ARROWS", "EIGEN", "LOW_RANK", "MATRIX", "VECTORS"]
