"""Corrections of Textual's faults, one in each file, with the number of the report and the version it was seen in."""
