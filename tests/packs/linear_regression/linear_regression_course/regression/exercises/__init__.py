"""The course's folder `regression/exercises`."""
