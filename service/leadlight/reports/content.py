"""What a report says. It comes from anybody, so every part of it is cut and checked before somebody sees it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from leadlight.errors import LeadlightError

LONGEST: Final[Mapping[str, int]] = {"what": 20_000, "address": 4_096, "words": 20_000, "contact": 1_000, "level": 20}
"""Longest value of each field, in characters. `what` and `words` have room for ten pages."""

MOST_SIGNS: Final = 50
LONGEST_SIGN: Final = 100


class ReportUnreadable(LeadlightError):
    """A report cannot be read: it was sealed for another key, was changed on its way, or is no report."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader told.

    Attributes:
        kind: "report" about the ad, or "dispute" of what Leadlight said about it.
        what: what happened, in the reader's words.
        address: address of the ad.
        words: words of the ad.
        contact: how the reader can be reached; nearly always "".
        level: the level that the reader saw.
        signs: ids of the indicators that the reader saw.
    """

    kind: str = "report"
    what: str = ""
    address: str = ""
    words: str = ""
    contact: str = ""
    level: str = ""
    signs: tuple[str, ...] = ()


def read_content(body: bytes) -> Content:
    """Read the JSON of a report. Unknown members and values of another type are left out.

    Raises:
        ReportUnreadable: it is not a JSON object in UTF-8.
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ReportUnreadable("The report is not JSON.") from error
    if not isinstance(said, dict):
        raise ReportUnreadable("The report is JSON, but not an object.")
    words = {name: value[: LONGEST[name]] for name, value in said.items() if name in LONGEST and isinstance(value, str)}
    signs = said.get("signs")
    listed = signs[:MOST_SIGNS] if isinstance(signs, list) else []
    return Content(
        kind="dispute" if said.get("kind") == "dispute" else "report",
        signs=tuple(one[:LONGEST_SIGN] for one in listed if isinstance(one, str)),
        **words,
    )
