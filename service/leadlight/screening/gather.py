"""Runs the three checks side by side within a time budget; a late or failed one becomes "not checked"."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor

from leadlight.errors import CheckUnavailable, StoreUnavailable
from leadlight.findings import Check, CheckResult, Reason, not_checked
from leadlight.postings.model import Posting

CheckRun = Callable[[Posting], CheckResult]

log = logging.getLogger(__name__)

INLINE_CHARACTERS = 16_384
"""Below this length the wording check runs on the event loop: it takes about 0.2 ms per 4,000 characters, less
than the 0.1 ms hand-over to a thread would save. A longer text goes to a thread so that nobody else waits."""


async def gather(
    posting: Posting, checks: Mapping[Check, CheckRun], *, budget_s: float, executor: Executor
) -> tuple[CheckResult, ...]:
    """Run every check on one posting and return their results in the order given.

    Args:
        posting: the ad.
        checks: what to run, by check.
        budget_s: seconds that all checks together may take, above 0.
        executor: threads for the checks that wait for a store.

    Returns:
        One result for each check. A check that raised or was late has the state `not_checked` with its reason:
        failing is never reported as "nothing found".
    """
    loop = asyncio.get_running_loop()
    inline = len(posting.text) <= INLINE_CHARACTERS
    waiting = {
        check: loop.run_in_executor(executor, _settled, check, run, posting)
        for check, run in checks.items()
        if not (inline and check is Check.WORDING)
    }
    done = {check: _settled(check, run, posting) for check, run in checks.items() if check not in waiting}
    if waiting:
        await asyncio.wait(waiting.values(), timeout=budget_s)
    for check, future in waiting.items():
        if future.done():
            done[check] = future.result()
        else:
            future.cancel()
            log.warning("check %s took longer than %.3f s", check.value, budget_s)
            done[check] = not_checked(check, Reason.TIMED_OUT)
    return tuple(done[check] for check in checks)


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
