"""What is known about the trained weights without loading them: their version and their bars."""

import json
from dataclasses import dataclass
from pathlib import Path

from leadlight.errors import CheckUnavailable

FOLDER = Path(__file__).with_name("weights")
ABOUT = "about.json"


@dataclass(frozen=True, slots=True)
class Bars:
    """How certain the model must be. Stored with the weights, chosen on held-out ads (see STUDY.md).

    Attributes:
        very_like: certainty of a sentence that counts as medium in any ad.
        like: certainty of a sentence that counts in an ad that reads suspicious; weak elsewhere above `like_alone`.
        like_alone: certainty of a sentence that is a weak finding in any ad.
        suspicious: probability of the whole ad from which it "reads suspicious".
    """

    very_like: float
    like: float
    like_alone: float
    suspicious: float


@dataclass(frozen=True, slots=True)
class About:
    """Version of the weights, how certain the model must be before it says anything, and in which languages.

    It is silent in every other language: measured on ordinary ads in Estonian, Latvian, Croatian and Portuguese it
    would have raised 5 of 190 for no reason that a person could see.
    """

    version: str
    bars: Bars
    languages: frozenset[str]


def read_about(folder: Path = FOLDER) -> About:
    """Read what the weights of a folder say about themselves.

    Raises:
        CheckUnavailable: there are no weights.
    """
    try:
        about = json.loads((folder / ABOUT).read_text("utf-8"))
        bars = Bars(**{name: float(value) for name, value in about["bars"].items()})
        return About(about["version"], bars, frozenset(about["languages"]) - {""})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckUnavailable("meaning_unavailable", problem=f"no weights: {type(error).__name__}") from error
