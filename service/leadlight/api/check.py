"""The request path of `POST /v1/check`: one job ad in, one explained verdict out."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field

from leadlight.api.answer import encode
from leadlight.api.ports import AnswerCache, PageFetcher, PageReader
from leadlight.api.reading import read_posting
from leadlight.api.request_key import request_key
from leadlight.api.schemas import CheckRequest
from leadlight.findings import Reason
from leadlight.postings.model import Comparison, Posting
from leadlight.screening.explain import Verdict
from leadlight.screening.screen import Screening, screen

log = logging.getLogger(__name__)

PASSING_REASONS = frozenset(
    {
        Reason.TIMED_OUT,
        Reason.FAILED,
        Reason.STORE_UNAVAILABLE,
        Reason.RULES_UNAVAILABLE,
        Reason.MEANING_TIMED_OUT,
        Reason.MEANING_FAILED,
    }
)
"""Reasons that may be gone at the next request, so an answer with one of them is not kept in the cache."""

PENDING_SIGHTINGS = 1_000
"""Sightings that may wait for a slow database; above it new ones are dropped, because memory is bounded and an
answer must never wait for the bookkeeping. At 1 KB each this is 1 MB."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An encoded verdict and where it came from.

    Attributes:
        body: JSON of `VerdictAnswer`.
        cache_status: value of the Cache-Status header (RFC 9211).
    """

    body: bytes
    cache_status: str


HIT = "leadlight; hit"
MISS = "leadlight; fwd=miss"
STORED = "leadlight; fwd=miss; stored"


@dataclass(slots=True)
class CheckPath:
    """Everything that the request path needs; made once by `app`.

    Attributes:
        screening: checks, words and versions; replaced when rules or registers change.
        cache: encoded answers.
        fetcher: opens the only outgoing connections.
        reader: reads pages within bounds.
        cache_secret: key of the cache's keys, so that the cache holds no list of what was asked.
        cache_seconds: seconds that an answer is kept; 0 keeps none.
        remember: stores the sighting of a posting; blocking, may raise `StoreUnavailable`.
        executor: threads for storing sightings.
    """

    screening: Screening
    cache: AnswerCache
    fetcher: PageFetcher
    reader: PageReader
    cache_secret: bytes
    cache_seconds: int
    remember: Callable[[Posting], None]
    executor: Executor
    _pending: set[asyncio.Future[None]] = field(default_factory=set)

    async def answer(self, request: CheckRequest) -> Answer:
        """Check one ad. The same content with the same versions gives the same answer.

        Raises:
            BadInput: the request, the link or the page cannot be used; says what to do.
        """
        key = request_key(request, self.screening.versions, self.cache_secret)
        if self.cache_seconds and (cached := await self.cache.get(key)) is not None:
            return Answer(cached, HIT)
        posting = await read_posting(request, self.fetcher, self.reader)
        verdict = await screen(posting, self.screening, language=request.language)
        body = encode(verdict, with_text=request.text is None)
        if request.remember:
            self._remember_later(posting)
        if not self.cache_seconds or _is_passing(verdict):
            return Answer(body, MISS)
        await self.cache.put(key, body, self.cache_seconds)
        return Answer(body, STORED)

    def _remember_later(self, posting: Posting) -> None:
        if len(self._pending) >= PENDING_SIGHTINGS:
            log.warning("sighting dropped: the database is slow")
            return
        future = asyncio.get_running_loop().run_in_executor(self.executor, self._remember_or_log, posting)
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)

    def _remember_or_log(self, posting: Posting) -> None:
        try:
            self.remember(posting)
        except Exception as error:  # noqa: BLE001  the answer is already on its way; only the bookkeeping is lost
            log.warning("sighting not stored: %s", type(error).__name__)

    async def settle(self) -> None:
        """Wait until every sighting is stored; called before the stores close."""
        while self._pending:
            await asyncio.wait(tuple(self._pending))


def _is_passing(verdict: Verdict) -> bool:
    site_did_not_answer = verdict.posting.comparison is Comparison.NOT_COMPARED
    return site_did_not_answer or any(check.reason in PASSING_REASONS for check in verdict.checks)
