"""Pages that model real job sites, beside what a careful reader sees in them."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from leadlight.postings.page import read_page

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "expected_ads.yml").read_text("utf-8"))
REFUSED = {"consent_wall", "expired", "list_page", "login_wall", "recipe", "script_shell", "several_postings"}
LEAST_SHARE = 0.95


def words_of(text: str) -> Counter[str]:
    return Counter(text.split())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_gives_title_employer_place_and_the_words_of_its_ad(name: str) -> None:
    expected = EXPECTED[name]
    posting = read_page((HERE / "pages" / f"{name}.html").read_bytes())
    assert posting.title == expected["title"]
    assert posting.employer == expected["employer"]
    assert (posting.places[0].name.split(",")[0] if posting.places else "") == expected["place"]
    wanted = words_of(" ".join(expected["lines"]))
    found = wanted & words_of(posting.text)
    assert found.total() >= LEAST_SHARE * wanted.total(), wanted - found
    for other in expected["not"]:
        assert other not in posting.text


def test_every_page_with_an_ad_has_its_expectation() -> None:
    pages = {path.stem for path in (HERE / "pages").glob("*.html")}
    assert pages == set(EXPECTED) | REFUSED
    assert len(EXPECTED) >= 25
