"""What is searched for first costs least, all rules together, and is the same in every run."""

import os
import subprocess
import sys

from leadlight.wording.characters import Characters
from leadlight.wording.common_words import Commonness
from leadlight.wording.first_words import FirstWords, choose_first_words
from leadlight.wording.phrases import Variant, parse_phrase
from shipped_rules import shipped_rules

CHARACTERS: Characters = shipped_rules().characters
COMMONNESS = Commonness({"en": {"send": 40, "pay": 50, "fee": 60, "and": 4_000, "the": 5_000, "now": 600}})

CHOOSE = """
from leadlight.wording.common_words import Commonness
from leadlight.wording.first_words import choose_first_words
from leadlight.wording.phrases import Atom, Words
def words(first, last):
    return Words(frozenset(Atom("=", f"word{number}") for number in range(first, last)))
# The two words of each phrase are as common as each other but for how their parts are added up.
slots = [[(words(n, n + 40), words(n + 1, n + 41))] for n in range(20)]
counts = {f"word{number}": 1 / (number % 40 + 3) for number in range(80)}
print(choose_first_words([[[slot]] for slot in range(20)], slots, Commonness({"en": counts})))
"""


def variants(*phrases: str) -> list[Variant]:
    return [variant for phrase in phrases for variant in parse_phrase(phrase, CHARACTERS, language="en")]


def chosen(*slots: list[Variant], rules: list[list[list[int]]]) -> FirstWords:
    return choose_first_words(rules, slots, COMMONNESS)


def test_the_rarest_word_of_a_phrase_is_searched_for() -> None:
    assert chosen(variants("and pay now"), rules=[[[0]]]).anchors == [[1]]


def test_the_group_that_costs_least_is_searched_for() -> None:
    assert chosen(variants("the"), variants("pay"), rules=[[[0], [1]]]).groups == [1]


def test_a_phrase_is_searched_from_a_word_that_another_rule_looks_at_anyway() -> None:
    alone = chosen(variants("pay fee"), rules=[[[0]]])
    beside = chosen(variants("pay fee"), variants("fee and", "the fee"), rules=[[[0]], [[1]]])
    assert (alone.anchors, beside.anchors[0]) == ([[0]], [1])


def test_other_groups_are_searched_from_their_rarest_words() -> None:
    first = chosen(variants("xylophone"), variants("fee now and", "the send", "pay fee"), rules=[[[0], [1]]])
    assert (first.groups, first.anchors[1]) == ([0], [0, 1, 0])


def test_the_order_in_a_set_changes_nothing() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", CHOOSE],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(1, 6)
    }
    assert len(said) == 1
