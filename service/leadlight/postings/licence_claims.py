"""Find the licence and register numbers that an ad prints for an agency."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from leadlight.postings.lowering import same_length_lower
from leadlight.postings.model import LicenceClaim, Span
from leadlight.postings.near_digits import found_in, places_around

NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Za-z]+")
NOT_DIGIT = re.compile(r"\D+")
MOST_CLAIMS = 20
# Every printed form holds two digits in a row, after at most this many characters that announce it.
FIGURES = re.compile(r"\d{2}")
LONGEST_ANNOUNCEMENT = 160
LONGEST_NUMBER = 48


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How one scheme's numbers are printed, and what of them makes the compact form."""

    scheme: str
    keep: str
    patterns: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=1)
def load_number_forms() -> tuple[NumberForm, ...]:
    """Read the bundled table of printed forms."""
    rows = yaml.safe_load(Path(__file__).with_name("licence_numbers.yml").read_text("utf-8"))
    return tuple(
        NumberForm(row["scheme"], row["keep"], tuple(re.compile(pattern) for pattern in row["patterns"]))
        for row in rows
    )


def find_licence_claims(text: str, *, field: str = "text") -> tuple[LicenceClaim, ...]:
    """Licence numbers in the order of the text, each place once. Empty: the ad prints none that we can read."""
    claims: dict[tuple[str, int], LicenceClaim] = {}
    lowered = same_length_lower(text)
    figures = (match.span() for match in FIGURES.finditer(lowered))
    places = places_around(figures, len(lowered), before=LONGEST_ANNOUNCEMENT, after=LONGEST_NUMBER)
    for form in load_number_forms():
        for pattern in form.patterns:
            for match in found_in(pattern, lowered, places):
                span = Span(field, match.start("number"), match.end("number"))
                written = text[span.start : span.end]
                claim = LicenceClaim(form.scheme, compact(written, form.keep), written, span)
                claims.setdefault((form.scheme, span.start), claim)
    in_order = sorted(claims.values(), key=lambda claim: claim.span.start if claim.span else 0)
    return tuple(in_order[:MOST_CLAIMS])


def compact(written: str, keep: str) -> str:
    """The number as registers compare it: `digits`, `alphanumeric` in upper case, or `as_written` without spaces."""
    if keep == "digits":
        return NOT_DIGIT.sub("", written)
    if keep == "alphanumeric":
        return NOT_ALPHANUMERIC.sub("", written).upper()
    return "".join(written.split()).replace("–", "-").upper()
