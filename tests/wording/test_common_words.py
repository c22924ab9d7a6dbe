"""How common words are decides what is searched for first, so it must be the same number in every run."""

import os
import subprocess
import sys

import pytest

COUNT = """
from leadlight.wording.common_words import Commonness
from leadlight.wording.phrases import Atom, Words
counts = {f"word{number}": 1 / (number + 3) for number in range(40)}
words = Words(frozenset(Atom("=", text) for text in counts))
print(repr(Commonness({"en": counts}).of_words(words)))
"""


def test_the_order_in_a_set_changes_nothing() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", COUNT],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(1, 6)
    }
    assert len(said) == 1
    assert float(said.pop()) == pytest.approx(sum(1 / (number + 3) for number in range(40)))
