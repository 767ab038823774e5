"""The author's check: a broken copy of a small course for each fault; each is caught, with its place and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lessons.source import Source
from tests.support.broken_courses import DEMOS, ITEMS, OUTLINE, PAGE, TINY, WORDED, Break, broken, faults_of
from tests.support.content import COURSE

STARTER = "basics/exercises/plus.py"
SOLUTION = "basics/exercises/plus_solution.py"
CHECK = "basics/exercises/plus_check.py"


TWO_QUESTIONS = (TINY / WORDED).read_text().partition("[[item]]")[2].partition("[[item]]")[2]
"""All worded questions but the first: with them gone, a skill has too few."""

HINTS = 'hints = ["Count on.", "Start at the first number."]'

FAULTS: dict[str, Break] = {
    "outline is no TOML": (OUTLINE, 'id = "tiny"', "id = tiny", "not TOML"),
    "outline of another format": (OUTLINE, "format = 1", "format = 2", "format = 1 is wanted"),
    "outline lacks a title": (OUTLINE, 'title = "A tiny stage"', "", "title is missing"),
    "fast path is no table": (
        OUTLINE,
        '[stage.fast_path]\nrung = "basics"\n',
        'fast_path = ["basics"]\n[stage.other]\n',
        "fast_path is a table",
    ),
    "fast path of an unknown rung": (OUTLINE, 'path]\nrung = "basics"', 'path]\nrung = "up"', "names the rung up"),
    "short road without its minutes": (
        OUTLINE,
        "[stage.fast_path]\n",
        '[stage.fast_path]\nroad = { id = "basics.short", title = "Short" }\n',
        "road is a table: id, title and minutes",
    ),
    "short road without a file": (
        OUTLINE,
        "[stage.fast_path]\n",
        '[stage.fast_path]\nroad = { id = "basics.short", title = "Short", minutes = 10 }\n',
        "basics/short.md:1: the file is missing",
    ),
    "fast path of an unknown demo": (OUTLINE, 'demo = "slide"', 'demo = "glide"', "names the demo glide"),
    "fast path of an unknown prediction": (
        OUTLINE,
        'predictions = ["double"]',
        'predictions = ["triple"]',
        "names the prediction triple, which slide has not; it has double",
    ),
    "page file missing": (
        OUTLINE,
        '{ id = "basics.sums"',
        '{ id = "basics.other"',
        "basics/other.md:1: the file is missing",
    ),
    "skill used twice": (
        OUTLINE,
        "[[outcome]]",
        '[[skill]]\nid = "adding"\ntitle = "x"\nrung = "basics"\n[[outcome]]',
        "used twice",
    ),
    "skill needs what is not": (OUTLINE, "needs = []", 'needs = ["nothing"]', "needs nothing, which is no skill"),
    "skill in a circle": (OUTLINE, "needs = []", 'needs = ["adding"]', "needs itself"),
    "outcome of an unknown skill": (
        OUTLINE,
        'skills = ["adding"]',
        'skills = ["adding", "flying"]',
        "names the skill flying",
    ),
    "former id of a skill that is in use": (
        OUTLINE,
        "needs = []",
        'needs = []\nwas = ["adding"]',
        "ids are never reused",
    ),
    "retired item of a skill that never was": (
        OUTLINE,
        "[[outcome]]",
        '[[retired]]\nid = "basics.sums.old"\nkind = "number"\nskills = ["flying"]\n[[outcome]]',
        "which there never was",
    ),
    "rung with an unknown demo": (OUTLINE, 'demos = ["slide"]', 'demos = ["glide"]', "names the demo glide"),
    "symbol with bad LaTeX": (OUTLINE, "latex = 'a + b'", "latex = '\\flac{a}{b}'", "symbol"),
    "symbol of an unknown page": (
        OUTLINE,
        'page = "basics.sums"',
        'page = "basics.none"',
        "points at the page basics.none",
    ),
    "skill that no page teaches": (PAGE, 'teaches = ["adding"]', "teaches = []", "no page teaches the skill adding"),
    "skill without items": (
        OUTLINE,
        "[[outcome]]",
        '[[skill]]\nid = "flying"\ntitle = "x"\nrung = "basics"\nneeds = []\n[[outcome]]',
        "no item exercises the skill flying",
    ),
    "skill with too few items": (
        WORDED,
        TWO_QUESTIONS,
        TWO_QUESTIONS.replace('["adding"]', '["magic"]'),
        "too few items exercise the skill adding, 2 of 3",
    ),
    "skill asked in one way only": (
        WORDED,
        'kind = "choice"',
        'kind = "number"\nanswer = "2"',
        "all items of the skill adding are of the kind number",
    ),
    "practice item that belongs to no page": (
        WORDED,
        'id = "basics.sums.three"',
        'id = "basics.three"',
        "its id names no page",
    ),
    "item of a page's that is on none": (WORDED, "practice = true\n", "", "no page asks basics.sums.three"),
    "page without front matter": (PAGE, "+++\nteaches", "teaches", "no front matter"),
    "front matter with an unknown key": (PAGE, "leans_on", "leans", "front matter knows no leans"),
    "page builds on an unknown skill": (PAGE, "leans_on = []", 'leans_on = ["walking"]', "walking is no skill"),
    "unknown item": (PAGE, "item basics.sums.add", "item basics.sums.ad", "Did you mean basics.sums.add"),
    "unused item": (PAGE, "```item basics.sums.pick\n```", "", "no page asks basics.sums.pick"),
    "item twice on a page": (PAGE, "item basics.sums.pick", "item basics.sums.add", "stands on this page twice"),
    "unknown demo": (PAGE, "demo slide", "demo slid", "Did you mean slide"),
    "unused demo": (PAGE, "```demo slide\nA slider\n```", "", "no page offers the demo slide"),
    "unsupported LaTeX": (PAGE, "$a + b$", r"$\flac{a}{b}$", "flac"),
    "letter that nothing explains": (PAGE, "$$ a + b =", "$$ a + c =", "no sentence says what c is in $a + c = b + a$"),
    "LaTeX that does not close": (PAGE, "b + a $$", r"\frac{b}{a $$", "in $"),
    "unknown block": (PAGE, "```item basics.sums.pick", "```quiz basics.sums.pick", "no block is called 'quiz'"),
    "HTML link": (PAGE, "Adding joins", "[Adding](x) joins", "a link has no place"),
    "nested list": (PAGE, "Adding joins two numbers into one, $a + b$.", "- one\n  - two", "a list within a list"),
    "code without output": (PAGE, "```output\n3\n```\n", "", "add an output block"),
    "code that prints something else": (PAGE, "```output\n3", "```output\n4", "prints something else"),
    "code that fails": (PAGE, "print(1 + 2)", "print(1 + x)", "the code fails: NameError"),
    "code too wide": (PAGE, "print(1 + 2)", "print(1 + 2)  # " + "x" * 60, "break it at 72"),
    "figure without alt": (PAGE, 'alt = "The line y = x from 0 to 3."', "", "alt is missing"),
    "figure with an unknown mark": (PAGE, "curve = [", "kurve = [", "no mark is called 'kurve'"),
    "figure with an unknown field": (PAGE, 'role = "accent" }', 'role = "accent", hue = 3 }', "curve knows no hue"),
    "figure with an unknown role": (PAGE, 'role = "accent"', 'role = "pink"', "role 'pink'"),
    "figure without caption": (PAGE, "```figure A line that rises.", "```figure", "has no caption"),
    "figure that does not fit": (PAGE, 'alt = "The line', 'height = 3\nalt = "The line', "figure:"),
    "prose that cannot wrap": (PAGE, "Adding joins", "Adding `" + "x" * 90 + "` joins", "cannot wrap"),
    "too much prose": (
        PAGE,
        "Adding joins",
        "Adding joins " + "and joins again " * 80,
        "lines of prose with nothing to do",
    ),
    "item with an unknown skill": (WORDED, 'skills = ["adding"]', 'skills = ["magic"]', "magic is no skill"),
    "item without explanation": (WORDED, 'explanation = "One more than one is two."', "", "has no explanation"),
    "item with an empty hint": (WORDED, 'hints = ["Count on."', 'hints = [" "', "a hint is missing or empty"),
    "item without hints": (WORDED, HINTS, "", "a hint is missing or empty"),
    "wrong option without message": (
        WORDED,
        ', message = "That is the digits side by side. Add them instead."',
        "",
        "has no message",
    ),
    "item with an unknown field": (WORDED, 'kind = "choice"', 'kind = "choice"\ncolour = "red"', "knows no colour"),
    "item without a right option": (WORDED, ", right = true", ', message = "no"', "no answer"),
    "prompt with bad LaTeX": (WORDED, "$1 + 1$", r"$1 \\pluss 1$", "pluss"),
    "option with a long id": (WORDED, 'id = "b", text', 'id = "bee", text', "an option's id is one letter"),
    "answer that is to be wrong": (WORDED, 'kind = "choice"', 'kind = "choice"\nreject = ["a"]', "'a' is to be wrong"),
    "answer that is to be unreadable": (
        WORDED,
        'kind = "choice"',
        'kind = "choice"\ninvalid = ["b"]',
        "'b' is to be unreadable",
    ),
    "item file is no TOML": (WORDED, "[[item]]", "[[item", "not TOML"),
    "computed item with too few wrong rules": (
        ITEMS,
        '            Misconception("minus", a - b, f"${a - b}$ is the difference. Add the two numbers."),\n',
        "",
        "2 wrong rules",
    ),
    "wrong rule without a message": (
        ITEMS,
        'f"${a * b}$ is the product. Add the two numbers."',
        '""',
        "times has no message",
    ),
    "ambiguous draw": (ITEMS, 'Misconception("minus", a - b,', 'Misconception("minus", a + b,', "ambiguous"),
    "item module that does not load": (ITEMS, "def add(rng", "def add(rng:::", "Python cannot read it"),
    "draw that fails": (ITEMS, "rng.randint(3, 9), rng", "rng.randin(3, 9), rng", "cannot be drawn"),
    "computed explanation empty": (
        ITEMS,
        'explanation=f"${a} + {b} = {a + b}$."',
        'explanation=""',
        "explanation is empty",
    ),
    "demo without prediction": (DEMOS, "    predictions=(", "    predictions=()[:0] and (", "asks for no prediction"),
    "challenge met at the start": (
        DEMOS,
        'number(state, "x") == 5',
        'number(state, "x") == 2',
        "met before anything moves",
    ),
    "demo that fails": (DEMOS, '    x = number(state, "x")\n', '    x = number(state, "y")\n', "fails at its start"),
    "exercise of an unknown rung": (OUTLINE, 'rung = "basics"\nabout', 'rung = "nowhere"\nabout', "rung nowhere"),
    "exercise without words": (OUTLINE, 'about = "Add two numbers, $a + b$."', "", "about is missing"),
    "exercise with bad LaTeX": (OUTLINE, "numbers, $a + b$", "numbers, $\\\\flac{a}{b}$", "flac"),
    "exercise with an unknown question": (OUTLINE, "basics.sums.hand", "basics.sums.han", "Did you mean"),
    "exercise about a question that is drawn": (OUTLINE, "basics.sums.hand", "basics.sums.add", "draws its numbers"),
    "exercise that answers a later question": (
        OUTLINE,
        'about = "Add two numbers, $a + b$."\n',
        'about = "One and one are $2$."\nafter = ["basics.sums.pick"]\n',
        "its text states the answer to basics.sums.pick, which comes after the program",
    ),
    "exercise with nothing by hand": (OUTLINE, 'hand = ["basics.sums.hand"]', "hand = []", "nothing is done by hand"),
    "exercise with one hint": (OUTLINE, '"Use the sign for it.", ', "", "1 hints"),
    "exercise with a name that is none": (OUTLINE, 'id = "plus"', 'id = "plus-plus"', "the name of a Python file"),
    "exercise without files": (
        OUTLINE,
        'id = "plus"',
        'id = "plusplus"',
        "plusplus_solution.py:1: the file is missing",
    ),
    "unknown exercise": (PAGE, "exercise plus", "exercise pluss", "Did you mean plus"),
    "unused exercise": (PAGE, "```exercise plus\nWrite it yourself.\n```", "", "no page offers it"),
    "exercise block without a name": (PAGE, "exercise plus", "exercise", "name it behind the word"),
    "starter that passes": (STARTER, "return None", "return a + b", "the starter passes"),
    "starter without a TODO": (STARTER, "TODO", "begin", "has no TODO"),
    "starter without its function": (STARTER, "def plus", "def pluss", "the starter has no function plus"),
    "starter that cannot be run": (STARTER, "return None", "return (None", "cannot be run to its end"),
    "starter that is too wide": (STARTER, "# TODO: add them", "# TODO: add them" + " and more" * 9, "break it at 74"),
    "solution that fails": (SOLUTION, "a + b", "a - b", "plus(2, 3) gives -1, 5 expected"),
    "solution without a comment": (SOLUTION, "    # The sign does it.\n", "", "no comment"),
    "solution that dies": (SOLUTION, "a + b", "a + c", "gives NameError"),
    "check that does not load": (CHECK, "CHECK = Check(", "CHECK = Chek(", "failed to load"),
    "check that declares nothing": (CHECK, "CHECK = ", "CHEK = ", "CHECK is missing"),
    "check on a file that is not there": (
        CHECK,
        "case(4, -1)))",
        'case(4, -1)), builds_on=("none",))',
        "which is no exercise",
    ),
    "check with a call of something else": (CHECK, 'Call("plus"', 'Call("pluss"', "a case calls pluss"),
    "check with two cases of one name": (CHECK, "case(4, -1)", "case(2, 3)", "names are unique"),
    "check that tells little apart": (CHECK, '    ("one-more", lambda a, b: a + b + 1),\n', "", "7 wrong rules"),
    "wrong rule that is right": (
        CHECK,
        "lambda a, b: a + b + 1",
        "lambda a, b: a + b",
        "never differs from what is right",
    ),
    "wrong rule of a check without a message": (
        CHECK,
        'f"That is {slip}. But the sum is ${a + b}$."',
        '""',
        "has no message",
    ),
    "wrong rule of a check with bad LaTeX": (CHECK, "the sum is $", "the sum is $\\\\flac ", "flac"),
    "demo formula with bad LaTeX": (DEMOS, '(f"2 x = {2 * x:g}",)', '(r"\\flac x",)', "flac"),
}


def test_a_sound_course_has_no_faults() -> None:
    assert faults_of(TINY) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_caught_with_its_place(name: str, tmp_path: Path) -> None:
    file, _, _, message = FAULTS[name]
    found = faults_of(broken(tmp_path, [FAULTS[name]]))
    hits = [fault for fault in found if message in str(fault)]
    assert hits, [str(fault) for fault in found]
    for fault in hits:
        assert re.fullmatch(r"[\w./]+\.(toml|md|py):\d+: .+", str(fault)), str(fault)
        lines = tmp_path / "course" / fault.path
        if lines.exists():
            assert 1 <= fault.line <= len(lines.read_text("utf-8").splitlines()) + 1
    assert any(fault.path == file for fault in hits) or file in (PAGE, WORDED) or "file is missing" in message


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("What is $1 + 2$?", False),
        ("$2 + 2$ is 4. What is $1 + 2$?", False),
        ("As $2 + 3 = 5$, what is $1 + 2$?", True),
    ],
)
def test_no_question_by_hand_states_the_answer_to_another(second: str, told: bool, tmp_path: Path) -> None:
    course = broken(
        tmp_path,
        [
            (OUTLINE, 'hand = ["basics.sums.hand"]', 'hand = ["basics.sums.hand", "basics.sums.three"]', ""),
            (WORDED, "What is $1 + 2$?", second, ""),
        ],
    )
    said = "basics.sums.three states the answer to basics.sums.hand, 5"
    assert any(said in fault.text for fault in faults_of(course)) is told


@pytest.mark.parametrize(
    ("exercise", "item", "told"),
    [
        ("softmax", "probability.softmax.shift", r"\bsame\b|cancel|not change"),
        ("entropy", "information_theory.entropy.bent", r"fair (?:one|coin) is|higher|more uncertain"),
    ],
)
def test_no_question_by_hand_tells_which_option_of_another_is_right(exercise: str, item: str, told: str) -> None:
    entry = next(entry for entry in COURSE.outline.exercises if entry.id == exercise)
    assert item in entry.hand
    for other in (COURSE.item(other) for other in entry.hand if other != item):
        text = " ".join((other.prompt, other.lead, *(option.text for option in other.options)))
        assert not re.search(told, text), text


def test_all_of_them_in_one_run(tmp_path: Path) -> None:
    """One fault does not hide another, as long as every file can still be read."""
    names = [
        "skill needs what is not", "outcome of an unknown skill", "symbol with bad LaTeX",
        "page builds on an unknown skill",
        "unsupported LaTeX", "code that prints something else", "figure without caption", "item with an empty hint",
        "wrong option without message", "prompt with bad LaTeX", "wrong rule without a message",
        "computed explanation empty", "challenge met at the start", "demo formula with bad LaTeX",
    ]  # fmt: skip
    text = "\n".join(str(fault) for fault in faults_of(broken(tmp_path, [FAULTS[name] for name in names])))
    missing = [name for name in names if FAULTS[name][3] not in text]
    assert missing == [], text


def test_a_skill_whose_numbers_never_change_is_named_where_it_is_declared(tmp_path: Path) -> None:
    found = faults_of(broken(tmp_path, [(ITEMS, '["adding"]', '["magic"]', "")]))
    hit = next(fault for fault in found if "no item of the skill adding draws its numbers" in str(fault))
    assert hit.path == OUTLINE
    assert "adding" in (tmp_path / "course" / OUTLINE).read_text("utf-8").splitlines()[hit.line - 1]


@pytest.mark.parametrize("text", [b"\xff\xfe", b"", b"+++\n+++\n"])
def test_pages_that_are_hardly_pages(text: bytes, tmp_path: Path) -> None:
    course = broken(tmp_path, [])
    (course / PAGE).write_bytes(text)
    assert faults_of(course)


def test_a_course_may_come_from_any_folder(tmp_path: Path) -> None:
    """A course that is being written is read where it is, not where it was installed."""
    course = broken(tmp_path, [(PAGE, "Adding joins", "Joining adds", "")])
    from lessons.course import Course

    page = Course(Source.folder(course)).page("basics.sums")
    assert "Joining adds" in str(page.blocks[0])


PART = """
[[outcome.part]]
id = "sum"
title = "a sum"
items = {items}
words = {words}
"""


@pytest.mark.parametrize(
    ("items", "words", "message"),
    [
        ('["basics.sums.add"]', "[]", ""),
        ('["basics.sums.add", "basics.sums.ad"]', "[]", "no item is called 'basics.sums.ad'"),
        ('["basics.sums.pick", "basics.sums.three"]', "[]", "no item that is typed and draws its numbers"),
        ('["basics.sums.add"]', '["basics.sums.pick"]', "words are items of the kind explain"),
    ],
)
def test_a_part_has_items_and_one_of_them_is_typed(items: str, words: str, message: str, tmp_path: Path) -> None:
    part = PART.format(items=items, words=words)
    found = faults_of(broken(tmp_path, [(OUTLINE, "[[pitfall]]", f"{part}\n[[pitfall]]", "")]))
    assert [message in str(fault) for fault in found] == ([True] if message else [])
    assert all(fault.path == OUTLINE for fault in found)


ASKED = "```item basics.sums.pick\n```"


@pytest.mark.parametrize(
    ("answer", "below", "caught"),
    [
        ("3.142", "It is 3.142.", True),
        ("3.14159", "It is about $3.142$.", True),
        ("3.142", "$$ 3.142 > 3 $$", True),
        ("3.142", "It is 3.141, or 13.142.", False),
        ("3", "Here are 3 words.", False),  # too few figures to tell it from any other 3
        ("3.142", "```python\nprint(3.142)\n```\n```output\n3.142\n```", True),  # in the source, too
        ("3.142", "```python\nprint(3142 / 1000)\n```\n```output\n3.142\n```", False),  # covered until it is answered
    ],
)
def test_an_answer_below_its_question_is_caught(answer: str, below: str, caught: bool, tmp_path: Path) -> None:
    breaks = [
        (
            WORDED,
            'practice = true\nprompt = "What is $1 + 2$?"\nanswer = "3"',
            f'prompt = "?"\nanswer = "{answer}"',
            "",
        ),
        (PAGE, ASKED, f"```item basics.sums.three\n```\n\n{below}\n\n{ASKED}", ""),
    ]
    hits = [fault for fault in faults_of(broken(tmp_path, breaks)) if "stands below it" in str(fault)]
    assert bool(hits) == caught
    assert all(fault.path == PAGE for fault in hits)


ONE_UP = (
    '[[item]]\nid = "basics.sums.step"\nkind = "rule"\nskills = ["adding"]\npractice = true\nprompt = "One up?"\n'
    'answer = "x <- x + 1"\nnames = { x = "real" }\nhints = ["Count on."]\nexplanation = "One more."\n\n'
)


@pytest.mark.parametrize("text", ["$x \\\\leftarrow x + 1$", "`x <- x + 1`"])
@pytest.mark.parametrize("name", ["prompt", "explanation"])
def test_a_question_that_states_the_formula_of_another_is_caught(name: str, text: str, tmp_path: Path) -> None:
    old = {"prompt": 'prompt = "What is $1 + 2$?"', "explanation": 'explanation = "Two more than one is three."'}[name]
    breaks = [(WORDED, old, f'{name} = "Why is it {text}?"', ""), (WORDED, "[[item]]", f"{ONE_UP}[[item]]", "")]
    hits = [fault for fault in faults_of(broken(tmp_path, breaks)) if "states the answer" in str(fault)]
    assert [(fault.path, "basics.sums.three" in str(fault)) for fault in hits] == [(WORDED, True)]


def test_a_drawn_question_that_states_the_formula_of_another_is_caught_once(tmp_path: Path) -> None:
    told = 'explanation=rf"Count: $x \\leftarrow x + 1$. ${a} + {b} = {a + b}$."'
    breaks = [(ITEMS, 'explanation=f"${a} + {b} = {a + b}$."', told, ""), (WORDED, "[[item]]", f"{ONE_UP}[[item]]", "")]
    hits = [fault for fault in faults_of(broken(tmp_path, breaks)) if "states the answer" in str(fault)]
    assert [(fault.path, "basics.sums.add: states" in str(fault)) for fault in hits] == [(ITEMS, True)]
