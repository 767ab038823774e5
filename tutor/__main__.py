"""`python -m tutor`."""

from ml_math_tutor.entry import main

main()
