"""What a course is made of, as frozen values."""
