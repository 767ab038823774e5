"""The computed questions of rung 3, gathered from the modules beside this one."""

from lessons.calculus.items_chain import chain_mse, chain_paths, chain_weight
from lessons.calculus.items_checklist import descent_letters
from lessons.calculus.items_curvature import landscape_likelihood, landscape_second
from lessons.calculus.items_derivative import derivative_approx, derivative_secant
from lessons.calculus.items_descent import descent_step, descent_two
from lessons.calculus.items_estimate import gradient_estimate
from lessons.calculus.items_fit_gradient import chain_bias, chain_pair
from lessons.calculus.items_formulas import gradient_hold, rules_exponential, rules_logarithm, rules_product
from lessons.calculus.items_gradient import gradient_partials, gradient_rate
from lessons.calculus.items_landscape import landscape_kind, landscape_valley
from lessons.calculus.items_layers import (
    layers_bias,
    layers_input,
    layers_mean,
    layers_relu,
    layers_shapes,
    layers_weights,
)
from lessons.calculus.items_optimizers import (
    optimizers_adam,
    optimizers_average,
    optimizers_batch,
    optimizers_momentum,
    optimizers_velocity,
)
from lessons.calculus.items_quotient import rules_quotient
from lessons.calculus.items_rules import rules_factor, rules_inner, rules_power, rules_sigmoid
from lessons.calculus.items_step_size_limits import stepsize_bowl, stepsize_error, stepsize_limit, stepsize_regime
from lessons.calculus.items_step_vectors import descent_rate, descent_size, stepsize_flat
from lessons.calculus.items_taylor import curvature_difference, curvature_halfway, curvature_quadratic, curvature_taylor
from lessons.calculus.items_training import (
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
