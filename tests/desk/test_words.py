"""Choosing a language, and cutting the words around a quote."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import leadlight.desk
from leadlight.bundled import shared_rules_folder
from leadlight.desk.language import choose_language, words_of
from leadlight.desk.quote_words import words_after, words_before
from leadlight.screening.texts import load_texts

DESK = Path(leadlight.desk.__file__).parent
TEXTS = load_texts(shared_rules_folder() / "texts")
OTHERS = sorted(set(TEXTS.languages()) - {"en"})


def test_what_the_reader_chose_comes_before_what_the_browser_prefers() -> None:
    assert choose_language("sk", "pl,en", TEXTS) == "sk"
    assert choose_language(None, "pl,en", TEXTS) == "pl"
    assert choose_language("zz", "pl,en", TEXTS) == "pl"


def test_the_browsers_order_counts_and_a_refused_language_is_not_taken() -> None:
    assert choose_language(None, "xx, sk;q=0.5, pl-PL;q=0.8", TEXTS) == "pl"
    assert choose_language(None, "sk;q=0, xx", TEXTS) == "en"
    assert choose_language(None, "", TEXTS) == "en"


@given(st.text(max_size=60))
def test_any_header_gives_a_language_that_has_words(header: str) -> None:
    assert choose_language(None, header, TEXTS) in TEXTS.languages()


def test_the_pages_have_the_same_words_in_every_language_and_none_is_left_in_english() -> None:
    english = dict(TEXTS.of("en").desk)
    may_be_equal = {
        "site_name",
        "field_text",
        "kind_email",
        "kind_link",
    }  # Text, E-mail and Link are words elsewhere too
    assert len(OTHERS) == 12
    for language in OTHERS:
        words = dict(TEXTS.of(language).desk)
        assert set(words) == set(english), language
        assert [key for key in words if words[key] == english[key] and key not in may_be_equal] == [], language


def test_places_for_values_are_the_same_in_every_language() -> None:
    for key, sentence in TEXTS.of("en").desk.items():
        for language in OTHERS:
            other = TEXTS.of(language).desk[key]
            for name in ("{date}", "{rules}", "{service}", "{openapi}", "{field}", "{one}", "{other}"):
                assert (name in sentence) == (name in other), (language, key)


def test_what_a_language_lacks_is_said_in_english() -> None:
    assert words_of(TEXTS, "zz")["submit"] == TEXTS.of("en").desk["submit"]


def test_half_words_at_the_border_of_a_quote_become_an_ellipsis() -> None:
    assert words_before("nce and no English needed. Earn ") == "… and no English needed. Earn "
    assert words_after(". Easy work, the rest is explain") == ". Easy work, the rest is …"


def test_a_short_border_is_the_border_of_the_text_and_stays_whole() -> None:
    assert words_before("Pay the ") == "Pay the "
    assert words_after(" now.") == " now."


def test_every_word_of_the_pages_is_used_and_every_word_used_exists() -> None:
    rooms = (DESK, DESK.parent / "commands")
    files = (path for room in rooms for path in room.rglob("*") if path.suffix in {".html", ".py"})
    source = "".join(path.read_text("utf-8") for path in files)
    built = ("report_is_", "report_to_", "weight_", "field_", "sample_", "source_", "kind_", "rule_", "node_", "ilo_")
    words = TEXTS.of("en").desk
    assert [key for key in words if not key.startswith(built) and not re.search(rf"\b{key}\b", source)] == []
    used = re.findall(r"\{\{[^}]*?\bt\.(\w+)", source) + re.findall(r"words\[['\"](\w+)['\"]\]", source)
    assert set(used) - {"get"} - {"wrong", "remedy", "levels", "rows", "checks"} <= set(words)
