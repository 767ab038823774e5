"""Derivatives, integrals, limits, roots and powers as they are drawn."""

import pytest

from tests.support.formulas import drawn
from tutor.rendering.notation import display

PICTURES: list[tuple[str, str, int]] = [
    (
        r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        r"""
           1
σ(z) = ─────────
        1 + e⁻ᶻ
""",
        1,
    ),
    (
        r"\mathcal{N}(x \mid \mu, \sigma^2) = \frac{1}{\sqrt{2\pi\sigma^2}} "
        r"\exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)",
        r"""
                   1        ⎛   (x − μ)² ⎞
N(x | μ, σ²) = ───────── exp⎜− ──────────⎟
                √(2πσ²)     ⎝     2σ²    ⎠
""",
        1,
    ),
    (
        r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} \frac{\partial z}{\partial w}",
        r"""
 ∂L     ∂L   ∂z
──── = ──── ────
 ∂w     ∂z   ∂w
""",
        1,
    ),
    (
        r"\mathbb{E}[X] = \int_{-\infty}^{\infty} x\, p(x)\, dx",
        r"""
       ∞
E[X] = ∫  x p(x) dx
       −∞
""",
        1,
    ),
    (
        r"\int_0^1 x^2 \, dx = \left. \frac{x^3}{3} \right|_{0}^{1} = \frac13",
        r"""
             x³ │¹    1
∫₀¹ x² dx = ────│  = ───
             3  │₀    3
""",
        1,
    ),
    (
        r"\text{Attention}(Q,K,V) = \softmax\left(\frac{QK^\top}{\sqrt{d_k}}\right)V",
        r"""
                            ⎛ QKᵀ ⎞
Attention(Q, K, V) = softmax⎜─────⎟ V
                            ⎝ √dₖ ⎠
""",
        1,
    ),
    (
        r"\binom{n}{k} p^k (1-p)^{n-k}",
        r"""
⎛n⎞
⎜ ⎟ pᵏ(1 − p)ⁿ⁻ᵏ
⎝k⎠
""",
        1,
    ),
    (
        r"f(x + \epsilon) \approx f(x) + f'(x)\,\epsilon + \frac{1}{2} f''(x)\,\epsilon^2",
        r"""
                             1
f(x + ϵ) ≈ f(x) + f′(x) ϵ + ─── f″(x) ϵ²
                             2
""",
        1,
    ),
    (
        r"\lim_{h \to 0} \frac{f(x+h) - f(x)}{h}",
        r"""
     f(x + h) − f(x)
lim ─────────────────
h→0         h
""",
        1,
    ),
    (
        r"\sqrt[3]{x} + \sqrt{2} + \sqrt{x+1} + \sqrt{\frac{a}{b}} + \sqrt[n]{x}",
        r"""
                       ┌─────
                       │  a
³√x + √2 + √(x + 1) +  │ ───  + ⁿ√x
                      ╲│  b
""",
        2,
    ),
    (
        r"e^{-\frac{(x-\mu)^2}{2\sigma^2}}",
        r"""
 −(x−μ)²/(2σ²)
e
""",
        1,
    ),
    (
        r"\theta_{t+1} = \theta_t - \frac{\eta}{\sqrt{\hat v_t} + \epsilon} \hat m_t",
        r"""
                η
θₜ₊₁ = θₜ − ───────── m̂ₜ
             √v̂ₜ + ϵ
""",
        1,
    ),
    (
        r"\frac{d}{dx} x^n = n x^{n-1}",
        r"""
 d
──── xⁿ = nxⁿ⁻¹
 dx
""",
        1,
    ),
    (
        r"\frac{\partial}{\partial \theta_j} J(\theta) = \frac1m \sum_{i=1}^m (h_\theta(x^{(i)}) - "
        r"y^{(i)}) x_j^{(i)}",
        r"""
  ∂           1   m
───── J(θ) = ───  ∑  (h (x⁽ⁱ⁾) − y⁽ⁱ⁾)xⱼ⁽ⁱ⁾
 ∂θⱼ          m  i=1   θ
""",
        1,
    ),
    (
        r"\text{perplexity} = 2^{H(p)} = e^{-\frac1N \sum_i \ln p(x_i)}",
        r"""
                      −(1/N)∑ᵢ ln p(xᵢ)
perplexity = 2ᴴ⁽ᵖ⁾ = e
""",
        1,
    ),
    (
        r"\tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}",
        r"""
           eˣ − e⁻ˣ
tanh(x) = ──────────
           eˣ + e⁻ˣ
""",
        1,
    ),
    (
        r"C(x, y) = \binom{x}{y} = \frac{x!}{y!(x-y)!}",
        r"""
          ⎛x⎞        x!
C(x, y) = ⎜ ⎟ = ────────────
          ⎝y⎠    y!(x − y)!
""",
        1,
    ),
    (
        r"x \gets x - \frac{f(x)}{f'(x)}",
        r"""
         f(x)
x ← x − ───────
         f′(x)
""",
        1,
    ),
    (
        r"\mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
        r"""
                 zᵢ
                e
softmax(z)ᵢ = ─────────
                  zⱼ
               ∑ e
               j
""",
        2,
    ),
    (
        r"\Delta w = -\eta \frac{\partial E}{\partial w}",
        r"""
         ∂E
Δw = −η ────
         ∂w
""",
        1,
    ),
    (r"\int_a^b f(x)\,dx = F(b) - F(a)", "∫ₐᵇ f(x) dx = F(b) − F(a)", 0),
    (
        r"n! \approx \sqrt{2\pi n} \left(\frac{n}{e}\right)^n",
        r"""
           ⎛ n ⎞ⁿ
n! ≈ √(2πn)⎜───⎟
           ⎝ e ⎠
""",
        1,
    ),
    (
        r"e^{i\pi} + 1 = 0",
        r"""
 iπ
e   + 1 = 0
""",
        1,
    ),
    (
        r"x^{w_b} + e^{x^2}",
        r"""
 w_b    x²
x    + e
""",
        1,
    ),
    (
        r"(e^{z_i})^2",
        r"""
  zᵢ
(e  )²
""",
        1,
    ),
    (
        r"\begin{aligned} f(x) &= (3x + 1)^2 \\ f'(x) &= 2(3x + 1)\cdot 3 \\ &= 18x + 6 \end{aligned}",
        r"""
 f(x) = (3x + 1)²
f′(x) = 2(3x + 1)·3
      = 18x + 6
""",
        1,
    ),
    (
        r"\frac{dy}{dx} = \lim_{\Delta x \to 0} \frac{\Delta y}{\Delta x}",
        r"""
 dy          Δy
──── = lim  ────
 dx    Δx→0  Δx
""",
        1,
    ),
]


@pytest.mark.parametrize(("latex", "picture", "baseline"), PICTURES)
def test_a_formula_is_drawn_as_it_was_approved(latex: str, picture: str, baseline: int) -> None:
    box = display(latex)
    assert drawn(box) == picture.strip("\n")
    assert box.baseline == baseline
