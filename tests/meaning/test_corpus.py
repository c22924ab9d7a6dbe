"""The ads that ship with Leadlight, and reading ads of any file."""

import gzip
import json
import re

import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.errors import RuleError
from leadlight.meaning.corpus import Kind, read_ads, read_ordinary

LANGUAGES = {"bg", "ca", "de", "el", "en", "es", "hu", "it", "pl", "ro", "ru", "sk", "uk"}
LONG = 400
SHORT = 120


@pytest.fixture(scope="module")
def ads():
    return read_ads(shared_rules_folder() / "corpus")


@pytest.mark.parametrize("kind", [Kind.SUSPICIOUS, Kind.NEAR_MISS])
def test_every_language_has_at_least_25_ads_of_each_kind(ads, kind) -> None:
    counts = {lang: sum(ad.lang == lang and ad.kind is kind for ad in ads) for lang in LANGUAGES}
    assert min(counts.values()) >= 25, counts


def test_no_ad_stands_there_twice(ads) -> None:
    assert len({ad.text for ad in ads}) == len(ads)
    assert len({ad.id for ad in ads}) == len(ads)


def test_ads_are_as_short_as_a_line_and_as_long_as_a_page_in_every_language(ads) -> None:
    for lang in LANGUAGES:
        lengths = [len(ad.text) for ad in ads if ad.lang == lang]
        assert min(lengths) < SHORT
        assert max(lengths) > LONG, lang


def test_every_mark_stands_in_a_sentence_and_names_an_indicator_that_has_rules(ads) -> None:
    rules = {f"{path.parent.name}.{path.stem}" for path in (shared_rules_folder() / "indicators").glob("*/*.yml")}
    for ad in ads:
        found = {sign for piece in ad.pieces() for sign in ad.signs_of(piece)}
        assert {mark.sign for mark in ad.marks} == found, ad.id
        assert found <= rules, ad.id


def test_mail_addresses_are_under_a_domain_that_nobody_can_own(ads) -> None:
    addresses = [address for ad in ads for address in re.findall(r"[\w.-]+@[\w-]+\.[\w.-]*\w", ad.text)]
    assert addresses
    assert [address for address in addresses if not address.endswith((".example", ".invalid", ".test"))] == []


def test_ordinary_ads_are_taken_evenly_and_other_labels_passed_over(tmp_path) -> None:
    rows = [
        {"text": f"We are looking for cook number {n}.", "label": "fraud" if n == 3 else "ordinary"} for n in range(9)
    ]
    path = tmp_path / "ads.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    read = read_ordinary([path], at_most=4)
    assert ["".join(filter(str.isdigit, ad.text)) for ad in read] == ["0", "2", "5", "7"]
    assert {ad.lang for ad in read} == {"en"}


def test_ordinary_ads_in_a_language_that_leadlight_does_not_know_are_left_out(tmp_path) -> None:
    path = tmp_path / "ads.jsonl"
    path.write_text('{"text": "Otsime kogemustega kokka, töö vahetustega."}\n', encoding="utf-8")
    assert read_ordinary([path], at_most=5) == ()


def test_a_line_that_is_no_ad_names_its_file_and_line(tmp_path) -> None:
    path = tmp_path / "ads.jsonl"
    path.write_text('{"text": "Cook"}\n{"title": "no text"}\n', encoding="utf-8")
    with pytest.raises(RuleError, match=r"ads\.jsonl:2"):
        read_ordinary([path], at_most=5)
