"""What is remembered of an ad is worked out once: for the check that compares it, and for the store that keeps it."""

from collections import OrderedDict
from dataclasses import replace
from datetime import date
from threading import Lock

from leadlight.contacts.keys import KeyRing
from leadlight.contacts.model import Sighting
from leadlight.contacts.safelist import NO_SAFELIST, Safelist
from leadlight.contacts.sighting import sighting_of
from leadlight.postings.model import Posting

MOST_RECENT = 256
"""Ads between their check and their store; an ad that falls out is worked out again. At some 10 KB each, 3 MB."""


class RecentSightings:
    """Sightings of the ads that are under way. May be used from several threads.

    Args:
        keys: the deployment's keys.
        safelist: contact points that are not kept.

    """

    def __init__(self, keys: KeyRing, safelist: Safelist = NO_SAFELIST) -> None:
        self._keys = keys
        self._safelist = safelist
        # By the object: the same posting goes from the check to the store, and comparing its words would cost more.
        self._held: OrderedDict[int, tuple[Posting, Sighting]] = OrderedDict()
        self._lock = Lock()

    def of(self, posting: Posting, day: date) -> Sighting:
        """What is remembered of an ad seen on this day; kept until `take` asks for it."""
        made = sighting_of(posting, self._keys, day=day, safelist=self._safelist)
        with self._lock:
            self._held[id(posting)] = (posting, made)
            while len(self._held) > MOST_RECENT:
                self._held.popitem(last=False)
        return made

    def take(self, posting: Posting, day: date) -> Sighting:
        """The same, and no longer kept here."""
        with self._lock:
            held = self._held.pop(id(posting), None)
        if held is None:
            return sighting_of(posting, self._keys, day=day, safelist=self._safelist)
        return replace(held[1], seen_on=day)
