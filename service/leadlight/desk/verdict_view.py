"""Arranges the JSON of a verdict for the page: findings with numbers, fields cut into marked pieces. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadlight.desk.highlight import Mark, Piece, cut

MARKED_FIELDS = ("title", "employer", "agency")
"""Fields beside the text in which quotes can stand, in the order in which they are shown."""


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
        numbered: the findings with their numbers, from 1.
        fields: title, employer and agency, those that the ad has.
        text: the ad's text in pieces.
    """

    answer: Mapping[str, Any]
    numbered: Sequence[tuple[int, Mapping[str, Any]]]
    fields: Sequence[FieldView]
    text: Sequence[Piece]


def view_verdict(answer: Mapping[str, Any], sent_text: str) -> VerdictView:
    """Arrange a verdict. `sent_text` is the text that the reader pasted, for answers that do not repeat it."""
    numbered = list(enumerate(answer["findings"], start=1))
    posting = answer["posting"]
    text = sent_text if posting["text"] is None else posting["text"]
    return VerdictView(
        answer=answer,
        numbered=numbered,
        fields=[FieldView(name, cut(posting[name], _marks(numbered, name))) for name in MARKED_FIELDS if posting[name]],
        text=cut(text, _marks(numbered, "text")),
    )


def _marks(numbered: Sequence[tuple[int, Mapping[str, Any]]], field: str) -> list[Mark]:
    return [
        Mark(quote["start"], quote["end"], number, place)
        for number, finding in numbered
        for place, quote in enumerate(finding["quotes"], start=1)
        if quote["field"] == field
    ]
