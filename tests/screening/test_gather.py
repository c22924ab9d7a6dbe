"""Mirrors service/leadlight/screening/gather.py."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from factories import a_finding, a_posting, a_result
from leadlight.errors import CheckUnavailable, StoreUnavailable
from leadlight.findings import Check, Reason, State
from leadlight.screening.gather import INLINE_CHARACTERS, gather


@pytest.fixture
def threads():
    with ThreadPoolExecutor(4) as executor:
        yield executor


def raising(error):
    def run(posting):
        raise error

    return run


async def results_with(threads, *, budget_s=2.0, text="Cook wanted.", **runs):
    checks = {check: runs.get(check.value, lambda posting, check=check: a_result(check)) for check in Check}
    results = await gather(a_posting(text), checks, budget_s=budget_s, executor=threads)
    return {result.check.value: result for result in results}


async def test_three_checks_that_saw_nothing_say_so(threads):
    results = await results_with(threads)
    assert [result.state for result in results.values()] == [State.NOTHING_FOUND] * 3


async def test_a_finding_is_kept_beside_two_failures(threads):
    results = await results_with(
        threads,
        wording=lambda posting: a_result(Check.WORDING, a_finding()),
        register=raising(StoreUnavailable("gone")),
        contact=raising(ZeroDivisionError()),
    )
    assert results["wording"].state is State.FOUND
    assert results["register"].reason is Reason.STORE_UNAVAILABLE
    assert results["contact"].reason is Reason.FAILED


async def test_a_check_that_names_its_reason_keeps_it_with_its_facts(threads):
    unavailable = CheckUnavailable(Reason.NO_REGISTER_FOR_COUNTRY, country="FR")
    results = await results_with(threads, register=raising(unavailable))
    assert results["register"].reason is Reason.NO_REGISTER_FOR_COUNTRY
    assert results["register"].facts["country"] == "FR"


async def test_a_check_that_hangs_is_not_checked_and_the_others_answer(threads):
    release = threading.Event()

    def hangs(posting):
        release.wait(10)
        return a_result(Check.CONTACT)

    try:
        results = await results_with(threads, budget_s=0.05, contact=hangs)
    finally:
        release.set()
    assert results["contact"].reason is Reason.TIMED_OUT
    assert results["wording"].state is State.NOTHING_FOUND


@pytest.mark.parametrize("length", [INLINE_CHARACTERS, INLINE_CHARACTERS + 1], ids=["short", "long"])
async def test_a_broken_wording_check_is_not_checked_on_the_loop_and_in_a_thread(threads, length):
    results = await results_with(threads, text="a" * length, wording=raising(MemoryError()))
    assert results["wording"].reason is Reason.FAILED


async def test_results_come_in_the_order_of_the_checks(threads):
    assert list(await results_with(threads)) == ["wording", "register", "contact"]


async def test_a_log_line_about_a_failure_holds_no_words_of_the_ad(threads, caplog):
    await results_with(threads, text="canary words", register=raising(ValueError("canary words")))
    assert "register" in caplog.text
    assert "canary" not in caplog.text
