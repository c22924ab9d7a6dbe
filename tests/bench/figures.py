"""Figures and how they are measured: two things in turn, several rounds, medians, in one run."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

ROUNDS = 7
"""Odd, so that the median is a measured value; seven rounds keep one noisy neighbour from deciding."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `a` and `b` are the two medians that were compared, in `part_unit`."""

    name: str
    value: float
    unit: str
    goal: str
    a: float | None
    b: float | None
    part_unit: str = ""

    def met(self) -> bool | None:
        """Whether the goal is met; None when the figure has no goal."""
        if not self.goal:
            return None
        sign, bound = self.goal.split()[:2]
        return self.value <= float(bound) if sign == "<=" else self.value >= float(bound)


def cpu_seconds_of(call: Callable[[], object], *, at_least_s: float = 0.05) -> float:
    """CPU seconds of one call, from as many calls in a row as fill `at_least_s` seconds."""
    calls = 1
    while True:
        start = time.process_time()
        for _ in range(calls):
            call()
        spent = time.process_time() - start
        if spent >= at_least_s:
            return spent / calls
        calls *= 2


def in_turn(
    first: Callable[[], float], second: Callable[[], float], *, rounds: int = ROUNDS
) -> tuple[float, float, float]:
    """Measure two things in turn; return both medians and the median of the ratios first ÷ second."""
    firsts, seconds = [], []
    for round_number in range(rounds):
        if round_number % 2:
            seconds.append(second())
            firsts.append(first())
        else:
            firsts.append(first())
            seconds.append(second())
    ratios = [a / b for a, b in zip(firsts, seconds, strict=True)]
    return statistics.median(firsts), statistics.median(seconds), statistics.median(ratios)


def ratio_of_calls(name: str, first: Callable[[], object], second: Callable[[], object], *, goal: str) -> Figure:
    """CPU time of one call ÷ CPU time of another, in this process."""
    first()
    second()
    a, b, ratio = in_turn(lambda: cpu_seconds_of(first), lambda: cpu_seconds_of(second))
    return Figure(name, ratio, "×", goal, a * 1e6, b * 1e6, "µs")


Measure = Callable[[], Iterable[Figure]]
"""A function that measures and returns one or more figures."""
