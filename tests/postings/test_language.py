"""Languages that Leadlight knows, and those it does not."""

import json

import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.postings.language import is_foreign, language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("bg", "Търсим работници за склад в Германия, осигурена квартира."),
        ("ca", "Busquem personal de magatzem amb experiència i ganes de treballar."),
        ("de", "Wir suchen Mitarbeiter für unser Lager in Hamburg, Unterkunft vorhanden."),
        ("el", "Ζητούνται εργάτες για αποθήκη, παρέχεται διαμονή."),
        ("en", "We are looking for warehouse workers, accommodation provided."),
        ("es", "Buscamos personal de almacén con experiencia, alojamiento incluido."),
        ("hu", "Raktári dolgozókat keresünk Ausztriába, szállás biztosított."),
        ("it", "Cerchiamo magazzinieri per la nostra sede, alloggio fornito."),
        ("pl", "Szukamy pracowników magazynu, zapewniamy zakwaterowanie."),
        ("ro", "Căutăm muncitori pentru depozit, cazare asigurată."),
        ("ru", "Ищем работников на склад, жильё предоставляется."),
        ("sk", "Hľadáme pracovníkov do skladu v Nemecku, ubytovanie zabezpečené."),
        ("uk", "Шукаємо працівників на склад у Польщі, житло надається."),
    ],
)
def test_each_language_of_the_rules_is_recognised(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Etsimme varastotyöntekijää Helsinkiin heti",
        "倉庫スタッフを募集しています、経験不問です、寮完備",
        "OK!",
        "",
        "600 123 456",
        "\ud800\n\x00",
    ],
)
def test_unknown_languages_and_scraps_have_none(text: str) -> None:
    assert language_of(text) == ""


def test_a_text_is_foreign_only_when_it_is_long_enough_to_say_so() -> None:
    finnish = "Etsimme varastotyöntekijää Helsinkiin heti."
    assert not is_foreign(finnish)
    assert is_foreign(f"{finnish} Tarjoamme asunnon ja hyvän palkan kaikille.")
    assert not is_foreign("Szukamy pracowników magazynu w Niemczech, zapewniamy zakwaterowanie i dojazd do pracy.")


def shipped_ads() -> list[str]:
    files = sorted((shared_rules_folder() / "corpus").glob("*/*.jsonl"))
    return [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines() if line]


def test_no_shipped_ad_is_taken_for_foreign() -> None:
    ads = shipped_ads()
    assert len(ads) > 900
    assert [ad for ad in ads if is_foreign(ad)] == []
