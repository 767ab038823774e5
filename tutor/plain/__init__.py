"""The course line by line, for screen readers, pipes and terminals that can do nothing else.

Lines in, lines out: no cursor movement, no colour, no line over the width. The questions, verdicts and events are those
of the app.
"""
