"""Runs the three checks side by side within a time budget; a late or failed one becomes "not checked"."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from typing import Protocol

from leadlight.errors import CheckUnavailable, StoreUnavailable
from leadlight.findings import Check, CheckResult, Reason, not_checked
from leadlight.postings.model import Posting

CheckRun = Callable[[Posting], CheckResult]

log = logging.getLogger(__name__)

INLINE_CHARACTERS = 16_384
"""Below this length the wording check runs on the event loop: it takes about 0.2 ms per 4,000 characters, less
than the 0.1 ms hand-over to a thread would save. A longer text goes to a thread so that nobody else waits."""


class SecondReader(Protocol):
    """Reads what the first reader of the wording check has read, in its own threads, and adds to its findings."""

    executor: Executor

    def wants(self, wording: CheckResult) -> bool:
        """Whether there is anything to ask."""
        ...

    def read(self, posting: Posting, wording: CheckResult) -> CheckResult:
        """The wording check with what it adds, or with the reason why it adds nothing. Blocks; never raises."""
        ...


async def gather(
    posting: Posting,
    checks: Mapping[Check, CheckRun],
    *,
    budget_s: float,
    executor: Executor,
    second_reader: SecondReader | None = None,
) -> tuple[CheckResult, ...]:
    """Run every check on one posting and return their results in the order given.

    Args:
        posting: the ad.
        checks: what to run, by check.
        budget_s: seconds that all checks together may take, above 0.
        executor: threads for the checks that wait for a store.
        second_reader: reads the wording again, beside the other checks; None: there is none.

    Returns:
        One result for each check. A check that raised or was late has the state `not_checked` with its reason:
        failing is never reported as "nothing found".
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + budget_s
    inline = len(posting.text) <= INLINE_CHARACTERS
    waiting = {
        check: loop.run_in_executor(executor, _settled, check, run, posting)
        for check, run in checks.items()
        if not (inline and check is Check.WORDING)
    }
    done = {check: _settled(check, run, posting) for check, run in checks.items() if check not in waiting}
    again = _read_again(second_reader, posting, done.get(Check.WORDING))
    if waiting or again:
        await asyncio.wait([*waiting.values(), *again], timeout=budget_s)
    for check, future in waiting.items():
        if future.done():
            done[check] = future.result()
        else:
            future.cancel()
            log.warning("check %s took longer than %.3f s", check.value, budget_s)
            done[check] = not_checked(check, Reason.TIMED_OUT)
    if Check.WORDING in waiting:
        again = _read_again(second_reader, posting, done[Check.WORDING])
        if again:
            await asyncio.wait(again, timeout=max(deadline - loop.time(), 0))
    for reading in again:
        done[Check.WORDING] = _second_or_first(reading, done[Check.WORDING])
    return tuple(done[check] for check in checks)


def _read_again(
    second_reader: SecondReader | None, posting: Posting, wording: CheckResult | None
) -> list[asyncio.Future[CheckResult]]:
    """The second reading, begun; empty when there is nothing to ask."""
    if second_reader is None or wording is None or not second_reader.wants(wording):
        return []
    loop = asyncio.get_running_loop()
    return [loop.run_in_executor(second_reader.executor, second_reader.read, posting, wording)]


def _second_or_first(reading: asyncio.Future[CheckResult], first: CheckResult) -> CheckResult:
    if reading.done():
        return reading.result()
    reading.cancel()
    return replace(first, partial=(*first.partial, Reason.MEANING_TIMED_OUT))


def _settled(check: Check, run: CheckRun, posting: Posting) -> CheckResult:
    try:
        return run(posting)
    except CheckUnavailable as unavailable:
        return not_checked(check, Reason(unavailable.reason), facts=unavailable.facts)
    except StoreUnavailable:
        log.warning("check %s: its store did not answer", check.value)
        return not_checked(check, Reason.STORE_UNAVAILABLE)
    except Exception as error:  # noqa: BLE001  one broken check must not cost the reader the other two
        log.error("check %s failed: %s", check.value, type(error).__name__)
        return not_checked(check, Reason.FAILED)
