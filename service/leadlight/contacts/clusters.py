"""Clusters: ads that hang together by contact points and texts, and the bounded walk from one ad to the others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from leadlight.contacts.likeness import SAME_GROUP, alike
from leadlight.contacts.model import Sighting
from leadlight.contacts.ports import ClusterStore
from leadlight.contacts.reuse import employer_groups
from leadlight.contacts.signs import HUB
from leadlight.postings.model import ContactKind

MOST_ADS = 500
"""Ads that a walk visits: some 100 ms of look-ups. A larger cluster is shown as it was counted the last time."""

TEXTS_PER_AD = 200
"""Texts compared with one ad; see `check.CANDIDATES`."""


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """How large a cluster is. Employers are folded names here; places are as written, case aside.

    Attributes:
        cluster_id: smallest id of its ads; it changes when that ad is forgotten.
        counted_on: the day these numbers are of.

    """

    cluster_id: bytes
    ads: int
    employers: int
    contacts: int
    places: int
    countries: int
    sites: int
    first_seen_on: date
    seen_on: date
    counted_on: date


@dataclass(frozen=True, slots=True)
class Cluster:
    """Ads that hang together.

    Attributes:
        ads: each with all its fingerprints and its text signature, oldest first.
        hubs: contact points in them that so many ads share that they link nothing, with the ads counted up to the cap.
        complete: False when there are more ads than were visited.

    """

    ads: Sequence[Sighting]
    hubs: Mapping[bytes, int] = field(default_factory=dict)
    complete: bool = True


def walk(ad_id: bytes, store: ClusterStore, *, most: int = MOST_ADS) -> Cluster | None:
    """Walk from one ad to all that share a contact point or the text with it, and on from those.

    A contact point that at least `HUB` other ads share is a hub (a switchboard, a relay of a board): it is named, and
    not followed. A text is followed from ads that came by a contact point only: a text like a text like a text is
    something else in the end.

    Returns:
        None when there is no such ad.

    """
    start = store.ads([ad_id])
    if not start:
        return None
    found: dict[bytes, Sighting] = {ad_id: start[0]}
    hubs: dict[bytes, int] = {}
    asked: set[bytes] = set()
    by_contact = list(start)
    frontier = list(start)
    while frontier and len(found) < most:
        reached = _by_contacts(frontier, store, asked, hubs) - set(found)
        texts = {ad_id for one in by_contact for ad_id in _by_text(one, store)} - set(found) - reached
        by_contact = _take_in(sorted(reached), found, store, most)
        frontier = by_contact + _take_in(sorted(texts), found, store, most)
    ads = sorted(found.values(), key=lambda ad: (ad.first_seen_on or ad.seen_on, ad.ad_id))
    return Cluster(ads, hubs, complete=not frontier)


def _take_in(ids: Sequence[bytes], found: dict[bytes, Sighting], store: ClusterStore, most: int) -> list[Sighting]:
    new = list(store.ads(ids[: most - len(found)]))
    found.update({ad.ad_id: ad for ad in new})
    return new


def _by_contacts(ads: Sequence[Sighting], store: ClusterStore, asked: set[bytes], hubs: dict[bytes, int]) -> set[bytes]:
    reached: set[bytes] = set()
    # A picture that many bought from one shop would glue strangers together.
    prints = {one.digest for ad in ads for one in ad.fingerprints if one.kind != ContactKind.IMAGE}
    for digest in sorted(prints - asked):
        asked.add(digest)
        holders = store.holders(digest, limit=HUB + 1)
        if len(holders) > HUB:
            hubs[digest] = len(holders)
        else:
            reached.update(holders)
    return reached


def _by_text(ad: Sighting, store: ClusterStore) -> set[bytes]:
    if ad.text is None:
        return set()
    near = store.alike(ad.text, limit=TEXTS_PER_AD)
    return {one.ad_id for one in near if one.text is not None and alike(ad.text, one.text) >= SAME_GROUP}


def summary_of(cluster_id: bytes, ads: Sequence[Sighting], *, today: date) -> ClusterSummary:
    """Count a cluster from its ads.

    Raises:
        ValueError: there is no ad.
    """
    if not ads:
        raise ValueError("a cluster has ads")
    return ClusterSummary(
        cluster_id=cluster_id,
        ads=len(ads),
        employers=len(employer_groups(ads)),
        contacts=len({one.digest for ad in ads for one in ad.fingerprints}),
        places=len({(ad.country, ad.place.casefold()) for ad in ads if ad.place or ad.country}),
        countries=len({ad.country for ad in ads if ad.country}),
        sites=len({ad.site for ad in ads if ad.site}),
        first_seen_on=min(ad.first_seen_on or ad.seen_on for ad in ads),
        seen_on=max(ad.seen_on for ad in ads),
        counted_on=today,
    )


@dataclass(frozen=True, slots=True)
class Template:
    """What the texts of a cluster have in common. The words themselves are not kept, only keyed hashes of them.

    Attributes:
        title: the commonest title; "" when no ad has one. titled: ads that have it.
        ads: ads whose text is nearly the same as that of the ad which most others resemble.
        sentences: sentences that stand in at least half of those, names and numbers aside.

    """

    title: str
    titled: int
    ads: int
    sentences: int


COMPARED = 200
"""Ads of a cluster whose texts are compared with each other for its template; enough to know the commonest."""


def template_of(ads: Sequence[Sighting]) -> Template:
    """Find what the texts of a cluster have in common; `ads` is 0 when no text is long enough to be compared."""
    titles = Counter(ad.title for ad in ads if ad.title)
    title, titled = titles.most_common(1)[0] if titles else ("", 0)
    texts = [ad.text for ad in ads if ad.text is not None]
    sample = texts[:: max(1, len(texts) // 10)][:10]
    alike_to = [[other for other in texts[:COMPARED] if alike(one, other) >= SAME_GROUP] for one in sample]
    same = max(alike_to, key=len, default=[])
    sentences = Counter(
        sentence for one in same for sentence in {one.sentences[at : at + 5] for at in range(0, len(one.sentences), 5)}
    )
    common = sum(count * 2 >= len(same) for count in sentences.values())
    return Template(title, titled, len(same), common)
