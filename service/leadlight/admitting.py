"""Puts the limits together: the operator's settings, the shared buckets, the keys of platforms."""

from concurrent.futures import Executor

from leadlight.api.admission import Admission, Budget, Budgets
from leadlight.settings import Settings
from leadlight.storage.api_keys import digest_of
from leadlight.storage.buckets import DAY_S, TokenBuckets
from leadlight.storage.database import Database
from leadlight.storage.redis_line import RedisLine

LEASE = 8
"""Requests that a worker lets in for each question to Redis, while a network has used less than half of its share."""


def open_admission(
    settings: Settings, database: Database, line: RedisLine | None, secret: bytes, executor: Executor
) -> Admission:
    """Make what lets requests in.

    Args:
        settings: the budgets of a network, and the operator's proxies.
        database: holds the keys of platforms.
        line: to the Redis that all workers share; None: each worker counts for itself.
        secret: for the names of askers, made for this purpose only.
        executor: threads for looking keys up.
    """
    budgets = Budgets(
        texts=Budget("texts", settings.texts_per_minute, lease=LEASE),
        fetches=Budget("fetches", settings.fetches_per_minute),
        reads=Budget("reads", settings.reads_per_minute, lease=LEASE),
        reports=Budget("reports", settings.reports_per_minute),
        of_quota=lambda quota: Budget("quota", quota, DAY_S, lease=LEASE),
    )
    return Admission(
        TokenBuckets(line, secret),
        budgets,
        trusted=settings.trusted_proxies,
        quota_of=lambda key: database.keys.quota(digest_of(key)),
        executor=executor,
    )
