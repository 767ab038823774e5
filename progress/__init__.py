"""The learner's record: events, journal, state."""
