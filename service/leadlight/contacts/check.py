"""The contact check: does the contact point of this ad also stand in ads of other employers?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from leadlight.contacts.keys import KeyRing
from leadlight.contacts.model import Sighting
from leadlight.contacts.normalise import Identity
from leadlight.contacts.ports import SightingStore
from leadlight.contacts.reuse import Reuse, count_reuse
from leadlight.contacts.safelist import NO_SAFELIST, Safelist
from leadlight.contacts.sighting import identities_of, sighting_of
from leadlight.errors import StoreUnavailable
from leadlight.findings import (
    Check,
    CheckResult,
    Facts,
    Finding,
    OtherAd,
    Quote,
    Reason,
    Source,
    Weight,
    found_or_nothing,
    not_checked,
    quote,
)
from leadlight.postings.model import Contact, Posting

MANY_EMPLOYERS = 3
"""Different employers under one contact from which it is a sign. In 885 EURES and 3,512 Polish ordinary ads, 311
contact points: leaving out public employment offices, 3 stood under two or more employers and 1 under three or
more. Among 400 e-mail addresses of a Finnish board 33 stood under two or more, most of them agencies' own."""

MANY_COUNTRIES = 3
"""Countries of work under one contact from which it is a sign. No contact of the same ordinary ads stood in ads for
two countries, but honest agencies place people in neighbouring ones; so three, and weak."""

MANY_UNNAMED_PLACES = 5
"""Places under one contact in ads that name no employer. A chain has many places but says its name; there is no
measured rate yet, so it is weak."""

SHARING_LIMIT = 500
"""Ads read for one contact. A contact in more ads than this is a switchboard or a relay more often than not: the
counts then speak of the newest 500, and the sign is weak."""

SHOWN_ADS = 50
"""Other ads that staff see with a finding."""

SHOWN_QUOTES = 5


@dataclass(frozen=True, slots=True)
class _Reused:
    """One contact point of the ad, with the other ads that share it and what they come to."""

    identity: Identity
    written: Sequence[Contact]
    others: Sequence[Sighting]
    reuse: Reuse

    @property
    def is_hub(self) -> bool:
        return len(self.others) >= SHARING_LIMIT


def check_contact(
    posting: Posting,
    store: SightingStore,
    keys: KeyRing,
    *,
    today: date,
    safelist: Safelist = NO_SAFELIST,
    show_ads: bool = False,
) -> CheckResult:
    """Look for the contact points of this ad in the ads seen before.

    The ad itself never speaks against itself: checking it again changes no count. Each indicator is found at most
    once, for the contact point that is used most widely, so that an ad with five numbers does not count five times.

    Args:
        posting: the ad.
        store: ads seen before.
        keys: the deployment's keys.
        today: the day of the check.
        safelist: contact points that are shared for a known reason; they are not looked up.
        show_ads: name the other ads in the findings. For staff only: the public sees counts.

    Returns:
        `not_checked` with NO_CONTACTS when the ad has no contact point that could link it to others, and with
        STORE_UNAVAILABLE when one could not be looked up and the rest showed nothing. The counts in the facts
        include this ad: employers, places, countries, sites, ads, days (first to last), since (ISO 8601), kind,
        share (per cent of the ads under the commonest employer).

    """
    source = Source(id="sightings", title="Ads seen by this installation", as_of=today)
    identities = identities_of(posting)
    telling = {identity: written for identity, written in identities.items() if not safelist.covers(identity)}
    if not telling:
        return not_checked(
            Check.CONTACT, Reason.NO_CONTACTS, sources=(source,), facts={"known_shared": len(identities)}
        )
    own = sighting_of(posting, keys, day=today)
    reused: list[_Reused] = []
    failed = False
    for identity, written in telling.items():
        try:
            shared = store.sharing(keys.fingerprint(identity.kind, identity.value), limit=SHARING_LIMIT + 1)
        except StoreUnavailable:
            failed = True
            continue
        others = [ad for ad in shared if ad.ad_id != own.ad_id]
        reused.append(_Reused(identity, written, others, count_reuse([own, *others])))
    findings = _findings(reused, posting, source, show_ads=show_ads)
    if failed and not findings:
        return not_checked(Check.CONTACT, Reason.STORE_UNAVAILABLE, sources=(source,))
    return found_or_nothing(Check.CONTACT, findings, (source,))


def _findings(reused: Sequence[_Reused], posting: Posting, source: Source, *, show_ads: bool) -> tuple[Finding, ...]:
    findings = []
    by_employers = [one for one in reused if one.reuse.employers >= MANY_EMPLOYERS]
    if by_employers:
        widest = max(by_employers, key=lambda one: (not one.is_hub, one.reuse.employers))
        weight = Weight.WEAK if widest.is_hub else Weight.MEDIUM
        findings.append(
            _finding("contact.many_employers", weight, widest, by_employers, posting, source, show_ads=show_ads)
        )
    by_places = [one for one in reused if _many_places(one.reuse)]
    if by_places:
        widest = max(by_places, key=lambda one: (one.reuse.countries, one.reuse.places))
        findings.append(
            _finding("contact.many_places", Weight.WEAK, widest, by_places, posting, source, show_ads=show_ads)
        )
    return tuple(findings)


def _many_places(reuse: Reuse) -> bool:
    return reuse.countries >= MANY_COUNTRIES or reuse.unnamed_places >= MANY_UNNAMED_PLACES


def _finding(
    indicator: str,
    weight: Weight,
    widest: _Reused,
    alike: Sequence[_Reused],
    posting: Posting,
    source: Source,
    *,
    show_ads: bool,
) -> Finding:
    return Finding(
        check=Check.CONTACT,
        indicator=indicator,
        family="contact",
        weight=weight,
        source=source,
        quotes=_quotes([widest, *(one for one in alike if one is not widest)], posting),
        facts=_facts(widest),
        seen_in=_other_ads(widest.others) if show_ads else (),
    )


def _facts(one: _Reused) -> Facts:
    reuse = one.reuse
    return {
        "kind": one.identity.kind.value,
        "employers": reuse.employers,
        "places": reuse.places,
        "countries": reuse.countries,
        "sites": reuse.sites,
        "ads": reuse.ads,
        "days": reuse.days,
        "since": reuse.since.isoformat(),
        "share": round(100 * reuse.largest_share),
    }


def _quotes(alike: Sequence[_Reused], posting: Posting) -> tuple[Quote, ...]:
    spans = [contact.span for one in alike for contact in one.written if contact.span is not None]
    return tuple(quote(getattr(posting, span.field), span) for span in spans[:SHOWN_QUOTES])


def _other_ads(ads: Sequence[Sighting]) -> tuple[OtherAd, ...]:
    return tuple(OtherAd(ad.title, ad.employer, ad.place, ad.site, ad.seen_on) for ad in ads[:SHOWN_ADS])
