"""Arranges the JSON of a verdict for the page: findings with numbers, fields cut into marked pieces. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadlight.desk.highlight import Mark, Piece, cut
from leadlight.postings.model import Origin

MARKED_FIELDS = ("title", "employer", "agency")
"""Fields beside the text in which quotes can stand, in the order in which they are shown."""


Numbered = tuple[int, Mapping[str, Any]]
"""A finding of the answer with its number on the page, from 1 in the answer's own order."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of the ad: name, and its words in pieces."""

    name: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What the verdict page shows.

    Attributes:
        answer: the verdict as on the wire.
        telling: the findings that can decide a level by themselves, with their numbers, from 1.
        small: the weak ones, with their numbers; they follow the others.
        fields: title, employer and agency, those that the ad has.
        text: the ad's text in pieces.
        contradictions: parts of the page that say different things.
        differences: what the reader saw and what the site showed the service; empty when they were not compared.
    """

    answer: Mapping[str, Any]
    telling: Sequence[Numbered]
    small: Sequence[Numbered]
    fields: Sequence[FieldView]
    text: Sequence[Piece]
    contradictions: Sequence[Mapping[str, Any]]
    differences: Sequence[Mapping[str, Any]]

    def message_of(self, quote: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The message of the chat in which a quote stands; None: in none, or the ad is no chat."""
        if quote["field"] != "text":
            return None
        messages = self.answer["posting"]["messages"]
        return next((one for one in messages if one["start"] <= quote["start"] < one["end"]), None)


def view_verdict(answer: Mapping[str, Any], sent_text: str) -> VerdictView:
    """Arrange a verdict. `sent_text` is the text that the reader pasted, for answers that do not repeat it."""
    numbered = list(enumerate(answer["findings"], start=1))
    posting = answer["posting"]
    text = sent_text if posting["text"] is None else posting["text"]
    return VerdictView(
        answer=answer,
        telling=[one for one in numbered if not _is_small(one)],
        small=[one for one in numbered if _is_small(one)],
        fields=[FieldView(name, cut(posting[name], _marks(numbered, name))) for name in MARKED_FIELDS if posting[name]],
        text=cut(text, _marks(numbered, "text")),
        contradictions=[one for one in posting["disagreements"] if one["other_origin"] != Origin.FETCHED],
        differences=[one for one in posting["disagreements"] if one["other_origin"] == Origin.FETCHED],
    )


def _is_small(numbered: Numbered) -> bool:
    _, finding = numbered
    return finding["weight"] == "weak" and not finding["red_line"] and not finding["combination"]


def _marks(numbered: Sequence[Numbered], field: str) -> list[Mark]:
    return [
        Mark(quote["start"], quote["end"], number, place, way_back=not finding["combination"])
        for number, finding in numbered
        for place, quote in enumerate(finding["quotes"], start=1)
        if quote["field"] == field
    ]
