"""The course in other forms: a printable worksheet, a deck for Anki, a static site. Pure, but for writing files."""
