"""Shapes a verdict for the wire and encodes it once; the encoded bytes are what is cached and sent."""

from collections.abc import Mapping
from typing import Any

import orjson

from leadlight.postings.model import Posting
from leadlight.screening.explain import Verdict

VERDICT_FIELDS = (
    "level",
    "title",
    "meaning",
    "row",
    "language",
    "checks",
    "findings",
    "helplines",
    "compared",
    "versions",
)
POSTING_FIELDS = ("title", "employer", "agency", "country", "places", "language", "url", "disagreements")
ADDRESS_FIELDS = ("written", "town", "postcode", "country", "origin", "name")
PAY_FIELDS = ("low", "high", "currency", "period", "basis", "monthly_low", "monthly_high", "assumption")


def encode(verdict: Verdict, *, with_text: bool) -> bytes:
    """Encode a verdict as the JSON of `POST /v1/check`.

    Args:
        verdict: the verdict in words.
        with_text: whether the caller needs the text that quotes are counted in, because the service read it.
    """
    shaped = {name: getattr(verdict, name) for name in VERDICT_FIELDS}
    shaped["posting"] = _posting(verdict.posting, with_text=with_text)
    return orjson.dumps(shaped, default=_mapping)


def _posting(posting: Posting, *, with_text: bool) -> dict[str, Any]:
    shaped: dict[str, Any] = {name: getattr(posting, name) for name in POSTING_FIELDS}
    shaped["text"] = posting.text if with_text else None
    shaped["origins"] = dict(posting.origins)
    shaped["contacts"] = [
        {
            "kind": contact.kind,
            "written": contact.written,
            "start": contact.span.start if contact.span else None,
            "end": contact.span.end if contact.span else None,
            "traits": contact.traits,
        }
        for contact in posting.contacts
    ]
    shaped["pay"] = [{name: getattr(pay, name) for name in PAY_FIELDS} for pay in posting.pay]
    shaped["licence_claims"] = [
        {"scheme": claim.scheme, "number": claim.number, "written": claim.written} for claim in posting.licence_claims
    ]
    shaped["office_addresses"] = [
        {name: getattr(one, name) for name in ADDRESS_FIELDS} for one in posting.office_addresses
    ]
    shaped["messages"] = [
        {"sender": one.sender, "sent": one.sent, "start": one.span.start, "end": one.span.end}
        for one in posting.messages
    ]
    return shaped


def _mapping(value: object) -> dict[Any, Any]:
    if isinstance(value, Mapping):  # MappingProxyType, which orjson does not know
        return dict(value)
    raise TypeError(type(value).__name__)
