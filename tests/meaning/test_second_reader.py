"""The second reader beside the first: it adds, it says why it could not, it never takes away."""

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from factories import a_finding, a_posting, a_result
from leadlight.errors import CheckUnavailable
from leadlight.findings import Check, Reason, State, Weight
from leadlight.meaning.about import About, Bars
from leadlight.meaning.copies import StillReading
from leadlight.meaning.opening import open_second_reader
from leadlight.meaning.reading import Likeness, Reading
from leadlight.meaning.second_reader import SecondReader
from leadlight.postings.model import Span
from leadlight.screening.gather import INLINE_CHARACTERS, gather

BARS = Bars(very_like=0.9, like=0.1, like_alone=0.5, suspicious=0.8)
ABOUT = About("2026-11-26-ab", BARS, frozenset({"en"}))
SEEN = Reading(
    (Likeness("papers.kept", Span("text", 0, 12), 0.95, "I keep it.", "en"),), 0.2, Span("text", 0, 12), 1, 0
)


@pytest.fixture
def made():
    readers: list[SecondReader] = []

    def make(read) -> SecondReader:
        readers.append(SecondReader(read, about=ABOUT, weights={"papers.kept": Weight.STRONG}))
        return readers[-1]

    yield make
    for reader in readers:
        reader.close()


def raising(error):
    def read(title, text, language):
        raise error

    return read


async def wording_of(second, *, text="Cook wanted.", phrases=(), budget_s=5.0, wording=None, language="en"):
    runs = {check: lambda posting, check=check: a_result(check) for check in Check}
    runs[Check.WORDING] = wording or (lambda posting: a_result(Check.WORDING, *phrases))
    with ThreadPoolExecutor(3) as threads:
        results = await gather(
            a_posting(text, language=language), runs, budget_s=budget_s, executor=threads, second_reader=second
        )
    return results[0]


async def test_what_the_model_sees_joins_what_the_phrases_found(made) -> None:
    result = await wording_of(made(lambda *ad: SEEN), phrases=[a_finding()])
    assert [finding.indicator for finding in result.findings] == ["pay.too_good", "papers.kept"]
    assert result.partial == ()


async def test_without_a_second_reader_nothing_is_said_about_meaning() -> None:
    result = await wording_of(None)
    assert (result.state, result.partial, result.sources) == (State.NOTHING_FOUND, (), ())


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (CheckUnavailable("meaning_unavailable"), Reason.MEANING_UNAVAILABLE),
        (CheckUnavailable("meaning_timed_out"), Reason.MEANING_TIMED_OUT),
        (CheckUnavailable("meaning_failed"), Reason.MEANING_FAILED),
        (ZeroDivisionError(), Reason.MEANING_FAILED),
    ],
)
async def test_a_model_that_cannot_answer_leaves_the_phrases_and_its_reason(made, error, reason) -> None:
    result = await wording_of(made(raising(error)), phrases=[a_finding()])
    assert result.state is State.FOUND
    assert result.partial == (reason,)


async def test_a_late_model_is_not_waited_for(made) -> None:
    release = threading.Event()

    def hangs(title, text, language):
        release.wait(30)
        return SEEN

    second = made(hangs)
    result = await wording_of(second, phrases=[a_finding()], budget_s=0.05)
    release.set()
    assert result.partial == (Reason.MEANING_TIMED_OUT,)
    assert [finding.indicator for finding in result.findings] == ["pay.too_good"]


async def test_what_was_read_too_late_is_there_for_who_asks_again(made) -> None:
    late: Future[Reading] = Future()
    second = made(raising(StillReading(late)))
    assert (await wording_of(second)).partial == (Reason.MEANING_TIMED_OUT,)
    assert (await wording_of(second)).partial == (Reason.MEANING_TIMED_OUT,)
    late.set_result(SEEN)
    result = await wording_of(second)
    assert result.partial == ()
    assert [finding.indicator for finding in result.findings] == ["papers.kept"]


