"""The computed questions of rung 3, gathered from the modules beside this one."""

from .items_chain import chain_mse, chain_paths, chain_weight
from .items_checklist import descent_letters
from .items_curvature import landscape_likelihood, landscape_second
from .items_derivative import derivative_approx, derivative_secant
from .items_descent import descent_step, descent_two
from .items_estimate import gradient_estimate
from .items_fit_gradient import chain_bias, chain_pair
from .items_formulas import gradient_hold, rules_exponential, rules_logarithm, rules_product
from .items_gradient import gradient_partials, gradient_rate
from .items_landscape import landscape_kind, landscape_valley
from .items_layers import (
    layers_bias,
    layers_input,
    layers_mean,
    layers_relu,
    layers_shapes,
    layers_weights,
)
from .items_optimizers import (
    optimizers_adam,
    optimizers_average,
    optimizers_batch,
    optimizers_momentum,
    optimizers_velocity,
)
from .items_quotient import rules_quotient
from .items_rules import rules_factor, rules_inner, rules_power, rules_sigmoid
from .items_step_size_limits import stepsize_bowl, stepsize_error, stepsize_limit, stepsize_regime
from .items_step_vectors import descent_rate, descent_size, stepsize_flat
from .items_taylor import curvature_difference, curvature_halfway, curvature_quadratic, curvature_taylor
from .items_training import (
    training_clip,
    training_cosine,
    training_decay,
    training_diverging,
    training_steps,
)

__all__ = [
    "chain_bias",
    "chain_mse",
    "chain_pair",
    "chain_paths",
    "chain_weight",
    "curvature_difference",
    "curvature_halfway",
    "curvature_quadratic",
    "curvature_taylor",
    "derivative_approx",
    "derivative_secant",
    "descent_letters",
    "descent_rate",
    "descent_size",
    "descent_step",
    "descent_two",
    "gradient_estimate",
    "gradient_hold",
    "gradient_partials",
    "gradient_rate",
    "landscape_kind",
    "landscape_likelihood",
    "landscape_second",
    "landscape_valley",
    "layers_bias",
    "layers_input",
    "layers_mean",
    "layers_relu",
    "layers_shapes",
    "layers_weights",
    "optimizers_adam",
    "optimizers_average",
    "optimizers_batch",
    "optimizers_momentum",
    "optimizers_velocity",
    "rules_exponential",
    "rules_factor",
    "rules_inner",
    "rules_logarithm",
    "rules_power",
    "rules_product",
    "rules_quotient",
    "rules_sigmoid",
    "stepsize_bowl",
    "stepsize_error",
    "stepsize_flat",
    "stepsize_limit",
    "stepsize_regime",
    "training_clip",
    "training_cosine",
    "training_decay",
    "training_diverging",
    "training_steps",
]
