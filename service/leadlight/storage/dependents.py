"""Which kept answers a new ad may change: those about other ads with the same contact point."""

import asyncio
from collections.abc import Sequence

from cachetools import TTLCache

from leadlight.storage.cache import VerdictCache

ANSWERS_PREFIX = b"ll:t:"
ADS_PREFIX = b"ll:a:"

KEY_BYTES = 32
MOST_CONTACTS = 8
"""Contact points of one ad that are followed: more than nearly any ad has, and a bound on what one check costs."""

MOST_ANSWERS = 1_000
"""Answers of one contact point that are taken back at a time; a switchboard has more, and its answers end by time."""

MOST_HELD = 50_000


class Dependents:
    """Takes kept answers back when an ad is seen that changes what they say. Never raises, never waits long.

    Redis holds keyed hashes only. An answer that another worker holds in its level one ends there after seconds.

    Args:
        cache: where the answers are kept.
        seconds: how long an answer is kept, and so how long it is followed.
    """

    def __init__(self, cache: VerdictCache, seconds: int) -> None:
        self._cache = cache
        self._seconds = seconds + 60
        self._answers: TTLCache[bytes, set[bytes]] = TTLCache(MOST_HELD, max(1, self._seconds))
        self._ads: TTLCache[bytes, set[bytes]] = TTLCache(MOST_HELD, max(1, self._seconds))

    async def seen(self, key: bytes, ad_id: bytes, contacts: Sequence[bytes], *, remembered: bool) -> None:
        """Follow the answer under `key`; take answers about other ads back when this ad is new at its contact points.

        Args:
            key: of the answer in the cache, 32 bytes.
            ad_id: of the ad that it is about.
            contacts: keyed hashes of the ad's contact points.
            remembered: the ad counts for others from now on.
        """
        for contact in contacts[:MOST_CONTACTS]:
            if remembered and await self._is_new(contact, ad_id):
                await self._take_back(contact, ad_id)
        await asyncio.gather(*(self._follow(contact, key + ad_id) for contact in contacts[:MOST_CONTACTS]))

    async def _is_new(self, contact: bytes, ad_id: bytes) -> bool:
        line = self._cache.line
        ads = self._ads.setdefault(contact, set())
        known_here = ad_id in ads
        ads.add(ad_id)
        if known_here or line is None:
            return not known_here
        added, _ = await asyncio.gather(
            line.ask("SADD", ADS_PREFIX + contact, ad_id), line.ask("EXPIRE", ADS_PREFIX + contact, self._seconds)
        )
        return added != 0  # no answer: it may be new

    async def _take_back(self, contact: bytes, ad_id: bytes) -> None:
        followed = self._answers.pop(contact, set())
        line = self._cache.line
        if line is not None:
            told = await line.ask("SPOP", ANSWERS_PREFIX + contact, MOST_ANSWERS)
            followed |= {one for one in told if isinstance(one, bytes)} if isinstance(told, (list, set)) else set()
        own = [one for one in followed if one[KEY_BYTES:] == ad_id]
        others = [one[:KEY_BYTES] for one in followed if one[KEY_BYTES:] != ad_id and len(one) > KEY_BYTES]
        await asyncio.gather(*map(self._cache.drop, others), *(self._follow(contact, one) for one in own))

    async def _follow(self, contact: bytes, answer: bytes) -> None:
        answers = self._answers.setdefault(contact, set())
        if len(answers) < MOST_ANSWERS:
            answers.add(answer)
        line = self._cache.line
        if line is not None:
            key = ANSWERS_PREFIX + contact
            await asyncio.gather(line.ask("SADD", key, answer), line.ask("EXPIRE", key, self._seconds))
