"""The computed questions of rung 2, gathered from the modules beside this one."""

from .items_attention import attention_output, attention_scale
from .items_bayes import bayes_posterior, bayes_tree
from .items_checklist import softmax_broken, softmax_line, softmax_positive
from .items_conditional import conditional_expected, conditional_given
from .items_covariance import covariance_along, covariance_entry, covariance_matrix
from .items_evidence import bayes_posterior_frequencies, likelihood_ratio
from .items_expectation import expectation_mean, expectation_square, expectation_variance
from .items_gaussian import likelihood_gaussian
from .items_gaussians import gaussians_conditional, gaussians_correlation
from .items_joint import joint_given, joint_margin, joint_sentence
from .items_likelihood import likelihood_coin, likelihood_log, likelihood_mle
from .items_parameters import parameters_map, parameters_penalty
from .items_scaling import expectation_scaled
from .items_softmax import softmax_compute, softmax_ratio, softmax_temperature
from .items_sums import sums_error, sums_init, sums_inverse
from .items_tables import conditional_any, conditional_joint, conditional_table
from .items_variables import variables_area, variables_union

__all__ = [
    "attention_output",
    "attention_scale",
    "bayes_posterior",
    "bayes_posterior_frequencies",
    "bayes_tree",
    "conditional_any",
    "conditional_expected",
    "conditional_given",
    "conditional_joint",
    "conditional_table",
    "covariance_along",
    "covariance_entry",
    "covariance_matrix",
    "expectation_mean",
    "expectation_scaled",
    "expectation_square",
    "expectation_variance",
    "gaussians_conditional",
    "gaussians_correlation",
    "joint_given",
    "joint_margin",
    "joint_sentence",
    "likelihood_coin",
    "likelihood_gaussian",
    "likelihood_log",
    "likelihood_mle",
    "likelihood_ratio",
    "parameters_map",
    "parameters_penalty",
    "softmax_broken",
    "softmax_compute",
    "softmax_line",
    "softmax_positive",
    "softmax_ratio",
    "softmax_temperature",
    "sums_error",
    "sums_init",
    "sums_inverse",
    "variables_area",
    "variables_union",
]
