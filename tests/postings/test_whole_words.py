"""Looking for a few words in a long text."""

from leadlight.postings.countries import is_in_word
from leadlight.postings.spelled_phones import is_letter
from leadlight.postings.whole_words import places_of_words


def test_words_are_found_whole_and_in_the_order_of_the_text() -> None:
    assert places_of_words("two, one; onetwo two", ["one", "two"], is_in_word) == [(0, "two"), (5, "one"), (17, "two")]


def test_what_lengthens_a_word_is_for_the_caller_to_say() -> None:
    assert places_of_words("one5 _one one", ["one"], is_in_word) == [(10, "one")]
    assert [start for start, _ in places_of_words("one5 5one one ones", ["one"], is_letter)] == [0, 6, 10]


def test_a_word_at_either_end_of_the_text_is_found() -> None:
    assert places_of_words("oh", ["oh"], is_letter) == [(0, "oh")]
    assert places_of_words("", ["oh"], is_letter) == []
