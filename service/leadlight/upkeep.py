"""What the service does by itself for staff: it looks for alerts, hands them over, and counts clusters anew."""

import logging
import time
from collections.abc import Mapping
from datetime import date

from leadlight.contacts.alerts import Alert, Thresholds, look_for_alerts
from leadlight.desk.digest import digest_of
from leadlight.fetch.mail import send_mail
from leadlight.fetch.webhook import post_alerts
from leadlight.settings import Settings
from leadlight.storage.database import Database

log = logging.getLogger(__name__)

RECOUNT_EVERY_S = 3_600
"""How old the list of clusters may be. A cluster that is not counted yet is found from any of its ads all the same."""

ALERTS_PER_POST = 100
ALERTS_PER_MAIL = 500
SECONDS_PER_HOUR = 3_600


class StaffUpkeep:
    """Keeps the pages for staff up to date; does nothing where there are no such pages, no webhook and no mail.

    Args:
        settings: thresholds, and where alerts go.
        database: the stores.
        words: words of the pages in the language of the digest.

    """

    def __init__(self, settings: Settings, database: Database, words: Mapping[str, str]) -> None:
        self._settings = settings
        self._database = database
        self._words = words
        self._recount_at = 0.0
        self._mail_at = 0.0
        self._wanted = bool(
            settings.staff_token.get_secret_value() or settings.alert_webhook_url or settings.alert_mail_to
        )
        if not settings.staff_token.get_secret_value():
            log.info("LEADLIGHT_STAFF_TOKEN is not set, so the pages for staff under /desk answer 404")

    def run(self, today: date) -> None:
        """Look for alerts, and count clusters when that is due.

        Raises:
            StoreUnavailable: the database did not answer; the next run does what is left.
        """
        if not self._wanted:
            return
        look_for_alerts(self._database.alerts, self._database.sightings, thresholds_of(self._settings), today=today)
        self._hand_over()
        self._mail()
        if time.monotonic() >= self._recount_at:
            self._database.clusters.recount(today)
            self._recount_at = time.monotonic() + RECOUNT_EVERY_S

    def _hand_over(self) -> None:
        url = self._settings.alert_webhook_url
        unsent = self._database.alerts.unsent(limit=ALERTS_PER_POST) if url else ()
        if unsent and post_alerts(url, [alert_fields(one) for one in unsent]):
            self._database.alerts.mark_sent(unsent)

    def _mail(self) -> None:
        """Send what waits, at most once in the hours that are set; what was not taken goes with the next try."""
        settings = self._settings
        if not settings.alert_mail_to or time.monotonic() < self._mail_at:
            return
        alerts = self._database.alerts.unmailed(limit=ALERTS_PER_MAIL)
        if not alerts:
            return
        digest = digest_of(alerts, self._words)
        sent = send_mail(
            settings.alert_smtp_url.get_secret_value(),
            sender=settings.alert_mail_from,
            to=settings.alert_mail_to,
            subject=digest.subject,
            text=digest.text,
            name=digest.name,
        )
        if sent:
            self._database.alerts.mark_mailed(alerts)
            self._mail_at = time.monotonic() + settings.alert_mail_hours * SECONDS_PER_HOUR


def thresholds_of(settings: Settings) -> Thresholds:
    """Return the thresholds that the operator set."""
    return Thresholds(
        new_ads=settings.alert_new_ads,
        within_days=settings.alert_within_days,
        employers=settings.alert_employers,
        sites=settings.alert_sites,
        quiet_days=settings.alert_quiet_days,
    )


def alert_fields(alert: Alert) -> Mapping[str, object]:
    """Shape an alert for the webhook: counts and ids, no words of an ad and no contact value."""
    return {
        "id": alert.alert_id.hex(),
        "rule": alert.rule,
        "kind": alert.contact.kind,
        "facts": dict(alert.facts),
        "raised_on": alert.raised_on.isoformat(),
        "page": f"/desk/clusters/{alert.ad_id.hex()}",
    }
