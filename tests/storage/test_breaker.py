"""The breaker, on a clock that only the test moves."""

from leadlight.storage.breaker import Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_lets_everything_through_until_enough_failures_in_a_row() -> None:
    breaker = Breaker(failures=3, rest_s=1.0, clock=Clock())
    for _ in range(5):
        breaker.failed()
        breaker.failed()
        assert breaker.allows()
        breaker.succeeded()
    assert not breaker.open


def test_once_open_it_lets_one_try_through_after_each_rest() -> None:
    clock = Clock()
    breaker = Breaker(failures=2, rest_s=1.0, clock=clock)
    breaker.failed()
    breaker.failed()
    assert breaker.open
    assert not breaker.allows()
    clock.now += 1.0
    assert breaker.allows()
    assert [breaker.allows() for _ in range(3)] == [False, False, False], "the others wait for the one that tries"
    breaker.failed()
    assert not breaker.allows()
    clock.now += 1.0
    assert breaker.allows()
    breaker.succeeded()
    assert not breaker.open
    assert all(breaker.allows() for _ in range(3))


def test_a_try_that_never_reports_back_does_not_block_the_next_one() -> None:
    clock = Clock()
    breaker = Breaker(failures=1, rest_s=1.0, clock=clock)
    breaker.failed()
    clock.now += 1.0
    assert breaker.allows()
    clock.now += 1.0
    assert breaker.allows()