async def test_what_was_read_in_a_hurry_is_read_again_and_of_a_long_ad_it_is_said_that_not_all_was(made) -> None:
    answers = [replace(SEEN, left_out=40), replace(SEEN, left_out=60, hurried=True)]
    second = made(lambda *ad: answers.pop())
    assert (await wording_of(second)).partial == (Reason.MEANING_IN_PART,)
    assert (await wording_of(second)).partial == (Reason.MEANING_IN_PART,)
    assert (await wording_of(second)).partial == (Reason.MEANING_IN_PART,)
    assert answers == []


async def test_what_could_not_be_read_at_all_is_tried_again(made) -> None:
    late: Future[Reading] = Future()
    answers = [SEEN, StillReading(late)]

    def read(title, text, language):
        answer = answers.pop()
        if answer is SEEN:
            return answer
        raise answer

    second = made(read)
    assert (await wording_of(second)).partial == (Reason.MEANING_TIMED_OUT,)
    late.set_exception(CheckUnavailable("meaning_failed"))
    assert [finding.indicator for finding in (await wording_of(second)).findings] == ["papers.kept"]


async def test_the_event_loop_goes_on_while_the_model_reads(made) -> None:
    started, release = threading.Event(), threading.Event()

    def waits(title, text, language):
        started.set()
        assert release.wait(30)
        return SEEN

    task = asyncio.create_task(wording_of(made(waits)))
    await asyncio.to_thread(started.wait)
    release.set()
    assert (await task).state is State.FOUND


async def test_the_model_is_not_asked_after_a_red_line(made) -> None:
    asked = []
    second = made(lambda *ad: asked.append(ad) or SEEN)
    result = await wording_of(second, phrases=[a_finding(red_line=True)])
    assert asked == []
    assert result.partial == ()


async def test_the_model_is_not_asked_about_an_ad_whose_words_were_not_checked(made) -> None:
    asked = []
    second = made(lambda *ad: asked.append(ad) or SEEN)
    result = await wording_of(second, wording=lambda posting: a_result(Check.WORDING, reason=Reason.NO_TEXT))
    assert asked == []
    assert result.reason is Reason.NO_TEXT


async def test_a_text_too_long_for_the_event_loop_is_read_twice_all_the_same(made) -> None:
    result = await wording_of(made(lambda *ad: SEEN), text="Cook wanted. " * INLINE_CHARACTERS)
    assert [finding.indicator for finding in result.findings] == ["papers.kept"]


async def test_the_same_words_are_read_once(made) -> None:
    asked = []
    second = made(lambda *ad: asked.append(ad) or SEEN)
    for text in ("Cook wanted.", "Cook wanted.", "Cook wanted in Brno."):
        await wording_of(second, text=text)
    assert [text for _, text, _ in asked] == ["Cook wanted.", "Cook wanted in Brno."]


async def test_a_reading_that_failed_is_tried_again(made) -> None:
    answers = [CheckUnavailable("meaning_timed_out"), SEEN]

    def read(title, text, language):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    second = made(read)
    assert (await wording_of(second)).partial == (Reason.MEANING_TIMED_OUT,)
    assert (await wording_of(second)).state is State.FOUND


def test_a_deployment_without_the_model_says_so(tmp_path) -> None:
    reader = open_second_reader({}, model_folder=tmp_path, budget_s=5.0, here=True)
    result = reader.read(a_posting(language="en"), a_result(Check.WORDING))
    reader.close()
    assert result.partial == (Reason.MEANING_UNAVAILABLE,)
    assert result.state is State.NOTHING_FOUND


@pytest.mark.parametrize("language", ["et", ""])
async def test_an_ad_in_a_language_that_was_not_trained_is_not_read(made, language: str) -> None:
    asked = []
    second = made(lambda *ad: asked.append(ad) or SEEN)
    result = await wording_of(second, phrases=[a_finding()], language=language)
    assert asked == []
    assert result.partial == (Reason.MEANING_NO_LANGUAGE,)
    assert result.state is State.FOUND
