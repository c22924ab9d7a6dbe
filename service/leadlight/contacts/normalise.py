"""What a contact point is in the end: all spellings of one mailbox, number, account or page give one identity."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from leadlight.postings.model import Contact, ContactKind

_SCHEMES = re.compile(r"\A(?:[^/?#]*://)+")
_WWW = re.compile(r"\A(?:www\.)+")
_MAIL_RULES = Path(__file__).with_name("mail_rules.yml")

NUMBERED = frozenset(
    {ContactKind.PHONE, ContactKind.WHATSAPP, ContactKind.VIBER, ContactKind.SIGNAL, ContactKind.TELEGRAM}
)
"""Kinds that may be reached by a phone number: a number in any of them is that phone."""


@dataclass(frozen=True, slots=True)
class MailRule:
    """Which spellings of an address one provider delivers to one mailbox."""

    domain: str
    dots: bool = False
    tag: str = ""
    ignored: str = ""
    same: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """A contact point as it is compared: its kind ("phone" also for messengers by number) and canonical value."""

    kind: ContactKind
    value: str


@cache
def load_mail_rules() -> Mapping[str, MailRule]:
    """The bundled rules by domain, other domains of a provider included."""
    raw: dict[str, dict[str, Any]] = yaml.safe_load(_MAIL_RULES.read_text(encoding="utf-8"))
    rules: dict[str, MailRule] = {}
    for domain, row in raw.items():
        aliases = row.pop("aliases", [])
        rule = MailRule(domain=domain, **row)
        rules |= dict.fromkeys((domain, *aliases), rule)
    return rules


PICTURE_PARTS = 4
"""Parts of the hash of a picture. Saving a picture again changes some bits of it, mostly within one or two parts."""


def identities_of(contact: Contact) -> tuple[Identity, ...]:
    """Everything by which a contact point is looked up; empty when its value holds nothing to compare.

    A picture has several: any two parts of its hash that are the same make it the same picture, so each pair of
    them is looked up.
    """
    if contact.kind is not ContactKind.IMAGE:
        one = identity_of(contact)
        return () if one is None else (one,)
    size = len(contact.value) // PICTURE_PARTS
    parts = [f"{at}:{contact.value[at * size : (at + 1) * size]}" for at in range(PICTURE_PARTS)]
    return tuple(Identity(ContactKind.IMAGE, " ".join(pair)) for pair in combinations(parts, 2)) if size else ()


def identity_of(contact: Contact) -> Identity | None:
    """The identity of a contact point; None when its value holds nothing to compare.

    >>> identity_of(Contact(ContactKind.WHATSAPP, "+48601234567", "WhatsApp: 601 234 567"))
    Identity(kind=<ContactKind.PHONE: 'phone'>, value='+48601234567')
    """
    value = _compact(contact.value)
    if contact.kind in NUMBERED and (value := value.lstrip("@")).startswith("+"):
        return _if_any(ContactKind.PHONE, "+" + "".join(filter(str.isdecimal, value)), shortest=len("+123456"))
    if contact.kind is ContactKind.EMAIL:
        return _if_any(ContactKind.EMAIL, mailbox(value), shortest=len("a@b.c"))
    if contact.kind is ContactKind.LINK:
        return _if_any(ContactKind.LINK, _page(value))
    if contact.kind is ContactKind.IBAN:
        return _if_any(ContactKind.IBAN, _compact(value.upper()))
    if contact.kind is ContactKind.WALLET:
        return _if_any(ContactKind.WALLET, value)
    return _if_any(contact.kind, _compact(value.casefold()).lstrip("@").rstrip("/"))


def _compact(value: str) -> str:
    """A value without spaces and with the plain form of each letter; both twice, since one may make the other."""
    return unicodedata.normalize("NFKC", "".join(unicodedata.normalize("NFKC", value).split()))


def mailbox(address: str) -> str:
    """The mailbox that an address reaches: lower case, domain in ASCII, without what its provider ignores.

    >>> mailbox("Anna.Nowak+jobs@GoogleMail.com")
    'annanowak@gmail.com'
    """
    local, _, domain = address.strip().casefold().rpartition("@")
    domain = _ascii_domain(domain.rstrip(".\u3002")).rstrip(".")
    rule = load_mail_rules().get(domain)
    if rule is None:
        return f"{local}@{domain}" if local else ""
    if rule.tag:
        local = local.partition(rule.tag)[0] or local
    for one, other in (rule.same or {}).items():
        local = local.replace(one, other)
    dropped = rule.ignored + ("." if rule.dots else "")
    local = "".join(letter for letter in local if letter not in dropped) or local
    return f"{local}@{rule.domain}" if local else ""


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _page(address: str) -> str:
    rest = _SCHEMES.sub("", address).partition("#")[0].rstrip("/")
    host, slash, path = rest.partition("/")
    return _WWW.sub("", _ascii_domain(host.casefold())) + slash + path


def _if_any(kind: ContactKind, value: str, *, shortest: int = 1) -> Identity | None:
    return Identity(kind, value) if len(value) >= shortest else None
