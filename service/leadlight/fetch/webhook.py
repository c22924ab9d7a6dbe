"""Posts new alerts to the address that the operator configured.

That address is trusted, unlike every address that comes from an ad: it may be private, and no manners of fetching
apply. It is opened only when LEADLIGHT_ALERT_WEBHOOK_URL is set. Redirects are not followed.
"""

import logging
from collections.abc import Mapping, Sequence

import httpx

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 10.0
"""Seconds. The caller is the upkeep, which nobody waits for."""


def post_alerts(url: str, alerts: Sequence[Mapping[str, object]]) -> bool:
    """Post alerts as JSON; True when the other side answered with a status below 300.

    False: they were not taken, and should be posted again later. The receiver may see an alert twice when its answer
    got lost; each carries its `id`.
    """
    try:
        with httpx.Client(timeout=ANSWER_WITHIN_S, trust_env=False, follow_redirects=False) as client:
            answer = client.post(url, json={"alerts": list(alerts)})
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        log.warning("alerts were not handed over, and will be tried again: %s", type(error).__name__)
        return False
    if not answer.is_success:
        log.warning("alerts were not handed over, and will be tried again: status %s", answer.status_code)
    return answer.is_success
