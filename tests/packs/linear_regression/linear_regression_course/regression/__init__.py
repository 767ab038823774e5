"""The course's folder `regression`."""
