"""The state: a function of the set of events in the journal."""
