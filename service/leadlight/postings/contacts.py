"""Find the contact points of an ad as people write them: phones, e-mail, messengers, links, bank accounts, wallets."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote

import stdnum.bitcoin
import stdnum.iban
from publicsuffixlist import PublicSuffixList

from leadlight.errors import BadUrl
from leadlight.postings.canonical_url import canonical_url
from leadlight.postings.contact_traits import with_traits
from leadlight.postings.language import likely_regions
from leadlight.postings.messengers import HANDLE, load_messengers, messenger_before
from leadlight.postings.model import Contact, ContactKind, Span
from leadlight.postings.near_digits import found_in, places_around
from leadlight.postings.phones import announced_phones, announced_places, phones, places_of_digits
from leadlight.postings.spelled_phones import spelled_phones, spelled_places

AT_IN_BRACKETS = r"[(\[{]\s?(?:at|małpa|malpa|zavináč|zavinac|kukac|chiocciola|arroba|собака|@)\s?[)\]}]\s?"
AT = rf"(?:@|\s?{AT_IN_BRACKETS})"
DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|kropka|bodka|pont|punto|punkt|точка|крапка|\.)\s?[)\]}]\s?)"
LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
EMAIL = re.compile(
    rf"(?<![\w.+-])([A-Za-z0-9](?:[A-Za-z0-9_%+'-]|\.(?=[A-Za-z0-9])){{0,63}}){AT}({LABEL}(?:{DOT}{LABEL}){{1,5}})",
    re.IGNORECASE,
)
ANY_AT = re.compile(rf"@|{AT_IN_BRACKETS}", re.IGNORECASE)
ANY_DOT = re.compile(DOT, re.IGNORECASE)
LINK = re.compile(r"(?<![\w@])(?:https?://|www\.)[^\s<>\"'\]\[{}|\\^`]{3,2000}", re.IGNORECASE)
LINK_END = ".,;:!?)»”’…"
# Each begins with the signs that it can begin with and looks back afterwards: that way the search can jump to them.
IBAN = re.compile(r"([A-Z](?<![A-Za-z0-9].)[A-Z]\d{2}(?:[ -]?[A-Z0-9]{1,4}){3,9})(?![A-Za-z0-9])")
POLISH_ACCOUNT = re.compile(r"(\d(?<!\d.)\d(?:[ -]?\d{4}){6})(?!\d)")
BITCOIN = re.compile(
    r"(?:[13](?<![A-Za-z0-9].)[1-9A-HJ-NP-Za-km-z]{25,34}|b(?<![A-Za-z0-9].)c1[02-9ac-hj-np-z]{11,71})(?![A-Za-z0-9])"
)
ETHEREUM = re.compile(r"0(?<![A-Za-z0-9].)x[0-9A-Fa-f]{40}(?![A-Za-z0-9])")
SHORTEST_IBAN = 15
LONGEST_ADDRESS = 300
# 64 characters and a space.
LONGEST_LOCAL_PART = 66
MOST_CONTACTS = 200
Found = Iterator[Contact]


def find_contacts(text: str, *, country: str = "", language: str = "", field: str = "text") -> tuple[Contact, ...]:
    """Contact points in the order of the text. Empty: the text names none.

    Numbers without a country code are read as numbers of the country of `language` or of `country`; numbers that
    cannot exist there are left out, unless the ad announces them as a phone number and their length is right.
    """
    found: list[Contact] = []
    for finder in (messenger_links, links, emails, ibans, wallets, handles):
        _add(found, finder(text, field))
    # "ZZ" is no country: without a likely one, only numbers that bring their own country code are read.
    regions = likely_regions(country, language) or ["ZZ"]
    digits, spelled = places_of_digits(text), spelled_places(text)
    announced = announced_places(text, digits)
    for region in regions:
        _add(found, phones(text, field, region, digits))
        _add(found, spelled_phones(text, field, region, spelled))
    for region in regions:
        _add(found, announced_phones(text, field, region, announced))
    return tuple(sorted(map(with_traits, found), key=lambda contact: contact.span.start if contact.span else 0))


def contacts_in_links(
    addresses: Iterable[str], known: tuple[Contact, ...], *, country: str = ""
) -> tuple[Contact, ...]:
    """Contact points that only the links of a page hold: mail, phone and messenger buttons. They have no place."""
    found: dict[tuple[ContactKind, str], Contact] = {}
    for address in addresses:
        scheme, _, rest = address.partition(":")
        written = unquote(rest.split("?")[0]) if scheme.lower() in ("mailto", "tel", "callto", "sms") else address
        points = find_contacts(written[:LONGEST_ADDRESS], country=country)
        for contact in points:
            if contact.kind is not ContactKind.LINK:
                found.setdefault((contact.kind, contact.value), replace(contact, span=None))
    values = {contact.value for contact in known}
    return tuple(contact for contact in found.values() if contact.value not in values)


def _add(found: list[Contact], more: Found) -> None:
    """Add contacts that do not lie inside or over one that is already found."""
    for contact in more:
        span = contact.span
        if span is None or len(found) >= MOST_CONTACTS:
            return
        if not any(other.span and span.start < other.span.end and other.span.start < span.end for other in found):
            found.append(contact)


def messenger_links(text: str, field: str) -> Found:
    """Links that open a chat."""
    lowered = text.lower()
    if not any(hint in lowered for hint in load_messengers().hints):
        return
    for link in load_messengers().links:
        for match in link.pattern.finditer(text):
            value = f"+{match[1]}" if link.takes_number else match[1].lower()
            yield Contact(link.kind, value, match[0], Span(field, match.start(), match.end()))


def links(text: str, field: str) -> Found:
    """Web links."""
    lowered = text.lower()
    if "http" not in lowered and "www." not in lowered:
        return
    for match in LINK.finditer(text):
        written = match[0].rstrip(LINK_END)
        if written.count("(") > written.count(")") and match[0][len(written) :].startswith(")"):
            written += ")"
        try:
            value = canonical_url(written)
        except BadUrl:
            continue
        yield Contact(ContactKind.LINK, value, written, Span(field, match.start(), match.start() + len(written)))


def emails(text: str, field: str) -> Found:
    """E-mail addresses, also `name (at) firm (dot) com`."""
    signs = [match.span() for match in ANY_AT.finditer(text)]
    places = places_around(signs, len(text), before=LONGEST_LOCAL_PART, after=LONGEST_ADDRESS)
    for match in found_in(EMAIL, text, places):
        domain = ANY_DOT.sub(".", match[2]).lower()
        end = match.end()
        if load_suffixes().publicsuffix(domain, accept_unknown=False) is None:
            continue
        written = text[match.start() : end]
        yield Contact(ContactKind.EMAIL, f"{match[1].lower()}@{domain}", written, Span(field, match.start(), end))


def ibans(text: str, field: str) -> Found:
    """Bank accounts with right check digits; Polish ones also without their country letters."""
    for match in IBAN.finditer(text):
        written = match[1]
        while len(written) >= SHORTEST_IBAN and not stdnum.iban.is_valid(written):
            written = written[:-1].rstrip(" -")
        if len(written) >= SHORTEST_IBAN:
            yield Contact(
                ContactKind.IBAN,
                stdnum.iban.compact(written),
                written,
                Span(field, match.start(), match.start() + len(written)),
            )
    for match in POLISH_ACCOUNT.finditer(text):
        value = "PL" + re.sub(r"\D", "", match[1])
        if stdnum.iban.is_valid(value):
            yield Contact(ContactKind.IBAN, value, match[1], Span(field, match.start(), match.end()))


def wallets(text: str, field: str) -> Found:
    """Wallets of Bitcoin (check sum right) and of Ethereum and its relatives (form only: case is rarely kept)."""
    for match in BITCOIN.finditer(text):
        if stdnum.bitcoin.is_valid(match[0]):
            yield Contact(ContactKind.WALLET, match[0], match[0], Span(field, match.start(), match.end()))
    for match in ETHEREUM.finditer(text):
        yield Contact(ContactKind.WALLET, match[0].lower(), match[0], Span(field, match.start(), match.end()))


def handles(text: str, field: str) -> Found:
    """Names such as `@agent_anna` after the name of a messenger."""
    for match in HANDLE.finditer(text):
        kind = messenger_before(text, match.start())
        if kind is not None:
            yield Contact(kind, match[1].lower(), match[0], Span(field, match.start(), match.end()))


@lru_cache(maxsize=1)
def load_suffixes() -> PublicSuffixList:
    """Load the public suffix list that lies inside its package. Nothing is downloaded."""
    return PublicSuffixList()
