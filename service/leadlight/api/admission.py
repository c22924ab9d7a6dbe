"""Who may ask how much: a budget for each network, or the daily quota of a platform's key."""

import asyncio
import logging
import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Protocol

from cachetools import TTLCache
from starlette.types import Scope

from leadlight.api.asker import Network, has_forwarded, network_of
from leadlight.api.problems import KeyUnknown, TooManyRequests
from leadlight.errors import StoreUnavailable

log = logging.getLogger(__name__)

KEY_KNOWN_S = 60
"""How long an answer of the key book is believed: a withdrawn key works so much longer, in each worker."""

MOST_KEYS_KNOWN = 10_000
LONGEST_KEY = 200

LOCAL = b""
"""The asker that this machine itself is. Nothing limits it: without a proxy that is the operator."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of one thing one asker may do.

    Attributes:
        name: what it is a budget of.
        most: requests that may come at once, and again within `period_s`. 0: no limit.
        period_s: seconds.
        lease: requests that a worker lets in for each question to the other workers.
    """

    name: str
    most: int
    period_s: float = 60.0
    lease: int = 1


class Buckets(Protocol):
    """Counts per asker. No call raises, and none waits long."""

    async def asker(self, name: str) -> bytes:
        """Keyed hash of a name, the same in all workers for one day."""
        ...

    async def take(self, asker: bytes, name: str, *, most: int, period_s: float, lease: int = 1) -> float:
        """Take one; 0 when it was there, else the seconds until it will be. See `storage.buckets`."""
        ...


@dataclass(frozen=True, slots=True)
class Budgets:
    """The budgets of one network. `of_quota` makes the budget of a key from its checks a day."""

    texts: Budget
    fetches: Budget
    reads: Budget
    reports: Budget
    of_quota: Callable[[int], Budget]


class Admission:
    """Lets requests in.

    Args:
        buckets: counts per asker.
        budgets: what one network may do.
        trusted: networks of the operator's own proxies.
        quota_of: checks a day of the key with this text, None for an unknown one; blocking, may raise
            `StoreUnavailable`.
        executor: where that runs.
    """

    def __init__(
        self,
        buckets: Buckets,
        budgets: Budgets,
        *,
        trusted: Sequence[Network],
        quota_of: Callable[[str], int | None],
        executor: Executor,
    ) -> None:
        self._buckets = buckets
        self._budgets = budgets
        self._trusted = trusted
        self._quota_of = quota_of
        self._executor = executor
        self._known: TTLCache[str, int | None] = TTLCache(MOST_KEYS_KNOWN, KEY_KNOWN_S)
        self._warned = False

    async def check(self, scope: Scope, *, fetched: bool) -> bytes:
        """Let a check in; returns a name for the asker that says nothing about them and changes every day.

        `fetched`: a page is opened for it, which has a budget of its own.

        Raises:
            TooManyRequests: the network or the key has used its share; says when there is more.
            KeyUnknown: the key is not known, or was withdrawn.
        """
        key = _bearer(scope)
        quota = await self._quota(key) if key else None
        if quota is not None:
            asker = await self._buckets.asker(f"key {key}")
            await self._take_of_quota(asker, quota)
            return asker
        return await self._network(scope, self._budgets.fetches if fetched else self._budgets.texts)

    async def read(self, scope: Scope) -> None:
        """Let any other request in.

        Raises:
            TooManyRequests: the network has used its share; says when there is more.
        """
        await self._network(scope, self._budgets.reads)

    async def report(self, scope: Scope) -> None:
        """Let a report in, which was counted as a request before.

        Raises:
            TooManyRequests: the network has used its share; says when there is more.
        """
        await self._network(scope, self._budgets.reports)

    async def _network(self, scope: Scope, budget: Budget) -> bytes:
        network = network_of(scope, self._trusted)
        if not network:
            self._warn_of_hidden_networks(scope)
            return LOCAL
        asker = await self._buckets.asker(network)
        wait_s = await self._take(asker, budget)
        if wait_s:
            raise TooManyRequests(
                "too-many-requests",
                "Too many requests came from this network.",
                "Wait a little and try again.",
                retry_after_s=max(1, math.ceil(wait_s)),
            )
        return asker

    async def _take_of_quota(self, asker: bytes, quota: int) -> None:
        wait_s = await self._take(asker, self._budgets.of_quota(quota))
        if wait_s:
            raise TooManyRequests(
                "quota-used",
                "This key has used what it may use in a day.",
                "Try again tomorrow, or ask whoever runs this service for more.",
                retry_after_s=max(1, math.ceil(wait_s)),
            )

    async def _take(self, asker: bytes, budget: Budget) -> float:
        return await self._buckets.take(
            asker, budget.name, most=budget.most, period_s=budget.period_s, lease=budget.lease
        )

    async def _quota(self, key: str) -> int | None:
        """Checks a day of a key; None when it could not be looked up: then it counts as no key."""
        if key in self._known:
            quota = self._known[key]
        else:
            try:
                quota = await asyncio.get_running_loop().run_in_executor(self._executor, self._quota_of, key)
            except StoreUnavailable:
                log.warning("a key could not be looked up: its request counts for its network")
                return None
            self._known[key] = quota
        if quota is None:
            raise KeyUnknown(
                "key-unknown",
                "This key is not known here, or it was withdrawn.",
                "Ask whoever runs this service for a new key, or leave the key out.",
            )
        return quota

    def _warn_of_hidden_networks(self, scope: Scope) -> None:
        if not self._warned and has_forwarded(scope):
            self._warned = True
            log.warning("a proxy on this machine is not in LEADLIGHT_TRUSTED_PROXIES: no network is limited")


def _bearer(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            kind, _, key = bytes(value).partition(b" ")
            if kind.lower() == b"bearer":
                return key.strip().decode("latin-1")[:LONGEST_KEY]
    return ""
