"""A JobPosting as a page's own markup states it: the same reading for JSON-LD, microdata and RDFa."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from leadlight.postings.countries import ALPHA2_LENGTH, country_code
from leadlight.postings.html_text import html_to_text, one_line
from leadlight.postings.model import OfficeAddress, Origin, Pay, Place
from leadlight.postings.office import read_address
from leadlight.postings.pay_month import with_month

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,4})?")
UNITS = {
    "HOUR": "hour",
    "DAY": "day",
    "WEEK": "week",
    "MONTH": "month",
    "YEAR": "year",
    "ANNUAL": "year",
    "HUR": "hour",
}
CURRENCY = re.compile(r"[A-Z]{3}")
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class StructuredPosting:
    """What the markup says. Empty fields: the markup does not say.

    `contacts` are written as links (`mailto:…`, `tel:…`), `url` is the address the ad gives for itself.
    """

    origin: Origin
    title: str = ""
    description: str = ""
    employer: str = ""
    places: tuple[Place, ...] = ()
    pay: tuple[Pay, ...] = ()
    date_posted: date | None = None
    valid_through: date | None = None
    url: str = ""
    contacts: tuple[str, ...] = ()
    office_addresses: tuple[OfficeAddress, ...] = ()


def read_properties(values: Values, origin: Origin) -> StructuredPosting:
    """Read the properties of one schema.org JobPosting. Values of a wrong type are ignored, never an error."""
    texts = [html_to_text(text) for name in DESCRIBING for text in words(values.get(name))]
    return StructuredPosting(
        origin=origin,
        title=first_line(values.get("title")) or first_line(values.get("name")),
        description="\n\n".join(dict.fromkeys(text for text in texts if text)),
        employer=first_line(values.get("hiringOrganization")),
        places=tuple(read_places(values.get("jobLocation"), origin)) or tuple(remote_place(values, origin)),
        pay=read_pay(values.get("baseSalary"), first_line(values.get("salaryCurrency"))),
        date_posted=read_date(values.get("datePosted")),
        valid_through=read_date(values.get("validThrough")),
        url=first_line(values.get("url")),
        contacts=tuple(read_contacts(values)),
        office_addresses=tuple(read_office_addresses(values.get("hiringOrganization"), origin)),
    )


DESCRIBING = (
    "description", "responsibilities", "qualifications", "skills", "experienceRequirements", "educationRequirements",
    "physicalRequirement", "sensoryRequirement", "specialCommitments", "workHours", "jobBenefits",
    "incentiveCompensation", "employerOverview",
)  # fmt: skip


def each(value: object) -> Iterator[object]:
    """The values of a property that may be one value or a list."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from value
    elif value is not None:
        yield value


def words(value: object) -> Iterator[str]:
    """Texts of a property: strings, `@value` objects, names of things."""
    for one in each(value):
        if isinstance(one, str):
            # JSON can name halves of characters, which no text may hold.
            yield one.encode("utf-8", "replace").decode()
        elif isinstance(one, Mapping):
            yield from words(one.get("@value") or one.get("name") or one.get("legalName"))


def first_line(value: object) -> str:
    """First text of a property in one line, "" when it has none."""
    return next((line for line in map(one_line, words(value)) if line), "")


def read_places(value: object, origin: Origin) -> Iterator[Place]:
    """Places of work: addresses as objects or as text."""
    for one in each(value):
        if not isinstance(one, Mapping):
            name = one_line(one) if isinstance(one, str) else ""
            if name:
                yield Place(name, country_code(name.rsplit(",", 1)[-1]), origin)
            continue
        address = next(each(one.get("address")), one)
        if isinstance(address, str):
            yield from read_places(address, origin)
        elif isinstance(address, Mapping):
            parts = [first_line(address.get(key)) for key in ("addressLocality", "addressRegion")]
            country = first_line(address.get("addressCountry"))
            name = ", ".join(
                dict.fromkeys(part for part in [*parts, country if len(country) > ALPHA2_LENGTH else ""] if part)
            )
            name = name or first_line(one.get("name"))
            if name or country:
                yield Place(name, country_code(country) or country_code(name.rsplit(",", 1)[-1]), origin)


def read_office_addresses(value: object, origin: Origin) -> Iterator[OfficeAddress]:
    """Postal addresses of the hiring organisation; one without a town is left out."""
    for organisation in each(value):
        if not isinstance(organisation, Mapping):
            continue
        name = first_line(organisation)
        for address in each(organisation.get("address")):
            if isinstance(address, str):
                read = read_address(one_line(address), origin, name=name)
                if read is not None:
                    yield read
            elif isinstance(address, Mapping) and (town := first_line(address.get("addressLocality"))):
                postcode, country = first_line(address.get("postalCode")), first_line(address.get("addressCountry"))
                parts = (first_line(address.get("streetAddress")), f"{postcode} {town}".strip(), country)
                written = ", ".join(part for part in parts if part)
                yield OfficeAddress(written, town, postcode, country_code(country), origin, name=name)


def remote_place(values: Values, origin: Origin) -> Iterator[Place]:
    """The place of an ad for work from home: where applicants may live, else the word that markup uses for it."""
    if "TELECOMMUTE" not in first_line(values.get("jobLocationType")).upper():
        return
    allowed = list(read_places(values.get("applicantLocationRequirements"), origin))
    yield from allowed or [Place("Remote", "", origin)]


def read_contacts(values: Values) -> Iterator[str]:
    """Mail and phone of the ad's contact person and employer, as links."""
    for holder in ("applicationContact", "hiringOrganization"):
        for one in each(values.get(holder)):
            if isinstance(one, Mapping):
                yield from (f"mailto:{address}" for address in words(one.get("email")))
                yield from (f"tel:{number}" for number in words(one.get("telephone")))


def read_date(value: object) -> date | None:
    """Date of a property, None when it has none that exists."""
    found = ISO_DATE.match(first_line(value))
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def read_pay(value: object, currency: str) -> tuple[Pay, ...]:
    """Pay of a `MonetaryAmount`. Prose in place of a number ("by agreement") gives nothing."""
    for one in each(value):
        if not isinstance(one, Mapping):
            amount = number_of(one)
            if amount and CURRENCY.fullmatch(currency.upper()):
                return (Pay(low=amount, high=amount, currency=currency.upper(), period=""),)
            continue
        code = first_line(one.get("currency")).upper() or currency.upper()
        value_in = next(each(one.get("value")), None)
        bounds: Values = value_in if isinstance(value_in, Mapping) else {**one, "value": value_in}
        exact = number_of(bounds.get("value"))
        low, high = number_of(bounds.get("minValue")), number_of(bounds.get("maxValue"))
        low, high = (exact, exact) if low is None and high is None else (low, high)
        unit = first_line(bounds.get("unitText") or bounds.get("unitCode") or one.get("unitText")).upper()
        if (low or high) and CURRENCY.fullmatch(code):
            return (with_month(Pay(low=low, high=high, currency=code, period=UNITS.get(unit, ""))),)
    return ()


def number_of(value: object) -> float | None:
    """A number, also when it is written as text; None for prose."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    written = first_line(value).replace(",", "").replace(" ", "")
    return float(written) if NUMBER.fullmatch(written) else None
