"""A posting: a job ad as read, with where each part came from. Field names follow schema.org JobPosting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Origin(StrEnum):
    """Where a value of a posting was read."""

    JSON_LD = "json-ld"
    MICRODATA = "microdata"
    RDFA = "rdfa"
    OPEN_GRAPH = "open-graph"
    EMBEDDED_STATE = "embedded-state"
    PAGE_TEXT = "page-text"
    PASTED = "pasted"
    GIVEN = "given"
    FETCHED = "fetched"


class ContactKind(StrEnum):
    """Kinds of contact point."""

    PHONE = "phone"
    EMAIL = "email"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    VIBER = "viber"
    SIGNAL = "signal"
    MESSENGER = "messenger"
    LINK = "link"
    IBAN = "iban"
    WALLET = "wallet"
    IMAGE = "image"


class ContactTrait(StrEnum):
    """What is known of a contact point from lists: facts, common in honest ads, that count only beside others."""

    FREE_MAIL = "free-mail"
    DISPOSABLE_MAIL = "disposable-mail"
    SHORT_LINK = "short-link"
    PUBLIC_INBOX = "public-inbox"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a posting: code points `start` (included) to `end` (excluded) of one field.

    `field` is the name of a text field of `Posting`: "text", "title", "employer" or "agency".
    Offsets count Unicode code points, as Python does; JavaScript converts.
    """

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact point found in a posting.

    Attributes:
        kind: what sort of contact point.
        value: canonical form: E.164 for phones (and for messengers reached by number), lower-case
            address for e-mail, bare lower-case handle for messenger names, compact form for IBAN,
            perceptual hash for pictures.
        written: the characters of the ad.
        span: where, or None when it came from structured data and does not stand in the text.
        traits: what lists know of it; empty: they do not know it, which says nothing for or against it.

    """

    kind: ContactKind
    value: str
    written: str
    span: Span | None = None
    traits: tuple[ContactTrait, ...] = ()


@dataclass(frozen=True, slots=True)
class LicenceClaim:
    """A licence or register number that the ad prints for an agency.

    Attributes:
        scheme: which numbering it belongs to, as the register sources name it ("kraz", "bd-rl", "poea" …).
        number: compact form, as the register's own numbers are compacted.
        written: the characters of the ad.
        span: where in the text.

    """

    scheme: str
    number: str
    written: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Pay:
    """An amount of pay that the ad names.

    Attributes:
        low: lowest amount, in units of `currency`; None for "up to".
        high: highest amount; None for "from".
        currency: ISO 4217 code, "" when the ad names none.
        period: "hour", "day", "week", "month", "year", "piece" or "" when the ad does not say.
        basis: "gross", "net" or "".
        monthly_low, monthly_high: the same normalised to one month, None when it cannot be.
        assumption: what the normalising assumed, in words; "" when nothing.

    """

    low: float | None
    high: float | None
    currency: str
    period: str
    basis: str = ""
    monthly_low: float | None = None
    monthly_high: float | None = None
    assumption: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place of work: a name as written and, where known, an ISO 3166-1 alpha-2 country in upper case."""

    name: str
    country: str = ""
    origin: Origin = Origin.PAGE_TEXT


@dataclass(frozen=True, slots=True)
class OfficeAddress:
    """A postal address that an ad gives for the office of its agency or employer, not for the place of work.

    Attributes:
        written: the characters of the ad, or the parts of the markup joined by commas.
        town: as written; never empty, because without a town there is nothing to compare.
        postcode: as written, "" when there is none.
        country: ISO 3166-1 alpha-2 that the address itself names, "" when it names none.
        name: whose address it is, as the ad names it; "" when the ad only labels it, or a licence number stands by it.

    """

    written: str
    town: str
    postcode: str = ""
    country: str = ""
    origin: Origin = Origin.PAGE_TEXT
    span: Span | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources of one page that say different things about one field. Kept, never resolved silently."""

    field: str
    one: str
    one_origin: Origin
    other: str
    other_origin: Origin


class Comparison(StrEnum):
    """Whether a site shows this service the same ad as its reader; "" when nobody asked."""

    NOT_ASKED = ""
    SAME = "same"
    DIFFERENT = "different"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat.

    Attributes:
        sender: who wrote it, as the chat names them; "" when the export does not repeat the name.
        sent: date and time as the chat writes them.
        span: its words in the text, without name and date.

    """

    sender: str
    sent: str
    span: Span


@dataclass(frozen=True, slots=True)
class Posting:
    """A job ad as read.

    Only `text` is needed. An empty string or tuple means "the ad does not say", which differs from a
    part that could not be read: a posting that cannot be read is an error, not a `Posting`.

    Attributes:
        text: the ad's own words, plain text with line breaks. Offsets of findings count in it.
        employer: hiringOrganization; agency: the placing or lending agency, when the ad names one.
        country: ISO 3166-1 alpha-2 of the place of work, upper case, "" when unknown.
        language: ISO 639-1 of the text, "" when unknown.
        office_addresses: postal addresses of the agency's or employer's office.
        url: canonical address of the ad, "" when pasted.
        origins: field name -> where it was read.
        messages: where the text is a chat, its messages in order; a quote stands in the message whose span holds it.
        comparison: whether the site showed this service the same ad; what differs stands in `disagreements`.

    """

    text: str
    title: str = ""
    employer: str = ""
    agency: str = ""
    places: tuple[Place, ...] = ()
    country: str = ""
    language: str = ""
    pay: tuple[Pay, ...] = ()
    contacts: tuple[Contact, ...] = ()
    licence_claims: tuple[LicenceClaim, ...] = ()
    office_addresses: tuple[OfficeAddress, ...] = ()
    url: str = ""
    date_posted: date | None = None
    valid_through: date | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)
    disagreements: tuple[Disagreement, ...] = ()
    messages: tuple[Message, ...] = ()
    comparison: Comparison = Comparison.NOT_ASKED
