"""What the checks say of a paper card with something wrong in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from lessons.answers.shapes import WrongShape
from lessons.course import Course
from lessons.lint import papers
from lessons.lint.papers import card_faults, friend_problems, paper_faults
from lessons.lint.problem import Problem
from lessons.model.page import Block
from lessons.model.papers import Instance, Lure, PaperCard, Symbol, WrongLine
from lessons.source import Source
from tests.support.paper_oracles import cards
from tutor.rendering.author_check import RenderingTools

CARD = cards()["paper.attention"]
TOOLS = RenderingTools()


class WideTools(RenderingTools):
    """A renderer to which every block is too wide."""

    def widths(self, block: Block) -> tuple[int, int]:
        return 1, 90


def said(card: PaperCard) -> str:
    return "\n".join(text for _, text in card_faults(card, TOOLS))


def test_the_cards_that_ship_have_no_fault() -> None:
    for card in cards().values():
        assert said(card) == ""


def test_faults_of_the_head_and_of_texts() -> None:
    assert "in the formula" in said(replace(CARD, latex=r"\nosuch{Q K V d_k \top}"))
    assert any("wider than" in text for _, text in card_faults(CARD, WideTools()))
    assert "name authors" in said(replace(CARD, cite="Vaswani et al."))
    assert "checked is" in said(replace(CARD, checked="believed"))
    assert "sentences; write 3" in said(replace(CARD, context=CARD.context[:2]))
    assert "You can now" in said(replace(CARD, closing="Well done."))
    assert "mails" in said(replace(CARD, closing="You can now read mails."))
    long = Lure("a vector of zeros", "Equal scores. " * 20)
    text = said(replace(CARD, limit=replace(CARD.limit, wrong=(*CARD.limit.wrong[:2], long))))
    assert "characters; 170" in text
    assert "at most 3 sentences" in text


def test_faults_of_symbols_and_shapes() -> None:
    first = CARD.symbols[0]
    few = tuple(replace(symbol, wrong=()) for symbol in CARD.symbols)
    assert "offer 3 more" in said(replace(CARD, symbols=few))
    assert "0 wrong answers to the symbol" in said(replace(CARD, symbols=few))
    assert "has no W" in said(replace(CARD, symbols=(replace(first, latex="W"), *CARD.symbols[1:])))
    assert "nothing says what V is" in said(replace(CARD, symbols=CARD.symbols[:2] + CARD.symbols[3:]))
    assert "nothing says" not in said(replace(CARD, symbols=CARD.symbols[:2] + CARD.symbols[3:], where="$V$ is it."))
    same = replace(first, wrong=(Lure(first.means, "No."),))
    assert "among its wrong ones" in said(replace(CARD, symbols=(same, *CARD.symbols[1:])))
    assert "same number" in said(replace(CARD, sizes={**CARD.sizes, "m": 2}))
    key = replace(CARD.shapes[1], wrong=(WrongShape("(m, d_k)", "Never said."),))
    assert "gets another message" in said(replace(CARD, shapes=(CARD.shapes[0], key, *CARD.shapes[2:])))
    assert "cannot be drawn" in said(replace(CARD, shapes=(replace(CARD.shapes[0], answer="(n, z)"),)))


@pytest.mark.slow
def test_faults_of_limit_number_and_line() -> None:
    right = Lure(CARD.limit.answer, "But it is right.")
    assert "gets another message" in said(replace(CARD, limit=replace(CARD.limit, wrong=(right,) * 3)))
    printed = CARD.draw(None)

    def with_draw(instance: Instance) -> PaperCard:
        return replace(CARD, draw=lambda _: instance)

    assert "different numbers of steps" in said(with_draw(replace(printed, steps=printed.steps[:2])))
    assert "different wrong answers" in said(with_draw(replace(printed, wrong={"other": 1.0})))
    equal = {**printed.wrong, "unscaled": printed.steps[3]}
    assert "same at three figures" in said(replace(CARD, draw=lambda _: replace(printed, wrong=equal)))
    assert "follows from nothing" in said(with_draw(replace(printed, follow=(None, None, *printed.follow[2:]))))
    assert "does not follow" in said(with_draw(replace(printed, follow=(None, lambda _: 0.0, *printed.follow[2:]))))
    twin = WrongLine("twin", "out = softmax(Q @ K.T / d**0.5) @ V", "The same.")
    assert "same result as" in said(replace(CARD, line=replace(CARD.line, wrong=(*CARD.line.wrong, twin))))
    noise = WrongLine("noise", "out = np.random.rand(2, 5)", "Noise.")
    assert "no random numbers" in said(replace(CARD, line=replace(CARD.line, wrong=(*CARD.line.wrong, noise))))
    assert "reference raises" in said(replace(CARD, line=replace(CARD.line, line="out = Q @ K")))


def test_faults_of_outputs() -> None:
    zeros = {"Q": np.ones((1, 4)), "K": np.ones((2, 4)), "V": np.zeros((2, 1)), "d": 4}
    assert "too few lines differ in their output" in said(replace(CARD, tiny=lambda _: zeros))
    assert "240 at most" in said(replace(CARD, tiny=lambda random: CARD.arrays(random, False)))
    silent = replace(CARD.line.wrong[0], message=" ")
    assert "the line axis-0 has no message" in said(
        replace(CARD, line=replace(CARD.line, wrong=(silent, *CARD.line.wrong[1:])))
    )


def test_faults_of_letters_on_other_cards(tmp_path: Path) -> None:
    installed = Source.installed().root
    shutil.copytree(installed / "papers", tmp_path / "papers")
    shutil.copy(installed / "course.toml", tmp_path)
    assert list(friend_problems(Course(Source.folder(tmp_path)))) == []

    def found(name: str, old: str, new: str) -> str:
        """What is said with one text in one card replaced."""
        file = tmp_path / "papers" / f"{name}.toml"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")
        problems = "\n".join(map(str, friend_problems(Course(Source.folder(tmp_path)))))
        file.write_text(text, encoding="utf-8")
        return problems

    noise = 'is = "noise", card = "paper.ddpm"'
    assert "papers/adam.toml:44: there is no card paper.lora with the letter of" in found(
        "adam", noise, noise.replace("ddpm", "lora")
    )
    assert "“noise” for \\epsilon has no message" in found(
        "adam", f"{noise}, say = '$\\epsilon$ is noise in diffusion papers. Here it is a fixed $10^{{-8}}$.'",
        f'{noise}, say = ""'
    )  # fmt: skip
    also = 'also = ["smoothed target"]'
    assert "means “target”; leave it out of also" in found("softmax_ce", also, 'also = ["target"]')
    assert "is wrong, and among its also" in found(
        "softmax_ce", also, 'also = ["smoothed target", "index of the true class"]'
    )


def test_a_letter_that_cannot_be_asked_is_a_fault() -> None:
    """Two cards, of which each has one symbol, and the same letter for two things."""
    own = {"paper.a": (Symbol("x", "input"),), "paper.b": (Symbol("x", "state"),)}
    course = Course()
    entries = tuple(replace(course.outline.cards[0], id=card) for card in own)
    course.__dict__.update(outline=replace(course.outline, cards=entries), card_symbols=own)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "_at", lambda _, card, __, fault: Problem(card, 1, fault))
        assert [(problem.path, problem.text) for problem in friend_problems(course)] == [
            (card, "2 meanings to choose from for x; a review offers 3") for card in own
        ]


def test_faults_of_files(tmp_path: Path) -> None:
    installed = Source.installed().root
    (tmp_path / "papers").mkdir()
    for name in ("attention.toml", "attention_check.py", "adam.toml", "common.py"):
        shutil.copy(installed / "papers" / name, tmp_path / "papers")
    text = (installed / "course.toml").read_text(encoding="utf-8")
    before, *cards_, last = text.split("[[card]]")
    kept = "[[card]]" + next(part for part in cards_ if "paper.attention" in part)
    kept = kept.replace('"attention"]', '"juggling"]').replace('rung = "probability"', 'rung = "attic"')
    (tmp_path / "course.toml").write_text(before + kept + last[last.index("[[later]]") :], encoding="utf-8")
    course = Course(Source.folder(tmp_path))
    found = "\n".join(map(str, paper_faults(course, TOOLS)))
    assert "no skill juggling" in found
    assert "no rung attic" in found
    assert 'papers/adam.toml:1: write a [[card]] with id = "paper.adam"' in found
    broken = tmp_path / "papers" / "attention.toml"
    broken.write_text(broken.read_text(encoding="utf-8").replace("closing =", "ending ="), encoding="utf-8")
    assert "a field is missing" in "\n".join(map(str, paper_faults(course, TOOLS)))
    (tmp_path / "papers" / "attention_check.py").unlink()
    assert "write draw(random)" in "\n".join(map(str, paper_faults(course, TOOLS)))
