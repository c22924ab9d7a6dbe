"""When staff are told of a contact point: many new ads at once, under many names, on many sites, or after a rest."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from leadlight.contacts.model import Fingerprint, Sighting
from leadlight.contacts.ports import AlertStore, SightingStore
from leadlight.contacts.reuse import employer_groups
from leadlight.contacts.signs import HUB


class AlertRule(StrEnum):
    """What was noticed."""

    MANY_EMPLOYERS = "many_employers"
    MANY_SITES = "many_sites"
    AFTER_QUIET = "after_quiet"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on staff are told. The settings LEADLIGHT_ALERT_… give the values.

    Attributes:
        new_ads: ads with one contact point that were first seen within `within_days`; every rule needs them.
        employers, sites: how many different ones among those ads.
        quiet_days: days without an ad before them.

    """

    new_ads: int
    within_days: int
    employers: int
    sites: int
    quiet_days: int


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that staff are told of.

    Attributes:
        rule: an `AlertRule`.
        contact: the contact point, as a keyed hash.
        ad_id: one of the new ads; its cluster is where to look.
        facts: ads, employers, sites (of the new ads), days (the window), quiet_days (only after a rest).
        raised_on: the day it was noticed.
        acknowledged_on: the day a member of staff took note; None: nobody has. `acknowledged_by`: the name they gave.

    """

    rule: str
    contact: Fingerprint
    ad_id: bytes
    facts: Mapping[str, int]
    raised_on: date
    acknowledged_on: date | None = None
    acknowledged_by: str = ""

    @property
    def alert_id(self) -> bytes:
        """Names it: the same thing noticed twice on one day, by whichever process, is one alert."""
        words = f"{self.rule}\0{self.ad_id.hex()}\0{self.raised_on}".encode()
        return hashlib.blake2b(words, digest_size=16).digest()


def alerts_for(
    contact: Fingerprint, ads: Sequence[Sighting], thresholds: Thresholds, *, today: date
) -> tuple[Alert, ...]:
    """What staff should be told of one contact point; empty: nothing.

    Args:
        contact: the contact point.
        ads: the ads that share it. More than `signs.HUB` of them: a switchboard or a relay, and nobody is told.
        thresholds: from when on.
        today: the window ends with this day.

    """
    if len(ads) > HUB:
        return ()
    begin = today - timedelta(days=thresholds.within_days - 1)
    new = [ad for ad in ads if begin <= _first_day(ad) <= today]
    if len(new) < thresholds.new_ads:
        return ()
    employers, sites = len(employer_groups(new)), len({ad.site for ad in new if ad.site})
    facts = {"ads": len(new), "employers": employers, "sites": sites, "days": thresholds.within_days}
    noticed: dict[AlertRule, Mapping[str, int]] = {}
    if employers >= thresholds.employers:
        noticed[AlertRule.MANY_EMPLOYERS] = facts
    if sites >= thresholds.sites:
        noticed[AlertRule.MANY_SITES] = facts
    before = [ad.seen_on for ad in ads if _first_day(ad) < begin]
    quiet = (min(map(_first_day, new)) - max(before)).days if before else 0
    if quiet >= thresholds.quiet_days:
        noticed[AlertRule.AFTER_QUIET] = {**facts, "quiet_days": quiet}
    # Named after the smallest of the newest ads, so that every process names the same thing alike.
    newest = min((ad for ad in new if _first_day(ad) == max(map(_first_day, new))), key=lambda ad: ad.ad_id)
    return tuple(Alert(rule.value, contact, newest.ad_id, told, today) for rule, told in noticed.items())


def look_for_alerts(
    alerts: AlertStore, sightings: SightingStore, thresholds: Thresholds, *, today: date
) -> Sequence[Alert]:
    """Look through what is new and keep what staff should be told of; returns the alerts that were not known.

    While an alert about a contact point waits, the same rule raises no second one. Once it was acknowledged, only ads
    first seen after that day count.

    Raises:
        StoreUnavailable: some alerts may be kept already; looking again raises none of them twice.
    """
    begin = today - timedelta(days=thresholds.within_days - 1)
    raised = []
    for contact in alerts.busy_contacts(since=begin, at_least=thresholds.new_ads):
        ads = sightings.sharing(contact, limit=HUB + 1)
        for alert in alerts_for(contact, ads, thresholds, today=today):
            noted_on = alerts.last_acknowledged(alert.rule, contact)
            if noted_on is not None:
                fresh = [ad for ad in ads if _first_day(ad) > noted_on or _first_day(ad) < begin]
                if alert.rule not in {one.rule for one in alerts_for(contact, fresh, thresholds, today=today)}:
                    continue
            if alerts.keep(alert):
                raised.append(alert)
    return raised


def _first_day(ad: Sighting) -> date:
    return ad.first_seen_on or ad.seen_on
