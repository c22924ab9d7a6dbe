"""The request path where a part of it fails: the failure is said, and never kept in the cache."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import orjson
import pytest

from api_ads import PLAIN_AD
from leadlight.api.check import HIT, MISS, STORED, CheckPath
from leadlight.api.fair_queue import FairQueue
from leadlight.api.remembering import Remembering, Seen
from leadlight.api.schemas import CheckRequest
from leadlight.bundled import shared_rules_folder
from leadlight.errors import BadInput, CheckUnavailable, StoreUnavailable
from leadlight.fetch.client import Fetcher
from leadlight.fetch.page_reader import PageReader
from leadlight.findings import Check, CheckResult, Reason, found_or_nothing, not_checked
from leadlight.postings.model import Posting
from leadlight.screening.explain import Versions
from leadlight.screening.helplines import Helplines
from leadlight.screening.screen import Screening
from leadlight.screening.texts import load_texts
from leadlight.storage.cache import VerdictCache
from leadlight.storage.once import OnceCache

TEXTS = load_texts(shared_rules_folder() / "texts")


def nothing(check: Check):
    def run(posting: Posting) -> CheckResult:
        return found_or_nothing(check, (), ())

    return run


def no_register(posting: Posting) -> CheckResult:
    return not_checked(Check.REGISTER, Reason.NO_COUNTRY)


def store_down(posting: Posting) -> CheckResult:
    raise StoreUnavailable


def cannot(posting: Posting) -> CheckResult:
    raise CheckUnavailable(Reason.RULES_UNAVAILABLE)


def path_with(register=no_register, contact=nothing(Check.CONTACT), wording=nothing(Check.WORDING)) -> CheckPath:  # noqa: B008
    screening = Screening(
        checks={Check.WORDING: wording, Check.REGISTER: register, Check.CONTACT: contact},
        texts=TEXTS,
        helplines=Helplines({}),
        language_countries={},
        versions=Versions("0.1.0", "r", {"x": date(2026, 1, 1)}),
        budget_s=5,
        executor=ThreadPoolExecutor(2),
    )
    return CheckPath(
        screening=screening,
        cache=OnceCache(VerdictCache("", b"s" * 32)),
        fetcher=Fetcher(),
        reader=PageReader(),
        cache_secret=b"k" * 32,
        cache_seconds=60,
        remembering=Remembering(lambda batch: (), screening.executor),
        texts=FairQueue(4, waiting=100, patience_s=5),
        fetches=FairQueue(4, waiting=100, patience_s=5),
    )


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"register": store_down}, "store_unavailable"),
        ({"contact": store_down}, "store_unavailable"),
        ({"wording": cannot}, "rules_unavailable"),
        ({"register": lambda posting: 1 / 0}, "failed"),
    ],
)
async def test_a_check_that_fails_is_said_and_not_cached(broken: dict, reason: str) -> None:
    path = path_with(**broken)
    answers = [await path.answer(CheckRequest(text=PLAIN_AD)) for _ in range(2)]
    assert [answer.cache_status for answer in answers] == [MISS, MISS]
    checks = orjson.loads(answers[0].body)["checks"]
    assert reason in {check["reason"] for check in checks}
    assert len(checks) == 3


async def test_a_check_that_cannot_say_for_a_lasting_reason_is_cached() -> None:
    answer = await path_with().answer(CheckRequest(text=PLAIN_AD))
    assert answer.cache_status == STORED


async def test_a_sighting_that_cannot_be_stored_costs_nothing_but_itself() -> None:
    def broken(batch: Sequence[Seen]) -> tuple[()]:
        raise StoreUnavailable

    path = path_with()
    path.remembering = Remembering(broken, path.screening.executor)
    answer = await path.answer(CheckRequest(text=PLAIN_AD))
    await path.remembering.settle()
    assert answer.cache_status == STORED


async def test_every_answer_is_remembered_before_the_path_closes() -> None:
    batches: list[Sequence[Seen]] = []
    path = path_with()

    def keep(batch: Sequence[Seen]) -> tuple[()]:
        batches.append([seen for seen in batch if seen.remember])
        return ()

    path.remembering = Remembering(keep, path.screening.executor)
    for number in range(20):
        await path.answer(CheckRequest(text=f"{PLAIN_AD} {number}"))
    await path.answer(CheckRequest(text="not this one", remember=False))
    await path.remembering.settle()
    assert len({seen.posting.text for batch in batches for seen in batch}) == 20
    assert len(batches) < 20, "ads that come together are written together"


async def test_new_versions_take_effect_at_the_next_request() -> None:
    path = path_with()
    await path.answer(CheckRequest(text=PLAIN_AD))
    path.screening = replace(path.screening, versions=Versions("0.1.0", "newer", {}))
    answer = await path.answer(CheckRequest(text=PLAIN_AD))
    assert answer.cache_status == STORED
    assert orjson.loads(answer.body)["versions"]["rules"] == "newer"


async def test_a_body_that_comes_again_to_the_letter_is_known_until_the_versions_change() -> None:
    path, body = path_with(), b'{"text": "as it came"}'
    assert path.noted(body) is None
    first = await path.answer(CheckRequest(text=PLAIN_AD), body=body)
    await path.settle()
    noted = path.noted(body)
    assert noted is not None
    assert not noted.fetched
    known = await path.repeated(noted)
    assert known is not None
    assert (known.body, known.cache_status) == (first.body, HIT)
    assert path.noted(body + b" ") is None
    path.screening = replace(path.screening, versions=Versions("0.1.0", "newer", {}))
    assert path.noted(body) is None


async def test_bad_input_reaches_the_caller_as_it_is() -> None:
    with pytest.raises(BadInput):
        await path_with().answer(CheckRequest())
