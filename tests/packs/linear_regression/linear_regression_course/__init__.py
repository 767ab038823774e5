"""Stage 02, a taste: linear regression end to end."""
