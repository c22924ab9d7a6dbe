"""The contact check: do the contact points or the text of this ad also stand in ads of other employers?"""

from datetime import date

from leadlight.contacts.common_text import sentences_of
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.likeness import SAME_TEXT, alike
from leadlight.contacts.model import Fingerprint, Sighting
from leadlight.contacts.ports import SightingStore
from leadlight.contacts.safelist import NO_SAFELIST, Safelist
from leadlight.contacts.shared import SharedContact, SharedText, Sharing
from leadlight.contacts.sighting import identities_of, sighting_of
from leadlight.contacts.signs import HUB, all_signs
from leadlight.errors import StoreUnavailable
from leadlight.findings import Check, CheckResult, Reason, Source, found_or_nothing, not_checked
from leadlight.postings.model import Posting

READ_ADS = 100
"""Ads read for one contact, newest first; of more only the number is looked up, as far as it tells a hub. An ad takes
some 5 µs: the contact of a switchboard would take longer than everything else together."""

CANDIDATES = 200
"""Texts verified for one ad. In a million made-up ads the 200 that share most bands held all that were alike."""


def check_contact(
    posting: Posting,
    store: SightingStore,
    keys: KeyRing,
    *,
    today: date,
    safelist: Safelist = NO_SAFELIST,
    show_ads: bool = False,
    own: Sighting | None = None,
) -> CheckResult:
    """Look for the contact points and the text of this ad in the ads seen before.

    The ad itself never speaks against itself: checking it again changes no count.

    Args:
        posting: the ad.
        store: ads seen before.
        keys: the deployment's keys.
        today: the day of the check.
        safelist: contact points that are shared for a known reason; they are not looked up.
        show_ads: name the other ads in the findings. For staff only: the public sees counts.
        own: what would be remembered of the ad, where it was worked out already.

    Returns:
        Findings contact.many_employers, contact.many_places and one of text.other_employer, text.other_contact and
        text.other_country. What only ads say that anybody may have sent in is weak and `unreviewed`; see
        `signs.all_signs`. `not_checked` with NO_CONTACTS when the ad has no contact point that could link it to
        others and its text showed nothing, and with STORE_UNAVAILABLE when something could not be looked up and the
        rest showed nothing. The counts in the facts include this ad: employers, places, countries, sites, ads, days
        (first to last), since (ISO 8601), kind, share (per cent of the ads under the commonest employer). Of a
        contact in more than `READ_ADS` ads all are those of the newest, so that they go together. For texts
        also likeness (per cent), sentences, and same_sentences: those that stand word for word in the closest other
        ad, names and numbers aside. They are the quotes. And what differs, of how many of the other_ads:
        other_employer, other_contact, other_country, other_place.

    """
    source = Source(id="sightings", title="Ads seen by this installation", as_of=today)
    own = own or sighting_of(posting, keys, day=today, safelist=safelist)
    contacts, failed = _shared_contacts(posting, own, store, keys, safelist)
    try:
        text = _shared_text(posting, own, store, keys)
    except StoreUnavailable:
        text, failed = None, True
    findings = all_signs(contacts, text, own, posting, source, show_ads=show_ads)
    if failed and not findings:
        return not_checked(Check.CONTACT, Reason.STORE_UNAVAILABLE, sources=(source,))
    if not contacts and not findings:
        listed = len(identities_of(posting))
        return not_checked(Check.CONTACT, Reason.NO_CONTACTS, sources=(source,), facts={"known_shared": listed})
    return found_or_nothing(Check.CONTACT, findings, (source,))


def _shared_contacts(
    posting: Posting, own: Sighting, store: SightingStore, keys: KeyRing, safelist: Safelist
) -> tuple[list[SharedContact], bool]:
    """Contact points that could be looked up, and whether one could not."""
    found: list[SharedContact] = []
    failed = False
    for identity, written in identities_of(posting).items():
        if safelist.covers(identity):
            continue
        print_ = keys.fingerprint(identity.kind, identity.value)
        try:
            others = ads_sharing(print_, store, own)
            # So many others must not hide those that staff stand for.
            reviewed = ads_sharing(print_, store, own, vouched=True) if others.more else others.vouched()
        except StoreUnavailable:
            failed = True
            continue
        found.append(SharedContact(identity, written, others, reviewed))
    return found, failed


def ads_sharing(print_: Fingerprint, store: SightingStore, own: Sighting, *, vouched: bool = False) -> Sharing:
    """The other ads that share a contact point; with `vouched` only those that staff stand for.

    Raises:
        StoreUnavailable: they could not be looked up.
    """
    shared = store.sharing(print_, limit=READ_ADS, vouched=vouched)
    others = [ad for ad in shared if ad.ad_id != own.ad_id]
    number = store.count_sharing(print_, most=HUB + 1, vouched=vouched) if len(shared) == READ_ADS else len(shared)
    return Sharing(others, more=number - len(shared))


def _shared_text(posting: Posting, own: Sighting, store: SightingStore, keys: KeyRing) -> SharedText | None:
    """Ads with nearly the same text; None when there is none, or the text is too short to tell."""
    if own.text is None:
        return None
    likeness: dict[bytes, float] = {}
    others: list[Sighting] = []
    for ad in store.alike(own.text, limit=CANDIDATES):
        if ad.ad_id == own.ad_id or ad.text is None:
            continue
        likeness[ad.ad_id] = alike(own.text, ad.text)
        if likeness[ad.ad_id] >= SAME_TEXT:
            others.append(ad)
    if not others:
        return None
    others.sort(key=lambda ad: (-likeness[ad.ad_id], ad.ad_id))
    digests = store.digests_of([ad.ad_id for ad in others])
    return SharedText(others, likeness, digests, sentences_of(posting, keys))
