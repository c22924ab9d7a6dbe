"""Loads one list into the database of a data folder, as `leadlight registers update` does; prints CPU s and peak MB."""

import resource
import sys
from datetime import date
from pathlib import Path

from leadlight.registers.refresh import refresh
from leadlight.registers.sources import load_sources
from leadlight.settings import read_settings
from leadlight.storage.database import open_database


def main(data: str, file: str) -> None:
    """Read the file as the Polish register; only its largest number of rows is lifted."""
    source = load_sources()["pl_kraz"]
    source = source.model_copy(update={"rows": source.rows.model_copy(update={"max": 200_000})})
    with open_database(read_settings({"LEADLIGHT_DATA_DIR": data}).database) as database:
        refresh(database.registers, Path(file).read_bytes(), source, as_of=date(2026, 11, 20))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, _peak_mb())  # noqa: T201


def _peak_mb() -> float:
    # Not ru_maxrss: over an exec Linux carries the size of the process that started this one into it.
    status = Path("/proc/self/status").read_text("ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
