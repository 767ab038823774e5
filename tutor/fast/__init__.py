"""Speed only: caches, prefetching and idle work that the program also runs without."""
