"""What is remembered of an ad: keyed hashes of its contact points, and the words staff need to recognise it."""

import re
from datetime import date

from leadlight.contacts.keys import KeyRing
from leadlight.contacts.likeness import signature_of
from leadlight.contacts.model import Fingerprint, Sighting
from leadlight.contacts.normalise import Identity
from leadlight.contacts.normalise import identities_of as every_identity_of
from leadlight.contacts.safelist import NO_SAFELIST, Safelist
from leadlight.postings.model import Contact, Posting
from leadlight.registers.names import take_apart

MOST_CONTACTS = 20
"""Contact points of one ad that count. An ad with more is a directory, and its numbers link nothing."""

LONGEST_WORDS = 600
"""Code points read of a title, a name or a place: the patterns below take time that grows with the square."""

HIDDEN = "…"
_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)", re.IGNORECASE)

# Anything in a title or a name that could be a contact point that nobody noticed: a run of at least nine digits,
# however it is spaced (a date has eight, a range of pay mostly too), and anything with an at sign. No clear contact
# value may reach the store in a title.
_CONTACT_LIKE = re.compile(r"\+?\d(?:[\s().,/-]*\d){8,}|\S+@\S+")


def sighting_of(
    posting: Posting, keys: KeyRing, *, day: date, safelist: Safelist = NO_SAFELIST, vouched: bool = False
) -> Sighting:
    """What is remembered of this ad when it was seen on `day`.

    The employer is the one that the reader would write to: the placing agency where the ad names one (an agency
    answers for many employers with one number, honestly), else the hiring organisation. Empty: the ad names none.
    Contact points on the safelist link nothing, so they are not kept. `vouched`: see `Sighting`.
    """
    employer = employer_of(posting)
    place = posting.places[0].name if posting.places else ""
    return Sighting(
        ad_id=ad_id_of(posting, keys),
        title=without_contacts(posting.title, posting),
        employer=without_contacts(employer, posting),
        employer_key=employer_key(without_contacts(employer, posting)),
        place=without_contacts(place, posting),
        country=posting.country or next((one.country for one in posting.places if one.country), ""),
        site=site_of(posting.url),
        seen_on=day,
        fingerprints=fingerprints_of(posting, keys, safelist),
        text=signature_of(posting, keys),
        vouched=vouched,
    )


def ad_id_of(posting: Posting, keys: KeyRing) -> bytes:
    """Keyed hash that is the same whenever this ad is seen: of its address, or of its words when it has none."""
    if posting.url:
        return keys.ad_id(f"url\0{posting.url}")
    return keys.ad_id(f"text\0{' '.join(f'{posting.title} {posting.text}'.casefold().split())}")


def employer_of(posting: Posting) -> str:
    """Name of the party that the reader would write to; empty when the ad names none."""
    return (posting.agency or posting.employer).strip()


def employer_key(name: str) -> str:
    """Folded name without its legal form; empty for an empty name."""
    return " ".join(take_apart(name).words)


def identities_of(posting: Posting) -> dict[Identity, list[Contact]]:
    """The distinct contact points of an ad with the places where they stand, at most `MOST_CONTACTS` of them."""
    found: dict[Identity, list[Contact]] = {}
    for contact in posting.contacts:
        for identity in every_identity_of(contact):
            if identity in found or len(found) < MOST_CONTACTS:
                found.setdefault(identity, []).append(contact)
    return found


def fingerprints_of(posting: Posting, keys: KeyRing, safelist: Safelist = NO_SAFELIST) -> tuple[Fingerprint, ...]:
    """Fingerprints of the distinct contact points of an ad that are not on the safelist; empty when it has none."""
    identities = (one for one in identities_of(posting) if not safelist.covers(one))
    return tuple(keys.fingerprint(identity.kind, identity.value) for identity in identities)


def site_of(url: str) -> str:
    """Host of an address without "www."; empty when there is no address."""
    found = _HOST.match(url)
    return found.group(1).casefold().removeprefix("www.") if found else ""


def without_contacts(words: str, posting: Posting) -> str:
    """The words with every contact point of the ad, and everything that looks like one, replaced by "…"."""
    words = words[:LONGEST_WORDS]
    for contact in posting.contacts:
        for clear in (contact.written.strip(), contact.value):
            if clear and clear in words:
                words = words.replace(clear, HIDDEN)
    return _CONTACT_LIKE.sub(HIDDEN, words)
