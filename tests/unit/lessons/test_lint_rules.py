"""Rules of content that `lessons check` holds: copies of a small course with several faults each, all of them named."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.answers import Comparison
from lessons.lint.arithmetic import false_relations
from lessons.lint.demos import walk_faults
from lessons.lint.texts import SLIPS, refutes, slip_faults
from lessons.lint.worksheet import rounding_faults, step_faults
from lessons.model.page import Item, Step
from tests.support.broken_courses import DEMOS, ITEMS, OUTLINE, PAGE, WORDED, Break, broken, faults_of
from tests.support.cases import TOOLS
from tests.support.content import COURSE
from tests.support.for_each import for_each

FIGURE = """```figure A line that rises.
alt = "The line y = x from 0 to 3."
x = [0, 3]
y = [0, 3]
curve = [{ y = "x", from = 0, to = 3, label = "y = x", role = "accent" }]
```
"""
CODE = "```python\nprint(1 + 2)\n```\n```output\n3\n```\n"
MARKS = 'points = [{ at = [[1, 1]], role = "accent" }, { at = [[2, 2]], role = "accent" }]\ncurve = ['
QUESTIONS = "".join(f"```item basics.sums.{name}\n```\n\n" for name in ("three", "pick", "add", "hand", "add"))
EXPLAIN = """
[[item]]
id = "basics.sums.why"
kind = "explain"
skills = ["adding"]
prompt = "Why?"
practice = true
options = [
  { id = "a", text = "Heaps.", right = true, message = "It is right, and it has a message all the same." },
  { id = "b", text = "Rules." , message = "No."},
]
model = "Two heaps make one."
rubric = ["It speaks of heaps."]
hints = ["Think.", "Think of heaps."]
explanation = "$1 + 1 = 3$."

[[item]]
id = "basics.sums.size"
kind = "shape"
skills = ["adding"]
practice = true
prompt = "What shape has the sum?"
answer = "(n, d)"
names = { n = "3", d = "3" }
hints = ["Think.", "Think of heaps."]
explanation = "Entry by entry."

[[item]]
id = "basics.sums.twice"
kind = "expression"
skills = ["adding"]
practice = true
prompt = "Write $x + x$ as $2x$."
answer = "2x"
names = { x = "real" }
hints = ["Count."]
explanation = "Two of them."

[[item]]"""

STILL = """

@computed("basics.sums.still", "choice", ["adding"], strategy="still", practice=True)
def still(rng: Random) -> ItemDraw:
    a = rng.randint(3, 9)
    message = "That is another number. Add the two numbers instead."
    return ItemDraw(
        given={"a": a},
        prompt=f"What is ${a} + 0$?",
        answer="a",
        misconceptions=(),
        options=(Option("a", f"${a}$"), Option("b", f"${a + 1}$", message), Option("c", "$0$", message)),
        hints=("Count on.", "Start at the first number.", "Count no steps."),
        explanation=f"${a} + 0 = {a}$.",
        steps=(Step(f"Start at ${a}$.", str(a)), Step(f"${a} + 0 = {a}$", str(a))),
    )
"""
OTHER = 'message = "That is another number. Add the numbers instead."'
CHOICE = f"""
[[item]]
id = "basics.sums.c%d"
kind = "choice"
skills = ["adding"]
practice = true
prompt = "Which is $1 + 1$?"
options = [
  {{ id = "a", text = "$2$", right = true }},
  {{ id = "b", text = "$3$", {OTHER} }},
  {{ id = "c", text = "$4$", {OTHER} }},
]
hints = ["Count on.", "Start at the first number."]
explanation = "One more than one is two."
"""
COUNTED = f"""
[[item]]
id = "basics.sums.both"
kind = "multi"
skills = ["adding"]
practice = true
prompt = "Which two are $2$?"
options = [
  {{ id = "a", text = "$1 + 1$", right = true }},
  {{ id = "b", text = "$2 + 0$", right = true }},
]
hints = ["Both of them are sums.", "Start at the first number."]
explanation = "One more than one is two."

