"""Who posts an ad: the employer itself, an agency, or unclear. A direct employer needs no agency licence."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from leadlight.postings.model import Posting
from leadlight.registers.folding import fold_text
from leadlight.registers.numbers import shows_agency

_WORDS_FILE = Path(__file__).parent / "poster_words.yml"


class PosterKind(StrEnum):
    """Who posts."""

    EMPLOYER = "employer"
    AGENCY = "agency"
    UNCLEAR = "unclear"


class PosterReason(StrEnum):
    """Why an ad is held to come from an agency or from an employer."""

    AGENCY_NAMED = "agency_named"
    LICENCE_CLAIMED = "licence_claimed"
    AGENCY_WORD_IN_NAME = "agency_word_in_name"
    FOR_A_CLIENT = "for_a_client"
    SAYS_DIRECT = "says_direct"
    NO_SIGN = "no_sign"


@dataclass(frozen=True, slots=True)
class Poster:
    """Who posts an ad.

    Attributes:
        kind: employer, agency or unclear.
        reason: the sign it rests on.
        names: names by which the ad may call the agency, the surest first. Empty: the ad names nobody.
        words: the folded words of the ad that show it, "" when the sign is not a matter of words.

    """

    kind: PosterKind
    reason: PosterReason
    names: tuple[str, ...] = ()
    words: str = ""


@cache
def _phrases(group: str) -> tuple[tuple[str, str], ...]:
    """The folded phrases of a group, the longest first, each behind its first word."""
    raw: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(_WORDS_FILE.read_text(encoding="utf-8"))
    folded = {" ".join(fold_text(phrase)) for phrases in raw[group].values() for phrase in phrases}
    return tuple((phrase.split()[0], phrase) for phrase in sorted(folded, key=lambda phrase: (-len(phrase), phrase)))


def who_posts(posting: Posting) -> Poster:
    """Say who posts an ad, from the first of these signs that it shows.

    An agency field; a licence number (a company number is none); an agency word in the name of the employer;
    "we hire directly"; "for our client". Without any sign it is unclear: an unknown employer is never taken
    for an agency.
    """
    names = tuple(dict.fromkeys(name.strip() for name in (posting.agency, posting.employer) if name.strip()))
    if posting.agency.strip():
        return Poster(PosterKind.AGENCY, PosterReason.AGENCY_NAMED, names)
    licences = [claim for claim in posting.licence_claims if shows_agency(claim.scheme)]
    if licences:
        return Poster(PosterKind.AGENCY, PosterReason.LICENCE_CLAIMED, names, licences[0].written)
    employer = fold_text(posting.employer)
    if word := _first_in("agency_name", f" {' '.join(employer)} ", set(employer)):
        return Poster(PosterKind.AGENCY, PosterReason.AGENCY_WORD_IN_NAME, names, word)
    text = words_of(posting)
    known = set(text.split())
    if words := _first_in("direct", text, known):
        return Poster(PosterKind.EMPLOYER, PosterReason.SAYS_DIRECT, names, words)
    if words := _first_in("for_client", text, known):
        return Poster(PosterKind.AGENCY, PosterReason.FOR_A_CLIENT, names, words)
    return Poster(PosterKind.UNCLEAR, PosterReason.NO_SIGN, names)


def words_of(posting: Posting) -> str:
    """The folded words of title and text, one space between them and at both ends."""
    return f" {' '.join(fold_text(posting.title))} {' '.join(fold_text(posting.text))} "


def _first_in(group: str, spaced: str, words: Set[str]) -> str:
    """The first phrase of a group that stands in a text; few have a first word that is one of its words."""
    return next((phrase for first, phrase in _phrases(group) if first in words and f" {phrase} " in spaced), "")
