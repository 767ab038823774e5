"""The course line by line, for screen readers, pipes and dumb terminals, and as JSON lines for front ends.

There is no cursor movement, no color, and no line over the width. Questions, verdicts and events are those of the app.
"""
