"""The demos of rung 1, gathered from the modules beside this one."""

from .demo_arrows import ARROWS
from .demo_eigen import EIGEN
from .demo_low_rank import LOW_RANK
from .demo_matrix import MATRIX
from .demo_vectors import VECTORS

__all__ = ["ARROWS", "EIGEN", "LOW_RANK", "MATRIX", "VECTORS"]
