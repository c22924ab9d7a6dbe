"""What the store knows of the contact points and of the text of one ad, and what the other ads come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadlight.contacts.common_text import CommonText, Sentence, common_with
from leadlight.contacts.model import Sighting
from leadlight.contacts.normalise import Identity
from leadlight.contacts.reuse import Reuse, count_reuse, same_employer
from leadlight.postings.model import Contact


@dataclass(frozen=True, slots=True)
class Sharing:
    """The newest other ads that share a contact point, and how many more there are, as far as that tells a hub."""

    ads: Sequence[Sighting]
    more: int = 0

    @property
    def number(self) -> int:
        """How many other ads there are."""
        return len(self.ads) + self.more

    def vouched(self) -> "Sharing":
        """Those of the newest that staff stand for."""
        return Sharing([ad for ad in self.ads if ad.vouched])


@dataclass(frozen=True, slots=True)
class SharedContact:
    """One contact point of the ad, where it stands, and the other ads that share it.

    `reviewed`: those of them that staff stand for; some may not be among the `others`, which are the newest.
    """

    identity: Identity
    written: Sequence[Contact]
    others: Sharing
    reviewed: Sharing


@dataclass(frozen=True, slots=True)
class SharedText:
    """The other ads with nearly the same text, the closest first.

    Attributes:
        others: those ads.
        likeness: ad id -> how alike the texts are, 0 to 1.
        digests: ad id -> hashes of its contact points; an ad without any is missing.
        sentences: the sentences of the ad at hand.

    """

    others: Sequence[Sighting]
    likeness: Mapping[bytes, float]
    digests: Mapping[bytes, frozenset[bytes]]
    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class ReusedContact:
    """One contact point of the ad, where it stands, the other ads that share it and what they come to."""

    identity: Identity
    written: Sequence[Contact]
    others: Sharing
    reuse: Reuse


@dataclass(frozen=True, slots=True)
class Differences:
    """Of how many of the other ads with nearly the same text each slot differs from that of the ad at hand.

    An ad that leaves a slot empty differs in none; `contact` counts the ads that share no contact point with this one,
    `with_contact` those that have any.
    """

    employer: int
    contact: int
    with_contact: int
    country: int
    place: int


@dataclass(frozen=True, slots=True)
class ReusedText:
    """The other ads with nearly the same text, what they come to, and how alike the closest is (0 to 1).

    `common`: the sentences of this ad that stand in one of them. `differences`: what differs.
    """

    others: Sequence[Sighting]
    reuse: Reuse
    likeness: float
    common: CommonText
    differences: Differences


def reused_contact(shared: SharedContact, others: Sharing, own: Sighting) -> ReusedContact:
    """What some of the ads that share a contact point come to, the ad at hand included."""
    return ReusedContact(shared.identity, shared.written, others, count_reuse([own, *others.ads]))


def reused_text(shared: SharedText, others: Sequence[Sighting], own: Sighting) -> ReusedText | None:
    """What some of the ads with nearly the same text come to; None when there are none."""
    if not others:
        return None
    common = common_with(shared.sentences, (ad.text.sentences for ad in others if ad.text is not None))
    likeness = max(shared.likeness[ad.ad_id] for ad in others)
    differences = _differences(own, others, shared.digests)
    return ReusedText(others, count_reuse([own, *others]), likeness, common, differences)


def _differences(own: Sighting, others: Sequence[Sighting], digests: Mapping[bytes, frozenset[bytes]]) -> Differences:
    ours = frozenset(one.digest for one in own.fingerprints)
    theirs = [digests[ad.ad_id] for ad in others if ours and ad.ad_id in digests]
    names = {ad.employer_key: ad for ad in others}
    other_names = {name for name, ad in names.items() if not same_employer(own, ad)}
    return Differences(
        employer=sum(ad.employer_key in other_names for ad in others),
        contact=sum(not ours & one for one in theirs),
        with_contact=len(theirs),
        country=sum(bool(own.country and ad.country and own.country != ad.country) for ad in others),
        place=sum(bool(own.place and ad.place and own.place.casefold() != ad.place.casefold()) for ad in others),
    )
