"""What to ask next, and the learner's memory and statistics: pure functions of course, record and time."""

from __future__ import annotations

from tutor.learning.scheduling.due import DAILY, Due, due
from tutor.learning.scheduling.learner_model import LearnerModel, build_learner_model
from tutor.learning.scheduling.misconceptions import Misconception, misconceptions
from tutor.learning.scheduling.next_question import next_question
from tutor.learning.scheduling.placement import Placement, placed, placement, skippable
from tutor.learning.scheduling.skill_cards import SkillCard, skill_cards
from tutor.learning.scheduling.start import begin, scope_skills
from tutor.learning.scheduling.statistics import Calibration, Proportion, Statistics, learner_statistics, wilson
from tutor.learning.scheduling.study_session import AnsweredQuestion, PlannedQuestion, SessionSummary, StudySession

__all__ = [
    "DAILY",
    "AnsweredQuestion",
    "Calibration",
    "Due",
    "LearnerModel",
    "Misconception",
    "Placement",
    "PlannedQuestion",
    "Proportion",
    "SessionSummary",
    "SkillCard",
    "Statistics",
    "StudySession",
    "begin",
    "build_learner_model",
    "due",
    "learner_statistics",
    "misconceptions",
    "next_question",
    "placed",
    "placement",
    "scope_skills",
    "skill_cards",
    "skippable",
    "wilson",
]
