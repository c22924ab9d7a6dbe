import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.bundled import shared_rules_folder
from leadlight.commands.character_table import character_table_json
from leadlight.wording.characters import LONGEST_WORD, Characters
from leadlight.wording.load import load_characters

CHARACTERS = load_characters(shared_rules_folder())
WORDS = st.text(st.sampled_from("aAeоОсСΣςßẞłЖЙ0135\u0301\u200b\u00ad𝐚🅰É"), min_size=1, max_size=70)


def readings(word: str) -> set[str]:
    return {reading.text for reading in CHARACTERS.readings(word)}


def hidden(word: str) -> set[str]:
    return {reading.text for reading in CHARACTERS.readings(word) if reading.hidden}


def test_committed_table_is_what_the_command_makes() -> None:
    committed = (shared_rules_folder() / "characters.json").read_text(encoding="utf-8")
    if json.loads(committed)["unicode"] == unicodedata.unidata_version:
        assert committed == character_table_json()
    else:  # another Unicode version would make another table: that is why it is frozen
        assert json.loads(committed)["version"] == json.loads(character_table_json())["version"]


def test_spaces_are_those_that_split_splits_at() -> None:
    spaces = {p for first, last in CHARACTERS.table["spaces"] for p in range(first, last + 1)}
    assert spaces == {p for p in range(sys.maxunicode + 1) if chr(p).isspace()}


@pytest.mark.parametrize(
    ("word", "plain"),
    [("PŁATNOŚĆ", "platnosc"), ("Straße", "strasse"), ("ΜΙΣΘΌΣ", "μισθοσ"), ("ёлка", "елка"), ("їжа", "іжа")],
)
def test_fold_takes_case_and_marks_away(word: str, plain: str) -> None:
    assert CHARACTERS.fold(word) == plain


@given(WORDS)
def test_folding_a_folded_word_changes_nothing(word: str) -> None:
    assert CHARACTERS.fold(CHARACTERS.fold(word)) == CHARACTERS.fold(word)


@given(WORDS)
def test_first_reading_is_the_fold(word: str) -> None:
    found = CHARACTERS.readings(word)
    assert not found or found[0].text == CHARACTERS.fold(word)


def test_plain_word_has_no_disguise() -> None:
    assert hidden("passport") == hidden("паспорт") == hidden("Reise\u00adpass") == set()


def test_look_alike_letters_are_a_disguise() -> None:
    assert "passport" in hidden("pаssport")
    assert "паспорт" in hidden("пaспopт")


def test_digits_for_letters_are_a_disguise() -> None:
    assert "passport" in hidden("pa55p0rt")


def test_amount_is_not_read_as_letters() -> None:
    assert readings("1500") == {"1500"}


def test_zero_width_space_inside_is_a_disguise_and_at_the_end_is_not() -> None:
    assert hidden("pass\u200bport") == {"passport"}
    assert hidden("passport\u200b") == set()


def test_word_too_long_has_no_readings() -> None:
    assert CHARACTERS.readings("a" * LONGEST_WORD)
    assert CHARACTERS.readings("a" * (LONGEST_WORD + 1)) == ()


def test_table_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        Characters({**CHARACTERS.table, "version": 99})
