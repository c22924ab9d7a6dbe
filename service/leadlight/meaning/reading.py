"""What the model says about one ad. Values only, so that who asks for a reading need not load what makes it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from leadlight.postings.model import Span


@dataclass(frozen=True, slots=True)
class Likeness:
    """A sentence that resembles an indicator.

    Attributes:
        indicator: which one.
        span: where the sentence stands.
        certainty: probability between 0 and 1 that a person would say that the sentence shows the sign.
        example: the nearest example the model learnt the sign from, and its language.
    """

    indicator: str
    span: Span
    certainty: float
    example: str
    example_language: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says about one ad.

    Attributes:
        likenesses: at most one for each indicator, most certain first.
        suspicion: probability between 0 and 1 that the ad as a whole is more like suspicious than ordinary ads.
        strongest: where the sentence stands that the suspicion rests on; None when nothing was read.
        pieces: sentences read; left_out: sentences that the ad has beyond them.
        hurried: more of them would have been read with more time.
    """

    likenesses: tuple[Likeness, ...]
    suspicion: float
    strongest: Span | None
    pieces: int
    left_out: int
    hurried: bool = False

    def as_json(self) -> dict[str, object]:
        """The reading as JSON can carry it."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Reading":
        """The reading out of its JSON."""
        return cls(
            likenesses=tuple(Likeness(**(one | {"span": Span(**one["span"])})) for one in values["likenesses"]),
            suspicion=values["suspicion"],
            strongest=Span(**values["strongest"]) if values["strongest"] else None,
            pieces=values["pieces"],
            left_out=values["left_out"],
            hurried=values["hurried"],
        )


NOTHING = Reading((), 0.0, None, 0, 0)
