"""Who posts an ad."""

import pytest

from factories import a_posting
from leadlight.postings.model import LicenceClaim
from leadlight.registers.poster import PosterKind, PosterReason, who_posts, words_of


def test_an_agency_field_makes_an_agency_and_its_name_comes_first() -> None:
    poster = who_posts(a_posting(agency="Quex Work", employer="Hotel Xanthia"))
    assert (poster.kind, poster.reason) == (PosterKind.AGENCY, PosterReason.AGENCY_NAMED)
    assert poster.names == ("Quex Work", "Hotel Xanthia")


def test_a_licence_number_makes_an_agency() -> None:
    poster = who_posts(a_posting(employer="Quex", licence_claims=(LicenceClaim("kraz", "1234", "KRAZ 1234"),)))
    assert (poster.kind, poster.words) == (PosterKind.AGENCY, "KRAZ 1234")


def test_a_company_number_does_not_make_an_agency() -> None:
    poster = who_posts(a_posting(employer="Hotel Xanthia", licence_claims=(LicenceClaim("ico", "1", "IČO 1"),)))
    assert poster.kind is PosterKind.UNCLEAR


@pytest.mark.parametrize(
    "employer",
    ["Quex Recruitment Ltd", "Agencja Pracy Quex", "QUEX Personaldienstleistungen GmbH", "Агенция за подбор Кюекс"],
)
def test_an_agency_word_in_the_name_makes_an_agency(employer: str) -> None:
    assert who_posts(a_posting(employer=employer)).reason is PosterReason.AGENCY_WORD_IN_NAME


@pytest.mark.parametrize(
    "text",
    [
        "For our client in Linz we look for welders.",
        "Dla naszego klienta z Czech poszukujemy pakowaczy.",
        "Pre nášho klienta hľadáme zváračov.",
        "Im Auftrag unseres Kunden suchen wir Staplerfahrer.",
        "Для нашого клієнта шукаємо зварювальників.",
    ],
)
def test_words_for_a_client_make_an_agency(text: str) -> None:
    assert who_posts(a_posting(text, employer="Quex")).reason is PosterReason.FOR_A_CLIENT


@pytest.mark.parametrize(
    "text", ["We are a direct employer.", "Praca bezpośrednio u pracodawcy!", "Priamy zamestnávateľ, bez agentúry."]
)
def test_words_of_a_direct_employer_make_an_employer(text: str) -> None:
    assert who_posts(a_posting(text, employer="Quex")).kind is PosterKind.EMPLOYER


def test_an_employer_without_any_sign_is_unclear_and_not_an_agency() -> None:
    poster = who_posts(a_posting(employer="Hotel Xanthia"))
    assert (poster.kind, poster.reason, poster.names) == (PosterKind.UNCLEAR, PosterReason.NO_SIGN, ("Hotel Xanthia",))


def test_an_ad_that_names_nobody_has_no_names() -> None:
    assert who_posts(a_posting()).names == ()


def test_words_do_not_match_inside_other_words() -> None:
    assert who_posts(a_posting("Our betterment fund", employer="Ettinger Placementia")).kind is PosterKind.UNCLEAR


def test_a_long_text_is_read_to_its_end() -> None:
    poster = who_posts(a_posting("Welder wanted. " * 5_000 + "For our client in Linz.", employer="Quex"))
    assert poster.reason is PosterReason.FOR_A_CLIENT


def test_the_words_of_an_ad_are_folded_with_a_space_around_each() -> None:
    assert words_of(a_posting("Práca & bývanie", title="SK")) == " sk praca and byvanie "
