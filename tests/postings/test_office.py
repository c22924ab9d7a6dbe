"""The postal address of an agency's office: found beside its name or number, and never the place of work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.postings.model import OfficeAddress, Origin
from leadlight.postings.office import read_address
from leadlight.postings.page import read_page
from leadlight.postings.text import read_text


@pytest.mark.parametrize(
    ("written", "town", "postcode", "country"),
    [
        ("ul. Prosta 5, 00-838 Warszawa", "Warszawa", "00-838", ""),
        ("ul. Prosta 5, 00-838 Warszawa, Polska", "Warszawa", "00-838", "PL"),
        ("House 5, Road 7, Banani, Dhaka-1213", "Dhaka", "1213", ""),
        ("Mlynské nivy 10, 821 09 Bratislava", "Bratislava", "821 09", ""),
        ("12 High Street, London EC1A 1BB", "London", "EC1A 1BB", ""),
        ("бул. Витоша 12, 1000 София", "София", "1000", ""),
        ("Via Roma 3, 20121 Milano (MI)", "Milano", "20121", ""),
        ("Calle Mayor 4, 2º, 28013 Madrid, España", "Madrid", "28013", "ES"),
        ("36, Purana Paltan Lane, Rokeya Mansion, Vip Road, Dhaka", "Dhaka", "", ""),
    ],
)
def test_an_address_is_taken_apart(written: str, town: str, postcode: str, country: str) -> None:
    address = read_address(written, Origin.GIVEN)
    assert address is not None
    assert (address.town, address.postcode, address.country) == (town, postcode, country)


@pytest.mark.parametrize("written", ["", "near the market", "House 5, Road 7", "from 2500 Netto", "call 1500 zł"])
def test_what_shows_no_town_is_no_address(written: str) -> None:
    assert read_address(written, Origin.GIVEN) is None


def office(text: str, **given_: str) -> list[tuple[str, str, str]]:
    posting = read_text(text, **given_)
    for one in posting.office_addresses:
        assert one.span is not None
        assert text[one.span.start : one.span.end].strip() == one.written
    return [(one.town, one.name, one.origin) for one in posting.office_addresses]


def test_the_address_beside_a_licence_number_is_the_office() -> None:
    text = "Packers for Berlin.\nZielona Praca Sp. z o.o., ul. Prosta 5, 00-838 Warszawa, KRAZ 12345\nPay 2500 EUR."
    assert office(text) == [("Warszawa", "", "page-text")]


def test_the_address_under_the_name_of_the_agency_is_its_own() -> None:
    text = "Agency: Zielona Praca\nul. Prosta 5, 00-838 Warszawa\n\nWork in a warehouse.\nHall 3, 10115 Berlin"
    assert office(text) == [("Warszawa", "Zielona Praca", "page-text")]


@pytest.mark.parametrize(
    "line",
    [
        "Head office: ul. Prosta 5, 00-838 Warszawa",
        "Siedziba: ul. Prosta 5, 00-838 Warszawa",
        "Sídlo: Prosta 5, 00-838 Warszawa",
        "Юридический адрес: ул. Проста 5, 00-838 Warszawa",
    ],
)
def test_a_labelled_office_counts_anywhere(line: str) -> None:
    assert office(f"Packers wanted.\n\nA long text.\n\n\n{line}") == [("Warszawa", "", "page-text")]


@pytest.mark.parametrize(
    "text",
    [
        "Packers wanted.\nAddress: Hall 3, 10115 Berlin",
        "Place of work: Gewerbestrasse 5, 10115 Berlin",
        "Agency: Zielona Praca\nPay from 1500, 2500 Netto",
        "Agency: Zielona Praca\nBranch: ul. Prosta 5, 00-838 Warszawa",
        "Agency: Zielona Praca\nWork for 40 hours, start 2026",
    ],
    ids=["the place of work", "labelled as place", "pay", "a branch", "a year"],
)
def test_other_lines_with_numbers_are_no_office(text: str) -> None:
    assert office(text) == []


def test_markup_gives_the_address_of_the_hiring_organisation() -> None:
    page = b"""<html><body><h1>Packer</h1><script type="application/ld+json">{"@type": "JobPosting", "title": "Packer",
     "description": "We look for people who pack boxes in a warehouse for a year and more.",
     "hiringOrganization": {"name": "Zielona Praca", "address": {"@type": "PostalAddress",
     "streetAddress": "ul. Prosta 5", "postalCode": "00-838", "addressLocality": "Warszawa", "addressCountry": "PL"}}}
    </script></body></html>"""
    assert read_page(page).office_addresses == (
        OfficeAddress(
            "ul. Prosta 5, 00-838 Warszawa, PL", "Warszawa", "00-838", "PL", Origin.JSON_LD, name="Zielona Praca"
        ),
    )


@given(st.text(max_size=300))
def test_any_text_is_read_and_spans_stand_in_it(text: str) -> None:
    words = f"Agency: Zielona Praca\n{text}"
    for one in read_text(words, language="en").office_addresses:
        assert one.span is not None
        assert one.town in words[one.span.start : one.span.end]
