"""The contact check: do the contact points or the text of this ad also stand in ads of other employers?"""

from datetime import date

from leadlight.contacts.common_text import common_with, sentences_of
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.likeness import SAME_TEXT, alike
from leadlight.contacts.model import Sighting
from leadlight.contacts.ports import SightingStore
from leadlight.contacts.reuse import count_reuse
from leadlight.contacts.safelist import NO_SAFELIST, Safelist
from leadlight.contacts.sighting import identities_of, sighting_of
from leadlight.contacts.signs import HUB, ReusedContact, ReusedText, signs
from leadlight.errors import StoreUnavailable
from leadlight.findings import Check, CheckResult, Reason, Source, found_or_nothing, not_checked
from leadlight.postings.model import Posting

SHARING_LIMIT = HUB + 1
"""Ads read for one contact, newest first; one more than a hub has, since the ad itself may be among them."""

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

    Returns:
        Findings contact.many_employers, contact.many_places and text.other_employer. `not_checked` with
        NO_CONTACTS when the ad has no contact point that could link it to others and its text showed nothing, and
        with STORE_UNAVAILABLE when something could not be looked up and the rest showed nothing. The counts in
        the facts include this ad: employers, places, countries, sites, ads, days (first to last), since (ISO
        8601), kind, share (per cent of the ads under the commonest employer); for texts also likeness (per cent),
        sentences, and same_sentences: those that stand word for word in the closest other ad, names and numbers
        aside. They are the quotes.

    """
    source = Source(id="sightings", title="Ads seen by this installation", as_of=today)
    own = sighting_of(posting, keys, day=today)
    contacts, failed = _reused_contacts(posting, own, store, keys, safelist)
    try:
        text = _reused_text(posting, own, store, keys)
    except StoreUnavailable:
        text, failed = None, True
    findings = signs(contacts, text, posting, source, show_ads=show_ads)
    if failed and not findings:
        return not_checked(Check.CONTACT, Reason.STORE_UNAVAILABLE, sources=(source,))
    if not contacts and not findings:
        listed = len(identities_of(posting))
        return not_checked(Check.CONTACT, Reason.NO_CONTACTS, sources=(source,), facts={"known_shared": listed})
    return found_or_nothing(Check.CONTACT, findings, (source,))


def _reused_contacts(
    posting: Posting, own: Sighting, store: SightingStore, keys: KeyRing, safelist: Safelist
) -> tuple[list[ReusedContact], bool]:
    """Contact points that could be looked up, and whether one could not."""
    reused: list[ReusedContact] = []
    failed = False
    for identity, written in identities_of(posting).items():
        if safelist.covers(identity):
            continue
        try:
            shared = store.sharing(keys.fingerprint(identity.kind, identity.value), limit=SHARING_LIMIT)
        except StoreUnavailable:
            failed = True
            continue
        others = [ad for ad in shared if ad.ad_id != own.ad_id]
        reused.append(ReusedContact(identity, written, others, count_reuse([own, *others])))
    return reused, failed


def _reused_text(posting: Posting, own: Sighting, store: SightingStore, keys: KeyRing) -> ReusedText | None:
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
    common = common_with(sentences_of(posting, keys), (ad.text.sentences for ad in others if ad.text is not None))
    return ReusedText(others, count_reuse([own, *others]), likeness[others[0].ad_id], common)
