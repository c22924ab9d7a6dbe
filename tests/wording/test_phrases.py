import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.wording.load import load_characters
from leadlight.wording.phrases import Atom, Gap, PhraseError, Words, parse_phrase

CHARACTERS = load_characters(shared_rules_folder())


def parse(phrase: str, language: str = "en"):
    return parse_phrase(phrase, CHARACTERS, language=language)


def word(*atoms: str) -> Words:
    return Words(frozenset(Atom(atom[0], atom[1:]) for atom in atoms))


def test_words_are_folded() -> None:
    assert parse("Poplatok ZÁLOHY") == ((word("=poplatok"), word("=zalohy")),)


def test_stars_make_starts_ends_and_parts() -> None:
    assert parse("fee* *fees *gebühr*") == ((word("^fee"), word("$fees"), word("*gebuhr")),)


def test_alternatives_of_one_word_are_one_element() -> None:
    assert parse("(a|the) fee") == ((word("=a", "=the"), word("=fee")),)


def test_longer_alternatives_are_ways_of_their_own() -> None:
    assert parse("(fee|small deposit)") == ((word("=fee"),), (word("=small"), word("=deposit")))


def test_optional_group_may_be_left_out() -> None:
    assert parse("pay (the)? fee") == ((word("=pay"), word("=the"), word("=fee")), (word("=pay"), word("=fee")))


def test_group_inside_a_group() -> None:
    assert parse("(no (visa|permit)|x)") == ((word("=x"),), (word("=no"), word("=visa", "=permit")))


def test_gap_between_words() -> None:
    assert parse("keep <3> passport") == ((word("=keep"), Gap(3), word("=passport")),)


def test_gap_left_at_the_end_by_an_option_is_dropped() -> None:
    assert parse("keep <3> (passport)?") == ((word("=keep"), Gap(3), word("=passport")), (word("=keep"),))


def test_apostrophe_makes_two_words() -> None:
    assert parse("don't") == ((word("=don"), word("=t")),)


def test_german_umlaut_is_also_found_as_two_letters() -> None:
    assert parse("gebühr*", "de") == ((word("^gebuhr", "^gebuehr"),),)
    assert parse("gebühr*", "en") == ((word("^gebuhr"),),)


@pytest.mark.parametrize(
    ("phrase", "hint"),
    [
        ("", "no word is left"),
        ("(a|b)?", "no word is left"),
        ("(a", "not closed"),
        ("a)", "no meaning here"),
        ("a | b", "no meaning here"),
        ("(a|)", "is empty"),
        ("word?", "no meaning here"),
        ("(a|b)* c", "before"),
        ("pay(a|b)", "put a space"),
        ("(a|b)c", "put a space"),
        ("<x> a", "is no gap"),
        ("a <0> b", "a gap has 1 to 6 words"),
        ("a <7> b", "a gap has 1 to 6 words"),
        ("fe*", "at least 3"),
        ("*fee*", "at least 4"),
        ("fe*e", "a star stands at"),
        ("***", "no letter or digit"),
        ("…", "no letter or digit"),
        ("fee;cost", "never compared"),
        ("a b c d e f g h i", "9 words"),
        ("a <1> b <1> c <1> d", "more than 2 gaps"),
        ("(a b|c d|e f|g h) (a b|c d|e f|g h) (a b|c d|e f)", "more than 32"),
    ],
)
def test_phrase_that_cannot_be_read_says_what_to_do(phrase: str, hint: str) -> None:
    with pytest.raises(PhraseError, match=hint.replace("(", r"\\(")):
        parse(phrase)
