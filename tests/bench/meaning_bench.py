"""What the second reader costs, and what it finds in languages that its training left out.

Nothing is compared side by side here: the bars are milliseconds of one core and shares of ads. What is timed is the CPU
of the reading processes themselves.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from figures import Figure, Measure

from leadlight.commands.train_meaning import judge_left_out_languages
from leadlight.errors import CheckUnavailable
from leadlight.meaning.evaluation import figures_of
from leadlight.meaning.pool import MeaningPool

AD_4K = Path(__file__).with_name("ad_4k.txt").read_text("utf-8")[:4_096]
LONG_S = 60.0
ENOUGH_S = 3.0
"""CPU seconds that are measured; the system counts them in hundredths."""
ORDINARY = "LEADLIGHT_BENCH_ORDINARY"
"""Environment variable: files of ordinary ads (JSON lines), joined as in PATH. Without it, only the project's own."""


def time_of_a_short_ad() -> Iterable[Figure]:
    """An ad of 300 characters, another one each time, so that nothing is remembered."""
    return _milliseconds("meaning.ms_300_chars", AD_4K[:290], "<= 60")


def time_of_a_long_ad() -> Iterable[Figure]:
    """An ad of 4 KB."""
    return _milliseconds("meaning.ms_4k", AD_4K, "<= 400")


def memory_of_a_worker() -> Iterable[Figure]:
    """The largest of the processes that hold the model, after a long ad; what they share is counted in each."""
    with _running_pool(processes=2) as pool:
        if pool is not None:
            pool.read("", AD_4K, "en", budget_s=LONG_S)
            largest = max(one.memory_info().rss for one in _reading_processes())
            yield Figure("meaning.worker_mb", largest / 1e6, "MB", "<= 250", None, None)


def left_out_languages() -> Iterable[Figure]:
    """Each language judged by heads that were trained on the twelve others. Takes minutes."""
    given = [Path(path) for path in os.environ.get(ORDINARY, "").split(os.pathsep) if path]
    with tempfile.TemporaryDirectory() as folder:
        *languages, together = figures_of(judge_left_out_languages(given, vectors=Path(folder) / "vectors.npz"))
    worst = min(languages, key=lambda one: one.both)
    yield Figure("meaning.recall_worst_language", worst.both, f"of ads, {worst.lang}", ">= 0.85", worst.phrases, None)
    yield Figure("meaning.recall", together.both, "of ads", "", together.phrases, None)
    yield Figure("meaning.near_misses_raised", together.near_both, "of ads", "<= 0.03", together.near_phrases, None)
    through = together.ordinary_both - together.ordinary_phrases
    ads = f"of {together.ordinary} ads"
    yield Figure("meaning.false_alarms_ordinary", through, ads, "<= 0.005", together.ordinary_phrases, None)


def _milliseconds(name: str, text: str, goal: str) -> Iterable[Figure]:
    with _running_pool(processes=1) as pool:
        if pool is None:
            return
        pool.read("", text, "en", budget_s=LONG_S)
        began, reads = _cpu_seconds(), 0
        while _cpu_seconds() - began < ENOUGH_S:
            reads += 1
            pool.read("", f"{text} No. {reads}.", "en", budget_s=LONG_S)
        yield Figure(name, (_cpu_seconds() - began) / reads * 1e3, "ms of CPU", goal, None, None)


@contextmanager
def _running_pool(processes: int) -> Iterator[MeaningPool | None]:
    """Reading processes as a service has them; None where there is no model for this machine."""
    pool = MeaningPool(processes=processes)
    try:
        with suppress(CheckUnavailable):
            pool.start()
        yield pool if pool.version else None
    finally:
        pool.close()


def _reading_processes() -> list[psutil.Process]:
    return [
        one for one in psutil.Process().children(recursive=True) if "leadlight.meaning.reading_process" in one.cmdline()
    ]


def _cpu_seconds() -> float:
    return sum(sum(one.cpu_times()[:2]) for one in _reading_processes())


MEASURES: dict[str, Measure] = {
    "meaning.ms_300_chars": time_of_a_short_ad,
    "meaning.ms_4k": time_of_a_long_ad,
    "meaning.worker_mb": memory_of_a_worker,
    "meaning.recall_worst_language": left_out_languages,
}
