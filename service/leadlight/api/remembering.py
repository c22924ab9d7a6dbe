"""What is remembered of the ads that were checked: written after their answers, in batches, and before the end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date

from leadlight.api.ports import LinkBook
from leadlight.api.schemas import CheckRequest
from leadlight.api.tally import Counter
from leadlight.errors import BadUrl
from leadlight.postings.canonical_url import canonical_url
from leadlight.postings.link_hash import link_hash
from leadlight.postings.model import Comparison, Posting
from leadlight.screening.verdict import Level

log = logging.getLogger(__name__)

FLAGGED = (Level.WARNING, Level.CAUTION)
"""Levels that a link is listed with. A notice is too common among ordinary ads to be pointed at unasked."""

NOT_FLAGGED = frozenset({Level.NOTICE, Level.NOTHING_FOUND})

MOST_WAITING = 1_000
"""Ads that may wait for a slow database; above it new ones are dropped, because memory is bounded and an answer must
never wait for the bookkeeping. At some 10 KB each this is 10 MB."""

MOST_TOGETHER = 100
"""Ads in one batch: what the store writes in one transaction."""

GATHER_S = 0.05
"""How long the first ad of a batch waits for others. Writing one ad costs as much as writing five together, and a
process that is killed loses the ads of this time."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An ad that was checked.

    Attributes:
        posting: the ad.
        links: hashes of the links whose page this service fetched; empty when the caller sent the words.
        level: level of the verdict.
        key: of the kept answer; empty when none is kept.
        remember: the asker lets it be remembered. If not, its answer is followed and nothing else.
    """

    posting: Posting
    links: tuple[bytes, ...]
    level: str
    key: bytes = b""
    remember: bool = True


Follow = Callable[[Seen, bytes, Sequence[bytes]], Awaitable[None]]
"""Told of each ad once it is stored: the ad, its id, the hashes of its contact points."""


async def _follow_nothing(_seen: Seen, _ad_id: bytes, _contacts: Sequence[bytes]) -> None:
    return


class Remembering:
    """Hands what was seen to the stores, a batch at a time, in a thread.

    Args:
        keep: stores those of a batch that may be remembered, and returns for each ad of the batch its id and the
            hashes of its contact points; blocking. Whatever it raises costs that batch and nothing else.
        executor: where it runs.
        outcomes: counts what became of them; None: nobody asks.
        follow: told of each ad once it is stored, so that answers about other ads can be made anew.
    """

    def __init__(
        self,
        keep: Callable[[Sequence[Seen]], Sequence[tuple[bytes, Sequence[bytes]]]],
        executor: Executor,
        *,
        outcomes: Counter | None = None,
        follow: Follow = _follow_nothing,
    ) -> None:
        self._follow = follow
        self._keep = keep
        self._outcomes = outcomes or Counter("sightings", "Not shown.", "outcome")
        self._executor = executor
        self._waiting: list[Seen] = []
        self._writing: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    def later(self, seen: Seen) -> None:
        """Remember this soon; never waits and never raises."""
        if len(self._waiting) >= MOST_WAITING:
            self._outcomes.add("dropped")
            log.warning("sighting dropped: the database is slow")
            return
        self._waiting.append(seen)
        if self._writing is None:
            self._writing = asyncio.get_running_loop().create_task(self._write())

    @property
    def waiting(self) -> int:
        """How many ads wait to be written now."""
        return len(self._waiting)

    async def settle(self) -> None:
        """Wait until everything seen so far is written; called before the stores close."""
        self._hurry.set()
        while self._writing is not None:
            await asyncio.wait((self._writing,))
        self._hurry.clear()

    async def _write(self) -> None:
        try:
            while self._waiting:
                if len(self._waiting) < MOST_TOGETHER:
                    await self._gather()
                batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                kept = await asyncio.get_running_loop().run_in_executor(self._executor, self._keep_or_log, batch)
                for seen, (ad_id, contacts) in zip(batch, kept, strict=False):
                    await self._follow(seen, ad_id, contacts)
        finally:
            self._writing = None

    async def _gather(self) -> None:
        try:
            async with asyncio.timeout(GATHER_S):
                await self._hurry.wait()
        except TimeoutError:
            return

    def _keep_or_log(self, batch: Sequence[Seen]) -> Sequence[tuple[bytes, Sequence[bytes]]]:
        remembered = sum(seen.remember for seen in batch)
        try:
            kept = self._keep(batch)
        except Exception as error:  # noqa: BLE001  the answers are on their way; only the bookkeeping is lost
            self._outcomes.add("failed", by=remembered)
            log.warning("%d sightings not stored: %s", remembered, type(error).__name__)
            return ()
        self._outcomes.add("stored", by=remembered)
        return kept


def links_read(request: CheckRequest, posting: Posting) -> tuple[bytes, ...]:
    """Hashes of the links whose page this service itself saw; empty when the words came from the caller.

    Only these may be flagged for others: otherwise anybody could send bad words together with the link of an honest
    ad. The link as given and the one after redirects both count; what a page declares as its own link does not.
    """
    seen_here = not request.sends_ad or posting.comparison is Comparison.SAME
    if not seen_here or not request.url:
        return ()
    try:
        addresses = {canonical_url(request.url), *([posting.url] if posting.url else [])}
    except BadUrl:
        return ()
    return tuple(link_hash(address) for address in sorted(addresses))


def keep_links(book: LinkBook, batch: Sequence[Seen], *, today: date) -> None:
    """List the links of ads with a flagged level, and take those off that were judged less this time.

    A verdict whose level is `not_checked` says nothing, so it changes nothing.

    Raises:
        StoreUnavailable: the store did not answer in time.
    """
    last = {link: one.level for one in batch if one.remember for link in one.links}
    for level in FLAGGED:
        if links := [link for link, judged in last.items() if judged == level]:
            book.flag(links, level, on=today)
    if links := [link for link, judged in last.items() if judged in NOT_FLAGGED]:
        book.unflag(links)
