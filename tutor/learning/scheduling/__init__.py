"""What to ask next, and how the learner stands: pure functions of the course, the record and the clock."""

from __future__ import annotations

from tutor.learning.scheduling.due import DAILY, Due, due
from tutor.learning.scheduling.learner_model import Facts, facts
from tutor.learning.scheduling.misconceptions import Misconception, misconceptions
from tutor.learning.scheduling.placement import Placement, placed, placement, skippable
from tutor.learning.scheduling.skill_cards import Card, skill_cards
from tutor.learning.scheduling.start import begin, scope_skills
from tutor.learning.scheduling.statistics import Calibrated, Numbers, Share, numbers, wilson
from tutor.learning.scheduling.study_session import Asked, Done, Sitting, Summary

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
