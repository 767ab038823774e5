"""Losses, updates, models and the shapes of the notation itself as they are drawn."""

import pytest

from tests.support.formulas import drawn
from tutor.rendering.notation import display

PICTURES: list[tuple[str, str, int]] = [
    (
        r"\mathrm{ReLU}(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"""
          ⎧ x   if x > 0
ReLU(x) = ⎨
          ⎩ 0   otherwise
""",
        1,
    ),
    (
        r"\begin{aligned} \nabla_w L &= \frac{2}{n} X^\top (Xw - y) \\ &= 0 \\ w &= (X^\top X)^{-1} "
        r"X^\top y \end{aligned}",
        r"""
       2
∇ L = ─── Xᵀ(Xw − y)
 w     n
    = 0
  w = (XᵀX)⁻¹Xᵀy
""",
        2,
    ),
    (
        r"w_b = x_{i,j}^{(k)} + A^{-1}_{ij}",
        r"""
w  = x⁽ᵏ⁾ + Aᵢⱼ⁻¹
 b    i,j
""",
        0,
    ),
    (
        r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad \hat m_t = \frac{m_t}{1-\beta_1^t}",
        r"""
                                    mₜ
mₜ = β₁mₜ₋₁ + (1 − β₁)gₜ,   m̂ₜ = ─────────
                                  1 − β₁ᵗ
""",
        1,
    ),
    (
        r"X \in \mathbb{R}^{m \times n}",
        r"""
     m×n
X ∈ ℝ
""",
        1,
    ),
    (
        r"\underbrace{w^\top x}_{\text{score}} + b",
        r"""
 wᵀx  + b
 ╰┬╯
score
""",
        0,
    ),
    (
        r"\boxed{\theta \gets \theta - \eta \nabla L(\theta)}",
        r"""
┌────────────────┐
│ θ ← θ − η∇L(θ) │
└────────────────┘
""",
        1,
    ),
    (
        r"\bar x = \frac{1}{n}\sum_{i=1}^{n} x_i",
        r"""
     1   n
x̄ = ───  ∑  xᵢ
     n  i=1
""",
        1,
    ),
    (r"\{ x \mid x > 0 \}", "{x | x > 0}", 0),
    (
        r"\left\{ \frac{a}{b} \right\}",
        r"""
⎧ a ⎫
⎨───⎬
⎩ b ⎭
""",
        1,
    ),
    (r"90^\circ", "90°", 0),
    (r"x_1, x_2, \ldots, x_n", "x₁, x₂, …, xₙ", 0),
    (
        r"L(w) = \frac{1}{n} \sum_{i=1}^{n} \left( y_i - w^\top x_i \right)^2",
        r"""
        1   n
L(w) = ───  ∑  (yᵢ − wᵀxᵢ)²
        n  i=1
""",
        1,
    ),
    (
        r"\frac{\frac{a}{b}}{c}",
        r"""
  a
 ───
  b
─────
  c
""",
        3,
    ),
    (
        r"\max_{x \in X} \min_{y} f(x,y)",
        r"""
max min f(x, y)
x∈X  y
""",
        0,
    ),
    (
        r"\begin{aligned} (1)(5) + (2)(7) &= 5 + 14 = 19 \\ (3)(5) + (4)(7) &= 15 + 28 = 43 \end{aligned}",
        r"""
(1)(5) + (2)(7) = 5 + 14 = 19
(3)(5) + (4)(7) = 15 + 28 = 43
""",
        0,
    ),
    (r"f: \mathbb{R}^n \to \mathbb{R}", "f : ℝⁿ → ℝ", 0),
    (r"\forall x \in A, \exists y : y > x", "∀x ∈ A, ∃y : y > x", 0),
    (
        r"\theta^* = \argmin_\theta L(\theta)",
        r"""
θ* = argmin L(θ)
       θ
""",
        0,
    ),
    (r"a = [2, -1, 3], b = [4, 0, -2]", "a = [2, −1, 3], b = [4, 0, −2]", 0),
    (r"x' = x + 2(y-1)(z+3)", "x′ = x + 2(y − 1)(z + 3)", 0),
    (
        r"\sum_{i} \sum_{j} a_{ij} x_i y_j",
        r"""
∑ ∑ aᵢⱼxᵢyⱼ
i j
""",
        0,
    ),
    (
        r"\prod_{k=1}^K \pi_k^{[y=k]}",
        r"""
 K   [y=k]
 ∏  πₖ
k=1
""",
        1,
    ),
    (r"\sigma'(z) = \sigma(z)(1-\sigma(z))", "σ′(z) = σ(z)(1 − σ(z))", 0),
    (r"\hat y = \sigma(w^\top x + b)", "ŷ = σ(wᵀx + b)", 0),
    (
        r"v_t = \gamma v_{t-1} + \eta \nabla_\theta J(\theta)",
        r"""
vₜ = γvₜ₋₁ + η∇ J(θ)
               θ
""",
        0,
    ),
    (r"25\% \times 80 = 20", "25% × 80 = 20", 0),
    (
        r"\frac{1}{1+\frac{1}{1+x}}",
        r"""
      1
─────────────
        1
 1 + ───────
      1 + x
""",
        1,
    ),
    (
        r"\overbrace{a + b + c}^{n} - \underbrace{(x - \mu)^2}_{\text{squared error}}",
        r"""
    n
╭───┴───╮
a + b + c −   (x − μ)²
              ╰──┬───╯
            squared error
""",
        2,
    ),
    (
        r"\ln\left|\frac{x}{y}\right|",
        r"""
   │ x │
ln │───│
   │ y │
""",
        1,
    ),
    (
        r"\left\| \sum_i x_i \right\|^2",
        r"""
‖∑ xᵢ‖²
‖i   ‖
""",
        0,
    ),
    (
        r"E = \frac{1}{2}\sum_k (t_k - y_k)^2",
        r"""
     1
E = ─── ∑ (tₖ − yₖ)²
     2  k
""",
        1,
    ),
    (
        r"\begin{cases} 2x + y = 5 \\ x - y = 1 \end{cases}",
        r"""
⎧ 2x + y = 5
⎨
⎩ x − y = 1
""",
        1,
    ),
    (
        r"x_{t}^{2} y_w^2",
        r"""
xₜ²y²
    w
""",
        0,
    ),
    (r"a/b + 3/4", "a/b + 3/4", 0),
    (r"\bar{x}_n \to \mu", "x̄ₙ → μ", 0),
    (
        r"\left( \sum_{i=1}^n x_i \right)^2",
        r"""
⎛ n    ⎞²
⎜ ∑  xᵢ⎟
⎝i=1   ⎠
""",
        1,
    ),
    (r"\operatorname{ReLU}(z) = \max(0, z)", "ReLU(z) = max(0, z)", 0),
    (r"\max\{0, 1 - y_i(w^\top x_i + b)\}", "max{0, 1 − yᵢ(wᵀxᵢ + b)}", 0),
    (r"10^{-3} + 2^{10}", "10⁻³ + 2¹⁰", 0),
]


@pytest.mark.parametrize(("latex", "picture", "baseline"), PICTURES)
def test_a_formula_is_drawn_as_it_was_approved(latex: str, picture: str, baseline: int) -> None:
    box = display(latex)
    assert drawn(box) == picture.strip("\n")
    assert box.baseline == baseline
