"""The request path of `POST /v1/check`: one job ad in, one explained verdict out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from time import perf_counter

from cachetools import LRUCache

from leadlight.api.answer import encode
from leadlight.api.ports import AnswerCache, PageFetcher, PageReader, Turns
from leadlight.api.reading import read_posting
from leadlight.api.remembering import Remembering, Seen, links_read
from leadlight.api.request_key import request_key
from leadlight.api.schemas import CheckRequest
from leadlight.api.tally import Tally
from leadlight.errors import BadInput
from leadlight.findings import Reason
from leadlight.postings.model import Comparison
from leadlight.screening.explain import Verdict, Versions
from leadlight.screening.screen import Screening, screen

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
CACHE_LABELS = {HIT: "hit", MISS: "not_kept", STORED: "miss"}


CLAIM_S = 30
"""How long other workers wait for the one that fetches a page: longer than the longest fetch and check together."""

RENEW_BEFORE_S = 15
"""An answer that is asked for in its last seconds is made anew in the background, so that a crowd never waits."""


MOST_BODIES = 20_000
"""Bodies that are known again, by their hash: 5 MB. Level one of the cache holds about as many answers."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What is known of a body that came before: the key of its answer, and whether a page is opened for it."""

    key: bytes
    fetched: bool
    versions: Versions


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
        remembering: stores what was seen, after the answer.
        texts: caps how many sent ads are checked at once.
        fetches: caps how many links are opened at once.
        tally: counts what happens.
    """

    screening: Screening
    cache: AnswerCache
    fetcher: PageFetcher
    reader: PageReader
    cache_secret: bytes
    cache_seconds: int
    remembering: Remembering
    texts: Turns
    fetches: Turns
    tally: Tally = field(default_factory=Tally)
    _bodies: LRUCache[bytes, Noted] = field(default_factory=lambda: LRUCache(MOST_BODIES))
    _renewing: Lock = field(default_factory=Lock)

    def renew(self, change: Callable[[Screening], Screening]) -> None:
        """Replace checks, words or versions for the answers that begin from now on. May be called from any thread."""
        with self._renewing:
            self.screening = change(self.screening)

    def noted(self, body: bytes) -> Noted | None:
        """What is known of a body that came before to the letter; None when it did not, or the versions are new.

        Reading such a body and naming its key anew would cost as much as the rest of the answer.
        """
        noted = self._bodies.get(_digest(body))
        return noted if noted is not None and noted.versions == self.screening.versions else None

    async def repeated(self, noted: Noted) -> Answer | None:
        """The answer to such a body when the cache has it; else None."""
        kept = await self.cache.kept(noted.key, at_least_s=self._renew_before_s())
        if kept is None:
            return None
        self.tally.answers.add(CACHE_LABELS[HIT])
        return Answer(kept, HIT)

    async def answer(self, request: CheckRequest, asker: bytes = b"", body: bytes = b"") -> Answer:
        """Check one ad. The same content with the same versions gives the same answer.

        Args:
            request: the ad.
            asker: for whom, in the queue: those with the same name wait for each other first.
            body: the request as it came, to know it again; empty: it did not come over HTTP.

        Raises:
            BadInput: the request, the link or the page cannot be used, or the service is busy; says what to do.
        """
        screening = self.screening  # the same for the key and for the answer, whatever is renewed meanwhile
        key = request_key(request, screening.versions, self.cache_secret)
        fetched = request.is_fetched
        if body:
            self._bodies[_digest(body)] = Noted(key, fetched, screening.versions)
        kept = await self.cache.get(
            key,
            partial(self._compute, request, key, screening, asker),
            claim_s=CLAIM_S if fetched and self.cache_seconds else 0,
            renew_before_s=self._renew_before_s(),
        )
        status = HIT if kept.hit else STORED if kept.stored else MISS
        self.tally.answers.add(CACHE_LABELS[status])
        return Answer(kept.value, status)

    async def settle(self) -> None:
        """Finish what is under way and write what is to be remembered; called before the stores close."""
        await self.cache.settle()
        await self.remembering.settle()

    async def _compute(
        self, request: CheckRequest, key: bytes, screening: Screening, asker: bytes
    ) -> tuple[bytes, int]:
        try:
            async with (self.fetches if request.is_fetched else self.texts).turn(asker):
                start = perf_counter()
                posting = await read_posting(request, self.fetcher, self.reader)
                self.tally.reading_seconds.add(perf_counter() - start, "fetched" if request.is_fetched else "sent")
                verdict = await screen(posting, screening, language=request.language)
        except BadInput as error:
            self.tally.refused.add(error.code)
            raise
        self._count(verdict)
        body = encode(verdict, with_text=request.text is None)
        seen = Seen(posting, links_read(request, posting), verdict.level, key, request.remember)
        if request.remember or self.cache_seconds:
            self.remembering.later(seen)
        return body, 0 if _is_passing(verdict) else self.cache_seconds

    def _renew_before_s(self) -> float:
        return min(RENEW_BEFORE_S, self.cache_seconds / 4)

    def _count(self, verdict: Verdict) -> None:
        self.tally.levels.add(verdict.level)
        for check in verdict.checks:
            self.tally.checks.add(check.check, check.state, check.reason or "")


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=16).digest()


def _is_passing(verdict: Verdict) -> bool:
    site_did_not_answer = verdict.posting.comparison is Comparison.NOT_COMPARED
    return site_did_not_answer or any(check.reason in PASSING_REASONS for check in verdict.checks)
