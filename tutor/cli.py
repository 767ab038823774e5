"""The commands."""


def main() -> None:
    """Entry point of the `tutor` script."""
