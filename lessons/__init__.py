"""The course: what is taught, and how an answer is judged."""
