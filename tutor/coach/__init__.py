"""What to ask next, and how the learner stands: pure functions of the course, the record and the clock."""

from __future__ import annotations

from tutor.coach.beginning import begin, scope_skills
from tutor.coach.facts import Facts, facts
from tutor.coach.misconceptions import Misconception, misconceptions
from tutor.coach.numbers import Calibrated, Numbers, Share, numbers, wilson
from tutor.coach.placing import Placement, placed, placement, skippable
from tutor.coach.queue import DAILY, Due, due
from tutor.coach.sitting import Asked, Done, Sitting, Summary
from tutor.coach.skills import Card, skill_cards

__all__ = [
    "DAILY",
    "Asked",
    "Calibrated",
    "Card",
    "Done",
    "Due",
    "Facts",
    "Misconception",
    "Numbers",
    "Placement",
    "Share",
    "Sitting",
    "Summary",
    "begin",
    "due",
    "facts",
    "misconceptions",
    "numbers",
    "placed",
    "placement",
    "scope_skills",
    "skill_cards",
    "skippable",
    "wilson",
]
