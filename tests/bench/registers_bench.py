"""Looking agencies up in large registers of invented names, beside a rapidfuzz scan of the same names; and loading one.

The real store on SQLite, filled as `leadlight registers update` fills it. Times are CPU times of this process, so
that other programs on the machine do not count; a look-up waits for nothing but the CPU once the pages are cached.
Filling the register of a million takes some minutes.
"""

import contextlib
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from figures import Figure, Measure
from load import get, send
from rapidfuzz import fuzz, process
from register_names import KINDS, invented_register
from servers import leadlight

from leadlight.registers.look_up import LookUp, look_up
from leadlight.registers.model import RegisterEntry, Snapshot
from leadlight.registers.names import name_keys, take_apart
from leadlight.storage.database import Database, open_database

DAY = date(2026, 11, 26)
EACH_KIND = 150
SCANS = 40
STRANGERS = 400
SCAN_CUTOFF = 85.0
"""Score from which a scan would call two names the same; with a cut-off rapidfuzz skips most of the work."""


@contextlib.contextmanager
def filled(size: int) -> Iterator[tuple[Database, list[RegisterEntry]]]:
    """A database of its own with a register of this size, and its rows."""
    rows = list(invented_register(size))
    with tempfile.TemporaryDirectory() as folder, open_database(f"sqlite:///{folder}/registers.sqlite3") as database:
        keyed = ((row, name_keys(row.name)) for row in rows)
        database.registers.replace(Snapshot("bench", DAY, size, "invented"), keyed)
        yield database, rows


def look_ups(size: int, *, goal_ms: int) -> Iterable[Figure]:
    """Recall over eleven ways of writing a name, and the median of these look-ups beside a scan.

    The slowest hundredth counts strangers too, names that no row resembles, because nothing cuts their search short.
    """
    label = {100_000: "100k", 1_000_000: "1m"}[size]
    with filled(size) as (database, rows):
        ask = partial(_ask, database)
        chance, times, found = random.Random(11), [], {}
        for kind, change in KINDS.items():
            hits = 0
            for row in chance.sample(rows, EACH_KIND):
                seconds, answer = _timed(partial(ask, change(row.name, chance)))
                times.append(seconds)
                hits += row.row_id in {entry.row_id for entry in answer.entries}
            found[kind] = hits / EACH_KIND
        strangers = invented_register(STRANGERS, seed=99)
        all_times = times + [_timed(partial(ask, stranger.name))[0] for stranger in strangers]
        scans = [_timed(scan)[0] for scan in _scans(rows, chance)]
    _say(label, found)
    median, scan = statistics.median(times), statistics.median(scans)
    p99 = statistics.quantiles(all_times, n=100)[98]
    yield Figure(f"register.recall_{label}", statistics.mean(found.values()), "of entries", ">= 0.95", None, None)
    yield Figure(f"register.p99_{label}", p99 * 1e3, "ms CPU", f"<= {goal_ms}", None, None)
    yield Figure(f"register.scan_over_lookup_{label}", scan / median, "×", ">= 50", scan * 1e3, median * 1e3, "ms")


def _ask(database: Database, name: str) -> LookUp:
    return look_up(database.registers, "bench", names=(name,), as_of=DAY, today=DAY)


def _scans(rows: list[RegisterEntry], chance: random.Random) -> Iterator[Callable[[], object]]:
    """What one would write without an index: the closest of all names, prepared once as the look-up's are."""
    cores = [" ".join(take_apart(row.name).words) for row in rows]
    kinds = list(KINDS.values())
    for number, row in enumerate(chance.sample(rows, SCANS)):
        words = " ".join(take_apart(kinds[number % len(kinds)](row.name, chance)).words)
        yield partial(process.extract, words, cores, scorer=fuzz.token_sort_ratio, score_cutoff=SCAN_CUTOFF, limit=5)


def _timed(call: Callable[[], LookUp] | Callable[[], object]) -> tuple[float, LookUp]:
    start = time.process_time()
    answer = call()
    return time.process_time() - start, answer  # type: ignore[return-value]


def _say(label: str, found: dict[str, float]) -> None:
    kinds = ", ".join(f"{kind} {share:.3f}" for kind, share in found.items())
    print(f"register.recall_{label} by kind: {kinds}", file=sys.stderr)  # noqa: T201


UPDATE_ROWS = 100_000
ANSWERS_EVERY_S = 0.1


def update() -> Iterable[Figure]:
    """Load a list of 100,000 rows by the command, into the database of a service that answers meanwhile."""
    with tempfile.TemporaryDirectory() as folder, leadlight() as server:
        data, file = server.data_folder, Path(folder) / "list-2026-11-20.csv"
        file.write_text(_common_list(), encoding="utf-8")
        waits: list[float] = []
        done = threading.Event()
        send(server.port, [get("/v1/registers")])  # the port is open before the service has started
        asker = threading.Thread(target=_keep_asking, args=(server.port, waits, done))
        asker.start()
        start = time.perf_counter()
        command = [sys.executable, str(Path(__file__).with_name("update_large_list.py")), str(data), str(file)]
        used = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds = time.perf_counter() - start
        done.set()
        asker.join()
    cpu_s, memory_mb = (float(part) for part in used.stdout.split())
    yield Figure("register.update_100k_seconds", seconds, "s", "<= 60", cpu_s, None, "s of CPU")
    yield Figure("register.update_100k_memory", memory_mb, "MB", "<= 200", None, None)
    waited = statistics.quantiles(waits, n=20)[18]
    yield Figure("register.update_100k_answers", waited * 1e3, "ms (p95)", "<= 500", max(waits) * 1e3, None, "ms")


def _keep_asking(port: int, waits: list[float], done: threading.Event) -> None:
    while not done.wait(ANSWERS_EVERY_S):
        start = time.perf_counter()
        send(port, [get("/v1/registers")])
        waits.append(time.perf_counter() - start)


def _common_list() -> str:
    head = "name,number,other_names,status,valid_from,valid_until,phones,emails,address,scope\n"
    return head + "".join(
        f"{row.name},{number % 90_000 + 10_000},,entered,2020-01-01,,,,,\n"
        for number, row in enumerate(invented_register(UPDATE_ROWS))
    )


MEASURES: dict[str, Measure] = {
    "register.lookups_100k": partial(look_ups, 100_000, goal_ms=8),
    "register.lookups_1m": partial(look_ups, 1_000_000, goal_ms=10),
    "register.update_100k": update,
}
