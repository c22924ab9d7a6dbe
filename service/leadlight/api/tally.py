"""Counts what happens, for Prometheus: how often and how long, never who or what."""

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import Final, ParamSpec, TypeVar

Labels = tuple[str, ...]

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the histograms: from a cached answer to the longest fetch."""

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Counter:
    """Counts by labels. Safe to use from several threads.

    Args:
        name: of the metric, with its unit.
        about: what it counts, in a sentence.
        labels: names of the labels. Their values come from short fixed lists, never from a request.
    """

    kind = "counter"

    def __init__(self, name: str, about: str, *labels: str) -> None:
        self.name = name
        self.about = about
        self.labels = labels
        self._lock = threading.Lock()
        self._counts: dict[Labels, float] = {}

    def add(self, *values: str, by: float = 1) -> None:
        """Count once more under these label values."""
        with self._lock:
            self._counts[values] = self._counts.get(values, 0) + by

    def value(self, *values: str) -> float:
        """What was counted under these label values; 0 when nothing was."""
        return self._counts.get(values, 0)

    def lines(self) -> Iterator[str]:
        """Lines in the text format of Prometheus."""
        for values, count in sorted(self._counts.items()):
            yield f"{self.name}{_braces(self.labels, values)} {count:g}"


class Histogram:
    """Counts durations by labels. Safe to use from several threads. Arguments as for `Counter`."""

    kind = "histogram"

    def __init__(self, name: str, about: str, *labels: str) -> None:
        self.name = name
        self.about = about
        self.labels = labels
        self._lock = threading.Lock()
        self._counts: dict[Labels, list[int]] = {}
        self._sums: dict[Labels, float] = {}

    def add(self, seconds: float, *values: str) -> None:
        """Count one duration under these label values."""
        with self._lock:
            counts = self._counts.get(values)
            if counts is None:
                counts = self._counts[values] = [0] * (len(SECONDS) + 1)
                self._sums[values] = 0.0
            counts[bisect_left(SECONDS, seconds)] += 1
            self._sums[values] += seconds

    def timed(self, run: Callable[_P, _R], *values: str) -> Callable[_P, _R]:
        """The same function, with its durations counted, whether it returns or raises."""

        def counted(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            start = perf_counter()
            try:
                return run(*args, **kwargs)
            finally:
                self.add(perf_counter() - start, *values)

        return counted

    def lines(self) -> Iterator[str]:
        """Lines in the text format of Prometheus; buckets are cumulative."""
        for values, counts in sorted(self._counts.items()):
            so_far = 0
            for bound, count in zip((*map(str, SECONDS), "+Inf"), counts, strict=True):
                so_far += count
                yield f"{self.name}_bucket{_braces((*self.labels, 'le'), (*values, bound))} {so_far}"
            braces = _braces(self.labels, values)
            yield f"{self.name}_sum{braces} {self._sums[values]:.6f}"
            yield f"{self.name}_count{braces} {so_far}"


class Tally:
    """Everything that is counted in one process since it started."""

    def __init__(self) -> None:
        self.requests = Counter("leadlight_requests_total", "Answers by route and status.", "route", "status")
        self.request_seconds = Histogram("leadlight_request_seconds", "Time until the last byte of an answer.", "route")
        self.answers = Counter("leadlight_answers_total", "Verdicts by where they came from.", "cache")
        self.levels = Counter("leadlight_levels_total", "Computed verdicts by level.", "level")
        self.checks = Counter(
            "leadlight_checks_total", "Checks by state, and the reason why one did not run.", "check", "state", "reason"
        )
        self.check_seconds = Histogram("leadlight_check_seconds", "Time that one check took.", "check")
        self.reading_seconds = Histogram("leadlight_reading_seconds", "Time to fetch and read one ad.", "how")
        self.refused = Counter("leadlight_refused_total", "Ads that were not read or let in, by problem.", "problem")
        self.sightings = Counter("leadlight_sightings_total", "What became of sightings to be stored.", "outcome")

    def text(self, gauges: Sequence[tuple[str, str, Mapping[Labels, float]]] = ()) -> str:
        """Everything in the text format of Prometheus.

        Args:
            gauges: what is so now: name, sentence, and value by labels, each label as "name=value".
        """
        lines: list[str] = []
        for metric in vars(self).values():
            lines += [f"# HELP {metric.name} {metric.about}", f"# TYPE {metric.name} {metric.kind}", *metric.lines()]
        for name, about, by_label in gauges:
            lines += [f"# HELP {name} {about}", f"# TYPE {name} gauge"]
            for labels, value in by_label.items():
                names, values = zip(*(label.split("=", 1) for label in labels), strict=True) if labels else ((), ())
                lines.append(f"{name}{_braces(names, values)} {value:g}")
        return "".join(f"{line}\n" for line in lines)


def _braces(names: Sequence[str], values: Sequence[str]) -> str:
    inside = ",".join(f'{name}="{value}"' for name, value in zip(names, values, strict=True))
    return f"{{{inside}}}" if inside else ""
