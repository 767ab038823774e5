"""The computed questions of rung 4, gathered from the modules beside this one."""

from .items_checklist import entropy_rare, entropy_summand, nll_line
from .items_classifier import classifier_gradient, classifier_loss, classifier_perplexity
from .items_cross_entropy import cross_compute
from .items_divergence_directions import kl_both
from .items_entropy import entropy_coin, entropy_equal
from .items_gaussian_kl import gaussian_kl_direction, gaussian_kl_elbo, gaussian_kl_standard
from .items_kl import kl_compute, kl_split
from .items_logits import logits_bce, logits_density, logits_loss, logits_lse, logits_sigmoid
from .items_mutual import mutual_conditional, mutual_contrast, mutual_sums, mutual_value
from .items_nll import nll_batch, nll_both
from .items_perplexity import classifier_tokens
from .items_questions import entropy_questions
from .items_sgd_step import end_forward, end_outer, end_update
from .items_surprisal import (
    surprisal_back,
    surprisal_bits,
    surprisal_independent,
    surprisal_nats,
)
from .items_uniform_divergence import kl_uniform

__all__ = [
    "classifier_gradient",
    "classifier_loss",
    "classifier_perplexity",
    "classifier_tokens",
    "cross_compute",
    "end_forward",
    "end_outer",
    "end_update",
    "entropy_coin",
    "entropy_equal",
    "entropy_questions",
    "entropy_rare",
    "entropy_summand",
    "gaussian_kl_direction",
    "gaussian_kl_elbo",
    "gaussian_kl_standard",
    "kl_both",
    "kl_compute",
    "kl_split",
    "kl_uniform",
    "logits_bce",
    "logits_density",
    "logits_loss",
    "logits_lse",
    "logits_sigmoid",
    "mutual_conditional",
    "mutual_contrast",
    "mutual_sums",
    "mutual_value",
    "nll_batch",
    "nll_both",
    "nll_line",
    "surprisal_back",
    "surprisal_bits",
    "surprisal_independent",
    "surprisal_nats",
]
