"""The computed questions of rung 1, gathered from the modules beside this one."""

from .items_angle import angle_cosine, angle_projection, angle_reach
from .items_batches import batches_einsum, batches_loss, batches_product
from .items_compare import angle_nearest, dot_scores, vectors_mean
from .items_decomposition import (
    decomposition_build,
    decomposition_definite,
    decomposition_form,
    decomposition_power,
)
from .items_dot import dot_compute, dot_missing
from .items_eigen_check import eigen_family, eigen_value, eigen_which
from .items_eigenvalues import eigen_partner, eigen_values
from .items_maps import maps_build, maps_columns, maps_layer, maps_matvec
from .items_products import products_matmul, products_order, products_rect
from .items_shapes import shapes_fits, shapes_result, shapes_transpose
from .items_shares import eigen_ratio, eigen_share
from .items_single import products_both, products_entry
from .items_span import span_lora, span_rank, span_zero
from .items_spread import eigen_axes, eigen_power
from .items_svd import svd_energy, svd_error, svd_values
from .items_toolkit import toolkit_fit, toolkit_inverse, toolkit_norms
from .items_vectors import vectors_combine, vectors_norm, vectors_unit

__all__ = [
    "angle_cosine",
    "angle_nearest",
    "angle_projection",
    "angle_reach",
    "batches_einsum",
    "batches_loss",
    "batches_product",
    "decomposition_build",
    "decomposition_definite",
    "decomposition_form",
    "decomposition_power",
    "dot_compute",
    "dot_missing",
    "dot_scores",
    "eigen_axes",
    "eigen_family",
    "eigen_partner",
    "eigen_power",
    "eigen_ratio",
    "eigen_share",
    "eigen_value",
    "eigen_values",
    "eigen_which",
    "maps_build",
    "maps_columns",
    "maps_layer",
    "maps_matvec",
    "products_both",
    "products_entry",
    "products_matmul",
    "products_order",
    "products_rect",
    "shapes_fits",
    "shapes_result",
    "shapes_transpose",
    "span_lora",
    "span_rank",
    "span_zero",
    "svd_energy",
    "svd_error",
    "svd_values",
    "toolkit_fit",
    "toolkit_inverse",
    "toolkit_norms",
    "vectors_combine",
    "vectors_mean",
    "vectors_norm",
    "vectors_unit",
]
