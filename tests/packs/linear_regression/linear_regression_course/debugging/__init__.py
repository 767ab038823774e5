"""The course's folder `debugging`."""
