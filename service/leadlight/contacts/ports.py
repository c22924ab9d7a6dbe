"""What the contact check asks of a store. Implemented in `leadlight.storage`, handed in by `leadlight.app`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from leadlight.contacts.model import Fingerprint, Sighting, TextSignature

if TYPE_CHECKING:
    from leadlight.contacts.alerts import Alert


class SightingStore(Protocol):
    """Sightings of ads by contact fingerprint. Every call may raise `StoreUnavailable`."""

    def remember(self, sighting: Sighting) -> None:
        """Keep one sighting. Remembering the same ad again updates its last day and adds nothing to any count."""
        ...

    def sharing(self, fingerprint: Fingerprint, *, limit: int, vouched: bool = False) -> Sequence[Sighting]:
        """Ads that share this fingerprint, newest first, at most `limit`. Empty: none was seen.

        `vouched`: only those that staff stand for, however many others there are.
        """
        ...

    def count_sharing(self, fingerprint: Fingerprint, *, most: int, vouched: bool = False) -> int:
        """How many ads share this fingerprint, counted up to `most`; with `vouched` of those that staff stand for."""
        ...

    def alike(self, signature: TextSignature, *, limit: int) -> Sequence[Sighting]:
        """Ads whose text may be nearly the same: each shares a band, those that share most first, at most `limit`.

        Each comes with its own signature, for the caller to verify. Empty: no text shares a band.
        """
        ...

    def digests_of(self, ad_ids: Sequence[bytes]) -> Mapping[bytes, frozenset[bytes]]:
        """Hashes of the contact points of these ads; an ad that has none is left out."""
        ...


class ClusterStore(Protocol):
    """What the walk through linked ads asks of a store. Every call may raise `StoreUnavailable`."""

    def ads(self, ad_ids: Sequence[bytes]) -> Sequence[Sighting]:
        """These ads, each with all its fingerprints and its text signature; those that are not there are left out."""
        ...

    def holders(self, digest: bytes, *, limit: int) -> Sequence[bytes]:
        """Ids of the ads that share the contact point with this hash, at most `limit`. Empty: none does."""
        ...

    def alike(self, signature: TextSignature, *, limit: int) -> Sequence[Sighting]:
        """As `SightingStore.alike`."""
        ...


class AlertStore(Protocol):
    """What looking for alerts asks of a store. Every call may raise `StoreUnavailable`."""

    def busy_contacts(self, *, since: date, at_least: int) -> Sequence[Fingerprint]:
        """Contact points in at least so many ads first seen on or after `since`. Empty: none is."""
        ...

    def last_acknowledged(self, rule: str, contact: Fingerprint) -> date | None:
        """The last day on which staff took note of this rule for this contact point; None: they never did."""
        ...

    def keep(self, new: "Alert") -> bool:
        """Keep an alert; False when the same rule waits for staff already for this contact point."""
        ...
