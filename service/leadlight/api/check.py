"""The request path of `POST /v1/check`: one job ad in, one explained verdict out."""

from dataclasses import dataclass

from leadlight.api.answer import encode
from leadlight.api.ports import AnswerCache, PageFetcher, PageReader
from leadlight.api.reading import read_posting
from leadlight.api.remembering import Remembering, Seen, links_read
from leadlight.api.request_key import request_key
from leadlight.api.schemas import CheckRequest
from leadlight.findings import Reason
from leadlight.postings.model import Comparison
from leadlight.screening.explain import Verdict
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
    """

    screening: Screening
    cache: AnswerCache
    fetcher: PageFetcher
    reader: PageReader
    cache_secret: bytes
    cache_seconds: int
    remembering: Remembering

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
            self.remembering.later(Seen(posting, links_read(request, posting), verdict.level))
        if not self.cache_seconds or _is_passing(verdict):
            return Answer(body, MISS)
        await self.cache.put(key, body, self.cache_seconds)
        return Answer(body, STORED)


def _is_passing(verdict: Verdict) -> bool:
    site_did_not_answer = verdict.posting.comparison is Comparison.NOT_COMPARED
    return site_did_not_answer or any(check.reason in PASSING_REASONS for check in verdict.checks)
