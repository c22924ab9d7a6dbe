"""A folder of rules with one family of indicators, for tests that start many services: reading all takes seconds."""

import shutil
from pathlib import Path

from leadlight.bundled import shared_rules_folder


def few_rules(folder: Path) -> Path:
    """Make the folder and return it; everything but the indicators is the real thing."""
    real = shared_rules_folder()
    folder.mkdir()
    for entry in real.iterdir():
        if entry.name not in ("indicators", "combinations"):
            (folder / entry.name).symlink_to(entry)
    (folder / "combinations").mkdir()
    (folder / "indicators").mkdir()
    shutil.copytree(real / "indicators/fees", folder / "indicators/fees")
    return folder
