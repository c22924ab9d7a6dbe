"""Sightings: which contact points were seen in which ads, without any clear value."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A keyed hash of one contact point or text. `kind` is a `ContactKind`; `key_id` says which key made it."""

    kind: str
    digest: bytes
    key_id: str


@dataclass(frozen=True, slots=True)
class TextSignature:
    """What is kept of a text so that nearly the same text can be recognised; the words cannot be read from it.

    Attributes:
        bands: 32 signed 64-bit keyed hashes; two texts that are nearly the same share at least one.
        sketch: 128 bytes; the share of equal bytes estimates how alike two texts are (see `likeness.alike`).
        sentences: keyed hashes of its sentences, 5 bytes each (see `common_text`); empty: none is long enough, or
            it was remembered before these were kept.

    """

    bands: tuple[int, ...]
    sketch: bytes
    sentences: bytes = b""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One ad as remembered: what links it to others, and nothing about who asked.

    Attributes:
        ad_id: keyed hash of the ad's address, or of its text when it has none; the same ad seen twice is one.
        title, employer, place, site: as printed in the ad, for staff; `employer_key` is the folded name.
        country: ISO 3166-1 alpha-2 or "".
        seen_on: the last day it was seen, never the time.
        fingerprints: of its contact points; a store that was asked for one gives back that one.
        first_seen_on: the first day it was seen; None until a store has kept it.
        text: signature of its text; None when the text is too short for one, or was not asked for.
        vouched: staff stand for it: it came with a collection that they imported. What anybody may send in is not.

    """

    ad_id: bytes
    title: str
    employer: str
    employer_key: str
    place: str
    country: str
    site: str
    seen_on: date
    fingerprints: tuple[Fingerprint, ...]
    first_seen_on: date | None = None
    text: TextSignature | None = None
    vouched: bool = False
