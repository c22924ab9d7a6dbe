"""Office addresses of an ad against those of the register."""

import pytest

from factories import a_posting
from leadlight.findings import Weight
from leadlight.postings.model import Origin, Posting
from leadlight.postings.office import read_address
from leadlight.registers.model import RegisterEntry
from leadlight.registers.office import OtherOffice, other_office

WARSAW = RegisterEntry("x", "1", "Zielona Praca Sp. z o.o.", address="ul. Prosta 5, 00-838 Warszawa")
DHAKA = RegisterEntry("x", "2", "Eastland Network", address="House 5, Road 7, Kakoli, Banani, Dhaka-1213")


def an_ad(*addresses: str, name: str = "") -> Posting:
    read = [read_address(written, Origin.PAGE_TEXT, name=name) for written in addresses]
    return a_posting(office_addresses=tuple(one for one in read if one))


def compared(posting: Posting, *entries: RegisterEntry, country: str = "PL") -> OtherOffice | None:
    return other_office(posting, entries or (WARSAW,), name="Zielona Praca", country=country)


def test_another_town_with_nothing_in_common_is_a_weak_sign() -> None:
    other = compared(an_ad("ul. Długa 8, 80-831 Gdańsk"))
    assert other is not None
    assert (other.weight, other.address.town, other.listed) == (Weight.WEAK, "Gdańsk", (WARSAW.address,))


def test_another_country_is_a_medium_sign() -> None:
    other = compared(an_ad("Hauptstraße 8, 10115 Berlin, Deutschland"))
    assert other is not None
    assert other.weight is Weight.MEDIUM


@pytest.mark.parametrize(
    "written",
    [
        "al. Jerozolimskie 100, 02-001 Warszawa",
        "Prosta 5, 00-838 Warsaw, Poland",
        "Prosta 5, 00-838 Wola",
        "ul. Marszałkowska 1, 00-000 WARSZAWIE",
        "ул. Проста 5, 00-838 Варшава",
        "ul. Nowa 1, 00-001 Warsawa",
    ],
    ids=["another street", "in English", "postcode", "inflected", "Cyrillic", "a slip of the pen"],
)
def test_the_same_town_is_no_sign(written: str) -> None:
    assert compared(an_ad(written)) is None


def test_a_town_that_only_stands_in_the_middle_of_the_other_address_is_no_sign() -> None:
    assert compared(an_ad("12 Banani, 1000 Gulshan"), DHAKA, country="BD") is None


def test_words_of_every_address_are_nothing_in_common() -> None:
    assert compared(an_ad("House 9, Road 1, Sylhet-3100"), DHAKA, country="BD") is not None


def test_one_address_of_several_that_agrees_is_enough() -> None:
    assert compared(an_ad("ul. Długa 8, 80-831 Gdańsk", "Prosta 5, 00-838 Warszawa")) is None
    gdansk = RegisterEntry("x", "3", "Zielona Praca", address="Długa 8, 80-831 Gdańsk")
    assert compared(an_ad("Inna 1, 80-831 Gdańsk"), WARSAW, gdansk) is None


@pytest.mark.parametrize(
    ("posting", "entry"),
    [
        (a_posting(), WARSAW),
        (an_ad("ul. Długa 8, 80-831 Gdańsk"), RegisterEntry("x", "1", "Zielona Praca")),
        (an_ad("ul. Długa 8, 80-831 Gdańsk"), RegisterEntry("x", "1", "Zielona Praca", address="House 5")),
        (an_ad("ul. Długa 8, 80-831 Gdańsk", name="Some Client Ltd"), WARSAW),
    ],
    ids=["the ad gives none", "the register gives none", "without a town", "address of another party"],
)
def test_what_cannot_be_compared_is_no_sign(posting: Posting, entry: RegisterEntry) -> None:
    assert compared(posting, entry) is None
