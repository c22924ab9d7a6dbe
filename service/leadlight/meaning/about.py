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
    """Version of the weights, and how certain the model must be before it says anything."""

    version: str
    bars: Bars


def read_about(folder: Path = FOLDER) -> About:
    """Read what the weights of a folder say about themselves.

    Raises:
        CheckUnavailable: there are no weights.
    """
    try:
        about = json.loads((folder / ABOUT).read_text("utf-8"))
        return About(about["version"], Bars(**{name: float(value) for name, value in about["bars"].items()}))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckUnavailable("meaning_unavailable", problem=f"no weights: {type(error).__name__}") from error