[[item]]
id = "basics.sums.single"
kind = "multi"
skills = ["adding"]
practice = true
prompt = "Say it in two sentences. Which are $2$, such as `two lines`?"
options = [
  {{ id = "a", text = "$1 + 1$", right = true }},
  {{ id = "b", text = "$2 + 1$", {OTHER} }},
  {{ id = "c", text = "$2 + 2$", {OTHER} }},
]
hints = ["Count on.", "Start at the first number."]
explanation = "One more than one is two."
"""

TOGETHER: dict[str, list[Break]] = {
    "a page without its parts": [
        (PAGE, FIGURE, "", "the page has no figure"),
        (PAGE, CODE, "", "the page has no code"),
        (PAGE, "```item basics.sums.pick\n```\n", "", "1 questions; a page has 2 or more"),
        (PAGE, "You can now add.", "That was it.", "the last block does not say what a reader can do"),
    ],
    "a page that is too full": [
        (PAGE, "curve = [", MARKS, "3 marks have the role accent"),
        (PAGE, "```item basics.sums.pick\n```\n\n", QUESTIONS, "5 questions in a row"),
        (PAGE, "You can now add.", "You can now add." + " It is so." * 90, "words; a page is one sitting, 260 at most"),
        (PAGE, "$$ a + b = b + a $$", "$$ 2 + 2 = 5 $$", "2 + 2 is 4, and 5 is 5"),
        (WORDED, "practice = true\n", "", ""),
    ],
    "what stands on two pages": [
        (OUTLINE, '{ id = "basics.sums", title = "Sums" }', '{ id = "basics.sums", title = "Sums" }, TWIN', ""),
        (OUTLINE, "TWIN", '{ id = "basics.twin", title = "Twin" }', "the skill adding stands on basics.sums as well"),
        (OUTLINE, "needs = []", "needs = []", "the demo slide stands on basics.sums as well"),
        (OUTLINE, "format = 1", "format = 1", "the question basics.sums.add stands on basics.sums as well"),
    ],
    "a skill that is asked in one way": [
        (PAGE, "```item basics.sums.add\n```\n", "", ""),
        (PAGE, "```item basics.sums.pick\n```\n", "", "no page asks for the skill adding"),
        (ITEMS, 'strategy="add"', 'strategy="choice"', ""),
        (WORDED, 'kind = "number"', 'strategy = "choice"\nkind = "number"', ""),
        (WORDED, 'kind = "number"\nskills = ["adding"]\nprompt = "What is $2', 'strategy = "choice"\nkind = "number"\n'
         'skills = ["adding"]\nprompt = "What is $2', "all items of the skill adding have the strategy choice"),
    ],
    "worded items": [
        (WORDED, "[[item]]", EXPLAIN, "basics.sums.why: option a is right and has a message"),
        (WORDED, "[[item]]", "[[item]]", "the model answer has 4 words; write more than 30"),
        (WORDED, "[[item]]", "[[item]]", "a rubric of 1"),
        (WORDED, "[[item]]", "[[item]]", "an explanation takes 3 statements or more"),
        (WORDED, "[[item]]", "[[item]]", "the message of option b is short"),
        (WORDED, "[[item]]", "[[item]]", "1 + 1 is 2, and 3 is 3"),
        (WORDED, "[[item]]", "[[item]]", "cannot be judged: the sizes of a shape have different numbers"),
        (WORDED, "[[item]]", "[[item]]", "basics.sums.size: 0 messages; give 2"),
        (WORDED, "[[item]]", "[[item]]", "a formula to be typed has an answer or more in accept"),
        (WORDED, "[[item]]", "[[item]]", "a formula to be typed has an answer or more in reject"),
        (WORDED, "[[item]]", "[[item]]", "a formula to be typed has an answer or more in invalid"),
        (WORDED, "[[item]]", "[[item]]", "basics.sums.twice: states the answer to basics.sums.twice, 2x"),
        (WORDED, "[[item]]", "[[item]]", "basics.sums.twice: 1 hints; a worded item has 2 or more"),
        (WORDED, '  { id = "c", text = "$0$", message = "That is the difference. Add the numbers instead." },\n', "",
         "2 options; a choice has 3 or 4"),
    ],
    "options that stand where they always stand": [
        (WORDED, "[[item]]", "".join(CHOICE % number for number in range(7)) + "\n[[item]]",
         "the right option of 8 choices is never b, c; move it in some"),
        (ITEMS, "ItemDraw, computed", "ItemDraw, computed", "option b, c is right in none of 40 draws"),
        (ITEMS, "from lessons.model.comp", "from lessons.answers import Option\nfrom lessons.model.comp", ""),
        (ITEMS, "(Step(f\"Start at ${a}$.\", str(a)), Step(f\"${a} + {b} = {a + b}$\", str(a + b))),\n    )\n",
         "(Step(f\"Start at ${a}$.\", str(a)), Step(f\"${a} + {b} = {a + b}$\", str(a + b))),\n    )\n" + STILL, ""),
    ],
    "right options that are counted for the learner": [
        (WORDED, "[[item]]", COUNTED + "\n[[item]]", "the prompt tells how many are right, 'Which two'"),
        (WORDED, "[[item]]", "[[item]]", "a hint tells how many are right, 'Both of them'"),
        (WORDED, "[[item]]", "[[item]]", "basics.sums.both: 2 options; where several are marked, there are 5"),
        (WORDED, "[[item]]", "[[item]]", "basics.sums.single: it has 1 right options; mark 2 to 4 as right"),
    ],
    "a computed item": [
        (ITEMS, ', f"Count ${b}$ steps."', "", "2 hints; a computed item has 3"),
        (ITEMS, '(Step(f"Start at ${a}$.", str(a)), ', "(*(), ", "1 steps; a computed item has 2 or more"),
        (ITEMS, "{a + b}$\", str(a + b))", "{a + b}$\", str(a - b))", "the steps do not lead to the answer"),
        (ITEMS, 'f"${a * b}$ is the product', '"That is the product', "times says nearly the same whatever is drawn"),
        (ITEMS, "is the difference. Add the two numbers.", "is a difference.", "the message of minus is short"),
        (ITEMS, 'prompt=f"What is ${a} + {b}$?"', 'prompt=f"What is  ${a} + {b}$, $1$ points, {{name}}, 5$?"',
         "two spaces, 's  $'"),
        (ITEMS, "given=", "given=", "a plural after 1, '$1$ points'"),
        (ITEMS, "given=", "given=", "a name of the program, '{name}'"),
        (ITEMS, "given=", "given=", "a dollar sign stands alone"),
        (ITEMS, 'explanation=f"${a} + {b} = {a + b}$."', 'explanation=f"${a} = {a}$, ${a} + {b} = {a * b}$."',
         "says the same on both sides"),
        (ITEMS, "given=", "given=", "mend one of the two"),
    ],
    "a demo": [
        (DEMOS, "== 5, \"Halve ten.\", \"Twice 5 is 10.\")", '== 5, reason="Twice 5")', "challenge ten has no hint"),
        (DEMOS, "view=view", "view=view", "the reason of challenge ten is no sentence"),
        (DEMOS, "return View(figure, covered", "return View(figure, figure", "covered is the figure itself"),
        (DEMOS, ", secret=True", "", "no readout is secret"),
        (DEMOS, "    view=view,", '    view=view,\n    skills=("flying",),\n    actions=(Action("q", "away", out),),',
         "flying is no skill of the rung basics"),
        (DEMOS, "import Challenge", "import Action, Challenge", "the key q of an action is taken"),
        (DEMOS, "def draw(", "def out(_: State) -> State:\n    return {\"x\": 99.0}\n\n\ndef draw(",
         "an action moves x out of its range, 0 to 10"),
    ],
    "a demo that fails on the way": [
        (DEMOS, '"x")\n', '"x")\n    assert x < 9\n', "it fails at {'x': 9.0}"),
        (DEMOS, "Slider(\"x\", \"$x$\", 0, 10, 1, 5, 2)", "Slider(\"x\", \"$x$\", 0, 9, 7, 7, 2)", ""),
        (DEMOS, "rng.randint(1, 9)", "rng.randint(1, 8)", ""),
    ],
    "a demo of many numbers": [
        (DEMOS, "secret=True),)", "secret=True),) * 9", "9 readouts; 8 fit beside the figure"),
        (DEMOS, "double = Points(((2 * x, 1.0),)", "double = Points(((9 * x, 1.0),)", "x at 10:"),
        (DEMOS, 'and one twice as far from 0."', 'and one." if x < 5 else "nan"', "a state gives nan"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", TOGETHER)
def test_each_fault_is_named(name: str, tmp_path: Path) -> None:
    course = broken(tmp_path, TOGETHER[name])
    if name == "what stands on two pages":
        (course / "basics" / "twin.md").write_text((course / PAGE).read_text("utf-8"), "utf-8")
    found = [str(fault) for fault in faults_of(course)]
    missing = [said for _, _, _, said in TOGETHER[name] if not any(said in fault for fault in found)]
    assert missing == [], found
    assert all((course / fault.partition(":")[0]).exists() for fault in found)


SAMPLES = {
    "a plural after 1": "10 heads and 1 tails", "a power of 1": "$0.4^1$", "an ordinal with a period": "The 1. row",
    "a missing factor": "$A (1, 1) =  (1, 1)$", "a division by 1": "divide by 1.", "two spaces": "so  much",
    "a space before a period": "the end .", "a 0 added or subtracted": r"$2 \cdot (-4 - 0)$",
    "a doubled sign": "$1 + -2$", "a value that is no number": "It is nan.", "a name of the program": "the {answer} is",
}  # fmt: skip


def test_a_number_that_counts_nothing_of_the_question_is_no_fault(tmp_path: Path) -> None:
    course = broken(tmp_path, [(WORDED, "[[item]]", COUNTED + "\n[[item]]", "")])
    assert not [fault for fault in faults_of(course) if "single: the prompt" in str(fault)]


def test_slips_are_recognized_and_sound_texts_are_not() -> None:
    assert SAMPLES.keys() == SLIPS.keys()
    for name, sample in SAMPLES.items():
        assert any(fault.startswith(name) for fault in slip_faults(sample)), name
    assert len(list(slip_faults(r"$\frac{2}{13} = \frac{2}{13}$"))) == 1
    assert len(list(slip_faults("$2 and $3$"))) == 1
    assert list(slip_faults(r"There are $11$ heads, $e^{1}$, 0.5 ... and $\frac{a}{b}$.")) == []


def test_a_message_says_two_things() -> None:
    assert refutes("$12$ is the product. Add the two numbers.")
    assert not refutes("That is the product of the two numbers that you were given.")
    assert not refutes("No. Add.")


@for_each(
    [
        ("$1 + 1 = 3$", 1), ("$a = 1 + 1 = 2$ and $b$", 0), (r"$\frac{1}{3} \approx 0.333$", 0), ("$0.5 = 1 / 3$", 1),
        (r"$\frac{1}{3} \approx 0.35$", 1), (r"$\ln 2 \approx 0.693$ and $1 = 2$", 1), ("$P(A) = 0.3$", 0),
        (r"$$ 2^3 = 8 \qquad 3^2 = 8 $$", 1), (r"$-\log_2 0.125 = 3$", 0),
        (r"$(2 \times 3)(3 \times 2) = 2 \times 2$", 0),
        (r"$e^{2 - 1} \approx \frac{0.665}{0.245}$", 0), (r"$1 = \frac{1}{0}$", 0), ("no formula, 1 = 2", 0),
        (r"$3 \approx 3.1 = 3.2$", 1),
    ]
)  # fmt: skip
def test_arithmetic_that_does_not_hold(case: tuple[str, int]) -> None:
    text, faults = case
    assert len(list(false_relations(text))) == faults


def _item(*steps: Step, prompt: str = "?", answer: str = "6", kind: str = "number", **more: object) -> Item:
    return Item("a.b.c", kind, ("s",), 0, prompt, answer, steps=steps, **more)  # type: ignore[arg-type]  # any field


SUM = (Step("", "2", lead="a ="), Step("", "6", lead="b =", follow=lambda seen: 3 * seen[0]))


@for_each(
    [
        (_item(*SUM), ""),
        (_item(Step("", "5")), "the steps do not lead to the answer"),
        (_item(Step("", "6", lead="b =")), "a worksheet of one cell"),
        (_item(Step("", "2"), Step("", "6", follow=lambda _: 6.0)), "has follow and no lead"),
        (_item(SUM[0], Step("", "6", lead="b =", follow=lambda seen: 4 * seen[0])), "gives 8, and its value is 6"),
        (_item(SUM[0], Step("", "6", lead="b =", follow=lambda _: 6.0)), "looks at no cell before it"),
        (_item(SUM[0], Step("", "6", lead="b =")), "no cell of the worksheet follows from another"),
        (_item(Step("", "6", cell=(0, 0))), "the answer is no matrix"),
        (_item(Step("", "1"), Step("", "2"), answer="[1, 2]", kind="vector"), ""),
        (_item(Step("", "1"), Step("", "9"), Step("", "2"), answer="[1, 2]", kind="vector"), ""),
        (_item(Step("", "2"), Step("", "1"), answer="[1, 2]", kind="vector"), "the steps do not lead to the answer"),
        (_item(Step("", "1", (0, 0)), Step("", "2", (0, 1)), answer="[1, 2]", kind="matrix", shape=(1, 2)), ""),
        (_item(Step("", "1", (0, 0)), Step("", "2", (1, 0)), answer="[1, 2]", kind="matrix", shape=(1, 2)),
         "do not fill each cell of the matrix once"),
    ]
)  # fmt: skip
def test_steps_lead_to_the_answer_and_follow_from_each_other(case: tuple[Item, str]) -> None:
    item, fault = case
    found = list(step_faults(item))
    assert any(fault in one for one in found) if fault else found == []


def test_a_prompt_says_how_its_number_is_rounded() -> None:
    thirds = (Step("", "1", lead="a ="), Step("", "1/3", lead="b =", follow=lambda seen: seen[0] / 3))
    assert "does not say how" in "".join(rounding_faults(_item(*thirds, answer="1/3")))
    assert list(rounding_faults(_item(*thirds, prompt="To three decimals?", answer="1/3"))) == []
    narrow = _item(*thirds, prompt="To two decimals?", answer="1/3", rule=Comparison(absolute=0.0001))
    assert "0.33, rounded as the prompt says, is not judged right" in "".join(rounding_faults(narrow))


@pytest.mark.slow
@for_each(COURSE.demos)
def test_further_walks_break_no_demo(demo_id: str) -> None:
    assert list(walk_faults(COURSE.demos[demo_id], TOOLS, 7)) == []
