"""What is so now, for Prometheus: breakers, queues, the process itself."""

import os
import resource
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from leadlight import __version__
from leadlight.api.check import CheckPath
from leadlight.storage.cache import VerdictCache
from leadlight.storage.database import Database

Gauge = tuple[str, str, Mapping[tuple[str, ...], float]]

_STARTED = time.time()
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def read_gauges(path: CheckPath, database: Database, cache: VerdictCache) -> Sequence[Gauge]:
    """Read every gauge; asks no other process and never raises."""
    versions = path.screening.versions
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (
        (
            "leadlight_info",
            "1, with the versions as labels.",
            {(f"version={__version__}", f"rules={versions.rules}", f"meaning={versions.meaning}"): 1},
        ),
        (
            "leadlight_breaker_open",
            "1 while a part is taken as down.",
            {
                ("part=cache",): float(cache.state() == "breaker_open"),
                ("part=database",): float(database.state() == "breaker_open"),
            },
        ),
        (
            "leadlight_queue_waiting",
            "Checks that wait for their turn, and sightings that wait to be written.",
            {
                ("of=sent",): path.texts.waiting,
                ("of=fetched",): path.fetches.waiting,
                ("of=sightings",): path.remembering.waiting,
            },
        ),
        ("process_cpu_seconds_total", "CPU time of this process.", {(): used.ru_utime + used.ru_stime}),
        ("process_resident_memory_bytes", "Memory of this process.", {(): _resident_bytes()}),
        ("process_start_time_seconds", "When this process started, in seconds since 1970.", {(): _STARTED}),
    )


def _resident_bytes() -> float:
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_BYTES
    except OSError:
        return 0.0  # there is no /proc on this system
