"""The names of countries and languages that readers see."""

import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.findings import Source
from leadlight.registers.sources import load_sources
from leadlight.screening.names import country_name, language_name, with_names, with_own_title
from leadlight.screening.texts import load_texts
from leadlight.wording.load import load_rules

TEXTS = load_texts(shared_rules_folder() / "texts")
TOLD = {source.country for source in load_sources().values()} | set(load_rules(shared_rules_folder()).fee_laws)


@pytest.mark.parametrize("language", TEXTS.languages())
def test_every_country_of_a_register_or_a_law_has_a_name_in_every_language(language: str) -> None:
    names = {code: country_name(TEXTS, language, code) for code in TOLD}
    assert not [code for code, name in names.items() if name == code]
    assert len(set(names.values())) == len(names)


def test_a_name_that_we_put_differently_comes_before_the_usual_one() -> None:
    assert country_name(TEXTS, "en", "HK") == "Hong Kong"


def test_a_code_of_no_country_stays_as_it_is() -> None:
    assert country_name(TEXTS, "de", "QX") == "QX"


def test_several_countries_are_each_called_by_their_name() -> None:
    facts = with_names({"country": "AT, CH", "ads": 3}, (), TEXTS, "de")
    assert facts == {"country": "Österreich, Schweiz", "ads": 3}


def test_facts_without_a_country_stay_as_they_are() -> None:
    assert with_names({"ads": 3, "country": ""}, (), TEXTS, "de") == {"ads": 3, "country": ""}


def test_a_register_is_called_by_its_title_in_the_readers_language_in_sentences_too() -> None:
    kraz = load_sources()["pl_kraz"]
    source = Source(id="pl_kraz", title=kraz.title)
    own = with_own_title(source, TEXTS, "de").title
    assert own == TEXTS.of("de").registers["registers"]["pl_kraz"]["title"] != kraz.title
    assert with_names({"register": kraz.title}, (source,), TEXTS, "de") == {"register": own}
    assert with_names({"register": "Another list"}, (source,), TEXTS, "de") == {"register": "Another list"}
    assert with_own_title(source, TEXTS, "en") == source


def test_a_language_is_called_by_its_name_in_the_readers_language() -> None:
    assert [language_name(TEXTS, reader, "uk") for reader in ("en", "sk", "xx")] == [
        "Ukrainian",
        "ukrajinčina",
        "Ukrainian",
    ]
    assert language_name(TEXTS, "en", "zzz") == "zzz"
