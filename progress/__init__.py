"""The learner's record: events, journal, state.

Names are loaded when they are first used: importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from progress.drafts import Anchor as Anchor
    from progress.drafts import Draft as Draft
    from progress.drafts import Place as Place
    from progress.events import Answer as Answer
    from progress.events import ChallengeMet as ChallengeMet
    from progress.events import Checked as Checked
    from progress.events import Cleared as Cleared
    from progress.events import Disputed as Disputed
    from progress.events import Doors as Doors
    from progress.events import Event as Event
    from progress.events import Explained as Explained
    from progress.events import Finished as Finished
    from progress.events import GaveUp as GaveUp
    from progress.events import Hint as Hint
    from progress.events import Kept as Kept
    from progress.events import Opened as Opened
    from progress.events import Placed as Placed
    from progress.events import Predicted as Predicted
    from progress.events import Reset as Reset
    from progress.events import ResetUndone as ResetUndone
    from progress.events import Stepped as Stepped
    from progress.events import Unknown as Unknown
    from progress.events import Verdict as Verdict
    from progress.faults import Fault as Fault
    from progress.faults import verify as verify
    from progress.files import SaveFailed as SaveFailed
    from progress.folding import fold as fold
    from progress.journal import Record as Record
    from progress.paths import Paths as Paths
    from progress.paths import clock as clock
    from progress.paths import device_name as device_name
    from progress.paths import home_dir as home_dir
    from progress.settings import Settings as Settings
    from progress.state import State as State
    from progress.tallies import ClearedRecord as ClearedRecord
    from progress.tallies import Day as Day
    from progress.tallies import Evidence as Evidence
    from progress.tallies import ExerciseRecord as ExerciseRecord
    from progress.tallies import ItemRecord as ItemRecord
    from progress.tallies import Mark as Mark
    from progress.tallies import PageRecord as PageRecord
    from progress.tallies import PredictionRecord as PredictionRecord
    from progress.transfer import Imported as Imported
    from progress.transfer import export as export
    from progress.transfer import import_ as import_
    from progress.transfer import reset as reset
    from progress.transfer import undo_reset as undo_reset

_HOMES = {
    "drafts": "Anchor Draft Place",
    "events": "Answer ChallengeMet Checked Cleared Disputed Doors Event Explained Finished GaveUp Hint Kept Opened"
    " Placed Predicted Reset ResetUndone Stepped Unknown Verdict",
    "files": "SaveFailed",
    "folding": "fold",
    "journal": "Record",
    "paths": "Paths clock device_name home_dir",
    "settings": "Settings",
    "state": "State",
    "transfer": "Imported export import_ reset undo_reset",
    "faults": "Fault verify",
    "tallies": "ClearedRecord Day Evidence ExerciseRecord ItemRecord Mark PageRecord PredictionRecord",
}
_MODULES = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
