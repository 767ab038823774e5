"""The course's folder `debugging/diagnose`."""
