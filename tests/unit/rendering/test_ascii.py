"""Unicode text in ASCII."""

from __future__ import annotations

import pytest

from tutor.rendering.ascii import to_ascii


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Attention and √d", "Attention and sqrt(d)"),
        ("10/√20 ≈ 2.24", "10/sqrt(20) ~= 2.24"),
        ("√(x + 1)", "sqrt(x + 1)"),
        ("length √λ", "length sqrt(lambda)"),
        ("½ and ¼", "1/2 and 1/4"),
        ("Σ has the eigenvalues δ, ε and τ", "Sigma has the eigenvalues delta, epsilon and tau"),
        ("f′ and f″", "f' and f''"),
        ("eˣ, 10⁻⁵ and x₁²", "e^x, 10^(-5) and x_1^2"),
        ("the 1σ ellipse", "the 1 sigma ellipse"),
        ("σ₁u₁, w₁w₂ and aₙ₊₁", "sigma_1 u_1, w_1 w_2 and a_{n+1}"),
        ("δxᵀ, Wᵀδ and uᵀCu", "delta x^T, W^T delta and u^T Cu"),
        ("θ − η∇L(θ) and dL/dθ", "theta - eta grad L(theta) and dL/dtheta"),
    ],
)
def test_what_is_spelled_in_ascii_can_be_read(text: str, plain: str) -> None:
    assert to_ascii(text) == plain
