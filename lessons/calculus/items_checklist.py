"""The update rule from memory, in letters that change."""

from __future__ import annotations

from random import Random

from lessons.model.computed_item import ItemDraw, computed
from lessons.model.misconception import Misconception
from lessons.model.page import Step

_PARAMETERS = {"w": "w", "phi": r"\phi", "beta": r"\beta", "v": "v", "omega": r"\omega"}
_STEPS = {"alpha": r"\alpha", "gamma": r"\gamma", "rho": r"\rho", "mu": r"\mu"}
_LOSSES = ("J", "C", "F", "R")


@computed("calculus.descent.letters", "rule", ["gd-update"], "from memory", practice=True)
def descent_letters(rng: Random) -> ItemDraw:
    return letters(rng.choice(sorted(_PARAMETERS)), rng.choice(sorted(_STEPS)), rng.choice(_LOSSES))


def letters(weight: str, step: str, loss: str) -> ItemDraw:
    """The question: the update rule of gradient descent in the letters given."""
    w, a = _PARAMETERS[weight], _STEPS[step]
    slope = rf"\nabla {loss}({w})"
    rule = rf"{w} \leftarrow {w} - {a} {slope}"
    typed = f"{weight} <- {weight} - {step} * grad {loss}({weight})"
    return ItemDraw(
        given={"w": weight, "a": step, "loss": loss},
        prompt=f"Gradient descent again, in the letters of another book: parameters ${w}$, step size ${a}$, "
        f"loss ${loss}$. "
        f"Write the rule for one update from memory. Names can be typed as words, such as `{step}`, with `<-` for the "
        "arrow and `grad` for the gradient.",
        answer=typed,
        names={weight: "vector 3", step: "positive", loss: "function"},
        own_names=True,
        misconceptions=(
            Misconception(
                "ascends",
                f"{weight} <- {weight} + {step} * grad {loss}({weight})",
                rf"With a plus this climbs. $\nabla {loss}$ points where ${loss}$ grows fastest, and the loss should "
                "fall. Subtract the step.",
            ),
            Misconception(
                "no-step-size",
                f"{weight} <- {weight} - grad {loss}({weight})",
                f"The direction is right, and ${a}$ is missing. Multiply the gradient by the step size.",
            ),
            Misconception(
                "no-old-value",
                f"{weight} <- -{step} * grad {loss}({weight})",
                f"That is the step alone. A step starts from somewhere: the old ${w}$ has to stand on the right as "
                "well.",
            ),
        ),
        hints=(
            "You want the new parameters, made from the old ones.",
            "Four parts: the old value, a sign, the step size, the gradient of the loss.",
            rf"It begins ${w} \leftarrow {w} - \ldots$",
        ),
        steps=(
            Step(f"The gradient of the loss, where you are: ${slope}$"),
            Step(f"A step against it, scaled by the step size: $-{a} {slope}$"),
            Step(f"From where you are: ${rule}$", typed),
        ),
        explanation=f"${rule}$: old value minus step size times gradient, whatever the letters.",
    )
