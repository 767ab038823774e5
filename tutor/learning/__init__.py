"""Models of one learner at work, as pure values and functions: questions, demos, sessions, progress."""
