"""Where commands print tables: as wide as the terminal, or wide enough to cut nothing when a file or a pipe reads."""

from rich.console import Console

WIDE = 240
"""Characters of a line that no terminal shows: the widest table (`leadlight clusters show`) takes some 200."""


def table_console() -> Console:
    """Console for tables. What it prints is never coloured by guesswork."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDE)
