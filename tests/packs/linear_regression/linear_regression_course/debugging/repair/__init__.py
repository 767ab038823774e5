"""The course's folder `debugging/repair`."""
