"""Names an answer in the cache: a keyed hash over everything that the answer depends on."""

import hmac

import orjson

from leadlight.api.schemas import CheckRequest
from leadlight.postings.canonical_url import canonical_url
from leadlight.screening.explain import Versions


def request_key(request: CheckRequest, versions: Versions, secret: bytes) -> bytes:
    """Return the cache key of a request: 32 bytes that say nothing about the ad without the secret.

    Requests that differ only in the spelling of the link (host in capitals, tracking parameters) share a key.

    Raises:
        BadUrl: the request's link is no link that may be fetched.
    """
    parts = (
        canonical_url(request.url) if request.url else "",
        request.html,
        request.text,
        request.posting,
        (request.file or b"").hex() if request.file is not None else None,
        request.compare,
        request.title,
        request.employer,
        request.country,
        request.language,
        request.remember,
        versions.service,
        versions.rules,
        versions.registers,
        versions.meaning,
    )
    canonical = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS, default=dict)
    return hmac.digest(secret, canonical, "sha256")
