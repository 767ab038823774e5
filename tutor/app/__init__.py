"""The Textual program: screens, widgets, and what holds them together."""
