"""Opens what the first ad would wait for before anybody asks: tables of the rules and of phone numbers, the model."""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import Executor

from leadlight.errors import CheckUnavailable, StoreUnavailable
from leadlight.findings import Check
from leadlight.meaning.second_reader import SecondReader
from leadlight.postings.model import Origin
from leadlight.postings.text import read_text
from leadlight.screening.gather import CheckRun

log = logging.getLogger(__name__)

WARM_WITHIN_S = 30.0
"""Tables take 2 s of an idle core and the model 0.5 s of another. A machine slower by far starts without them."""

MADE_UP = (
    "Waiter wanted for a hotel in Vienna by Alfa Hotels GmbH. We pay 2,000 EUR a month, for 40 hours a week, with a "
    "written contract. Call +43 1 000 0000 or write to jobs@hotel.example. Visit https://hotel.example/jobs."
)
"""An ad that touches what ads have. Nothing of it is kept, counted or remembered."""


async def warm_up(checks: Mapping[Check, CheckRun], second_reader: SecondReader | None, executor: Executor) -> None:
    """Use every part once, so that the first reader waits no longer than the next. Never raises.

    Args:
        checks: the three checks, as they run on one posting.
        second_reader: the reader of meaning; None: there is none.
        executor: threads to do it in, so that the event loop stays free.
    """
    loop = asyncio.get_running_loop()
    warming = [loop.run_in_executor(executor, _use_once, checks)]
    if second_reader is not None:
        warming.append(loop.run_in_executor(second_reader.executor, second_reader.start))
    _, late = await asyncio.wait(warming, timeout=WARM_WITHIN_S)
    if late:
        log.warning("the service starts before it is warm: the first answers may be late, or lack a check")


def _use_once(checks: Mapping[Check, CheckRun]) -> None:
    posting = read_text(MADE_UP, origin=Origin.PASTED)
    for check, run in checks.items():
        try:
            run(posting)
        except (CheckUnavailable, StoreUnavailable):
            continue  # each ad will say so itself
        except Exception as error:  # noqa: BLE001  a broken check must not keep the other two from starting
            log.error("check %s failed on a made-up ad: %s", check.value, type(error).__name__)
