"""Paper cards with the numbers of a seed, and the judging of what was typed into them."""
