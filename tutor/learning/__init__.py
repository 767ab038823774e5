"""One learner, as pure values and functions: at a question, at a demo, on the ladder."""
