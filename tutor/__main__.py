"""`python -m tutor`."""

from tutor.cli.main import main

main()
