"""The checks of a course: everything an author can get wrong, found in one run."""
