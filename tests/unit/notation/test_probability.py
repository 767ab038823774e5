"""Distributions, entropies and expectations as they are drawn."""

import pytest

from tests.support.formulas import drawn
from tutor.rendering.notation import display

PICTURES: list[tuple[str, str, int]] = [
    (
        r"H(p, q) = -\sum_{x} p(x) \log q(x)",
        r"""
H(p, q) = −∑ p(x) log q(x)
           x
""",
        0,
    ),
    (
        r"D_{\mathrm{KL}}(p \,\|\, q) = \sum_{x \in \mathcal{X}} p(x) \log \frac{p(x)}{q(x)}",
        r"""
                           p(x)
D  (p ‖ q) =  ∑  p(x) log ──────
 KL          x∈X           q(x)
""",
        1,
    ),
    (
        r"\hat\theta = \argmax_\theta \prod_{i=1}^n p(x_i \mid \theta)",
        r"""
            n
θ̂ = argmax  ∏  p(xᵢ | θ)
      θ    i=1
""",
        1,
    ),
    (
        r"\Var(X) = \mathbb{E}[(X - \mathbb{E}[X])^2] = \mathbb{E}[X^2] - \mathbb{E}[X]^2",
        "Var(X) = E[(X − E[X])²] = E[X²] − E[X]²",
        0,
    ),
    (r"P(\textcolor{accent}{A} \cap B) = P(A)\,P(B)", "P(A ∩ B) = P(A) P(B)", 0),
    (r"-\log p(x) \ge 0", "−log p(x) ≥ 0", 0),
    (
        r"\log_2 8 = 3, \log_b x",
        r"""
log₂ 8 = 3, log  x
               b
""",
        0,
    ),
    (
        r"p(y = k \mid x) = \frac{\exp(w_k^\top x)}{\sum_{j} \exp(w_j^\top x)}",
        r"""
                 exp(wₖᵀx)
p(y = k | x) = ─────────────
                ∑ exp(wⱼᵀx)
                j
""",
        1,
    ),
    (
        r"p(\theta \mid \mathcal{D}) \propto p(\mathcal{D} \mid \theta)\, p(\theta)",
        "p(θ | D) ∝ p(D | θ) p(θ)",
        0,
    ),
    (
        r"L(\theta) = -\frac{1}{N} \sum_{i=1}^{N} \left[ y_i \log \hat y_i + (1 - y_i) \log (1 - \hat y_i) \right]",
        r"""
          1   N
L(θ) = − ───  ∑  [yᵢ log ŷᵢ + (1 − yᵢ) log(1 − ŷᵢ)]
          N  i=1
""",
        1,
    ),
    (
        r"P(x \mid \mu, \Sigma) = \frac{1}{(2\pi)^{d/2} |\Sigma|^{1/2}} \exp\left(-\frac12 (x - \mu)^\top"
        r" \Sigma^{-1} (x - \mu)\right)",
        r"""
                      1            ⎛   1                    ⎞
P(x | μ, Σ) = ───────────────── exp⎜− ─── (x − μ)ᵀΣ⁻¹(x − μ)⎟
                   d/2   1/2       ⎝   2                    ⎠
               (2π)   |Σ|
""",
        1,
    ),
    (r"I(X;Y) = H(X) - H(X \mid Y)", "I(X; Y) = H(X) − H(X | Y)", 0),
    (r"p(1-p)", "p(1 − p)", 0),
    (
        r"\frac{x-\mu}{\sigma} \sim \mathcal{N}(0, 1)",
        r"""
 x − μ
─────── ∼ N(0, 1)
   σ
""",
        1,
    ),
    (r"P(A \cup B) = P(A) + P(B) - P(A \cap B)", "P(A ∪ B) = P(A) + P(B) − P(A ∩ B)", 0),
    (r"0.5 \cdot \log_2 0.5 + 0.5 \cdot \log_2 0.5", "0.5 · log₂ 0.5 + 0.5 · log₂ 0.5", 0),
    (
        r"F(x) = \begin{cases} 0 & x < 0 \\ x & 0 \le x \le 1 \\ 1 & x > 1 \end{cases}",
        r"""
       ⎧ 0   x < 0
F(x) = ⎨ x   0 ≤ x ≤ 1
       ⎩ 1   x > 1
""",
        1,
    ),
    (r"\Cov(X,Y) = \mathbb{E}[XY] - \mathbb{E}[X]\mathbb{E}[Y]", "Cov(X, Y) = E[XY] − E[X] E[Y]", 0),
    (
        r"\mathbb{E}_{x\sim p}[f(x)] = \sum_x p(x)\,f(x)",
        r"""
E   [f(x)] = ∑ p(x) f(x)
 x∼p         x
""",
        0,
    ),
]


@pytest.mark.parametrize(("latex", "picture", "baseline"), PICTURES)
def test_a_formula_is_drawn_as_it_was_approved(latex: str, picture: str, baseline: int) -> None:
    box = display(latex)
    assert drawn(box) == picture.strip("\n")
    assert box.baseline == baseline
