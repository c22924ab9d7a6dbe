"""Which registers an ad concerns: by the number it claims, the country of the work, and the recruiter's country."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import phonenumbers
import yaml

from leadlight.postings.model import ContactKind, Posting
from leadlight.registers.source import Covers, RegisterSource

_LANGUAGES_FILE = Path(__file__).parent / "language_countries.yml"
_PHONE_KINDS = frozenset({ContactKind.PHONE, ContactKind.WHATSAPP, ContactKind.VIBER, ContactKind.SIGNAL})


class Basis(StrEnum):
    """Why a register is asked, the strongest first."""

    CLAIMED_NUMBER = "claimed_number"
    RECRUITER_COUNTRY = "recruiter_country"
    WORK_COUNTRY = "work_country"


@dataclass(frozen=True, slots=True)
class Concerned:
    """A register that an ad concerns.

    Attributes:
        source: the register.
        basis: why it is asked.
        absence_counts: whether not standing on it says anything about this ad.

    """

    source: RegisterSource
    basis: Basis
    absence_counts: bool


@cache
def country_of_language() -> Mapping[str, str]:
    """Language -> the country whose people are meant by an ad in it; languages of many countries are missing."""
    countries: dict[str, str] = yaml.safe_load(_LANGUAGES_FILE.read_text(encoding="utf-8"))["one_country"]
    return countries


@cache
def languages_of_permit_holders() -> frozenset[str]:
    """Languages whose readers mostly need a permit to work in the European Union."""
    languages: list[str] = yaml.safe_load(_LANGUAGES_FILE.read_text(encoding="utf-8"))["need_permit"]
    return frozenset(languages)


def work_countries(posting: Posting) -> frozenset[str]:
    """Countries of the place of work that the ad names. Empty: it names none."""
    return frozenset(country for country in (posting.country, *(p.country for p in posting.places)) if country)


def recruiter_countries(posting: Posting) -> frozenset[str]:
    """Countries from which the ad recruits, by its phone numbers, addresses on the net, and a language of one country.

    Empty: nothing shows it. An English ad with an address under .com shows nothing.
    """
    found = {_country_of_phone(c.value) for c in posting.contacts if c.kind in _PHONE_KINDS}
    hosts = [c.value.rpartition("@")[2] for c in posting.contacts if c.kind is ContactKind.EMAIL]
    hosts += [_host(c.value) for c in posting.contacts if c.kind is ContactKind.LINK]
    hosts.append(_host(posting.url))
    found |= {_country_of_host(host) for host in hosts}
    found.add(country_of_language().get(posting.language, ""))
    return frozenset(found - {""})


def registers_for(posting: Posting, sources: Iterable[RegisterSource]) -> Sequence[Concerned]:
    """The registers to ask about an ad, each once. Empty: none of the known registers concerns it."""
    schemes = {claim.scheme for claim in posting.licence_claims}
    work, recruiter = work_countries(posting), recruiter_countries(posting)
    return [
        Concerned(source, basis, _absence_counts(source, basis, work, recruiter))
        for source in sources
        if (basis := _basis(source, schemes, work, recruiter)) is not None
    ]


def _basis(source: RegisterSource, schemes: set[str], work: frozenset[str], recruiter: frozenset[str]) -> Basis | None:
    if source.number_scheme and source.number_scheme in schemes:
        return Basis.CLAIMED_NUMBER
    if source.country in recruiter:
        return Basis.RECRUITER_COUNTRY
    return Basis.WORK_COUNTRY if source.country in work else None


def _absence_counts(source: RegisterSource, basis: Basis, work: frozenset[str], recruiter: frozenset[str]) -> bool:
    if not source.absence.counts:
        return False
    if basis is Basis.CLAIMED_NUMBER:
        return True
    if basis is Basis.WORK_COUNTRY:
        # An agency that recruits from elsewhere stands on the list of elsewhere.
        return Covers.WORK_HERE in source.covers and not recruiter
    abroad = bool(work - {source.country})
    return (Covers.WORK_ABROAD if abroad else Covers.WORK_HERE) in source.covers


def _country_of_phone(value: str) -> str:
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(value)) or ""
    except phonenumbers.NumberParseException:
        return ""


def _host(url: str) -> str:
    try:
        return urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""


# Country-code domains that anybody in the world takes for their sound.
_WORLDWIDE = frozenset({"io", "co", "me", "tv", "ai", "cc", "ws", "eu", "to", "ly", "gg", "fm", "im"})


def _country_of_host(host: str) -> str:
    last = host.rpartition(".")[2].lower()
    if len(last) != len("uk") or not last.isalpha() or last in _WORLDWIDE:
        return ""
    return "GB" if last == "uk" else last.upper()
