"""Where the data that ship with Leadlight lie: inside the installed package, or beside it in a checkout."""

from pathlib import Path


def shared_rules_folder() -> Path:
    """Return the folder of the shared rules.

    Raises:
        FileNotFoundError: the installation is incomplete; it names both places that were tried.
    """
    inside = Path(__file__).parent / "shared_rules"
    beside = Path(__file__).parents[2] / "shared_rules"
    for folder in (inside, beside):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no shared rules in {inside} or {beside}: install Leadlight again")
