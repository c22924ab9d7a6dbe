"""What the model's reading adds to the wording check. One pure table.

| the phrases found         | the model says                           | the wording check then has       |
|---------------------------|------------------------------------------|----------------------------------|
| nothing of this indicator | a sentence is very like it               | a medium finding from meaning    |
| nothing of this indicator | a sentence is like it, suspicious ad     | a medium finding from meaning    |
| nothing of this indicator | a sentence is like it, no suspicious ad  | a weak finding from meaning      |
| the indicator, weak       | a sentence is like it                    | the phrase finding, now medium   |
| the indicator, not weak   | a sentence is like it                    | the phrase finding, unchanged    |
| anything                  | suspicious ad, at most one sentence like | a weak finding on the whole ad   |
| a red line or combination | not asked: the level is decided          | no change                        |
| anything                  | not asked in time, or no model here      | no change, and says so           |

So a model's finding is at most medium, is never a red line or a combination, and makes no warning alone. The score of
the whole ad gives `notice`; with two sentences that are like different indicators `caution`. An indicator that is weak
among the phrases, because ordinary ads say it too, is no finding from meaning at all: a model that recognises
"accommodation offered" adds nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from leadlight.findings import Check, CheckResult, Finding, Reason, Source, State, Weight, quote
from leadlight.meaning.about import Bars
from leadlight.meaning.reading import Likeness, Reading
from leadlight.postings.model import Posting, Span

SOURCE_ID = "meaning"
TITLE = "Leadlight meaning reader"
WHOLE_AD = "meaning.whole_ad"
FAMILY_OF_WHOLE_AD = "meaning"
PROBABLE = 0.5
"""From here on the certainty is said as "probably": above even odds on the calibrated scale."""


def meaning_source(version: str) -> Source:
    """The source that meaning findings name; its version begins with the day the model was trained."""
    return Source(id=SOURCE_ID, title=TITLE, as_of=date.fromisoformat(version[:10]), version=version)


def add_meaning(
    wording: CheckResult, posting: Posting, reading: Reading, *, bars: Bars, version: str, weights: Mapping[str, Weight]
) -> CheckResult:
    """The wording check with what the model says.

    Args:
        wording: what the phrases found.
        posting: the ad that both read.
        reading: what the model says about it.
        bars: how certain it must be.
        version: of the model's weights.
        weights: weight of each indicator that has rules; a sign of any other indicator is passed over.
    """
    source = meaning_source(version)
    in_part = (Reason.MEANING_IN_PART,) if reading.left_out else ()
    suspicious = reading.suspicion >= bars.suspicious
    like = [
        one
        for one in reading.likenesses
        if one.certainty >= (bars.like if suspicious else bars.like_alone) and one.indicator in weights
    ]
    named = {one.indicator for one in like}
    confirmed = tuple(_confirmed(finding) if finding.indicator in named else finding for finding in wording.findings)
    known = {finding.indicator for finding in wording.findings}
    new = [one for one in like if one.indicator not in known and weights[one.indicator] is not Weight.WEAK]
    added = [
        _finding(posting, one, source, Weight.MEDIUM if suspicious or one.certainty >= bars.very_like else Weight.WEAK)
        for one in new
    ]
    if suspicious and len(like) <= 1 and reading.strongest is not None:
        added.append(_whole_ad(posting, reading.strongest, source))
    findings = (*confirmed, *added)
    return replace(
        wording,
        state=State.FOUND if findings else wording.state,
        findings=findings,
        sources=(*wording.sources, source),
        partial=(*wording.partial, *in_part),
    )


def without_meaning(wording: CheckResult, reason: Reason) -> CheckResult:
    """The wording check by phrases alone, which says why the second reader is missing."""
    return replace(wording, partial=(*wording.partial, reason))


def level_is_decided(wording: CheckResult) -> bool:
    """Whether the phrases alone make a warning, so that the model need not be asked."""
    return any(finding.red_line or finding.combination for finding in wording.findings)


def _confirmed(finding: Finding) -> Finding:
    if finding.weight is not Weight.WEAK:
        return finding
    return replace(finding, weight=Weight.MEDIUM, facts=dict(finding.facts) | {"confirmed_by": SOURCE_ID})


def _finding(posting: Posting, like: Likeness, source: Source, weight: Weight) -> Finding:
    return Finding(
        check=Check.WORDING,
        indicator=like.indicator,
        family=like.indicator.split(".", maxsplit=1)[0],
        weight=weight,
        source=source,
        quotes=(quote(getattr(posting, like.span.field), like.span),),
        facts={
            "certainty": "probably" if like.certainty >= PROBABLE else "perhaps",
            "example": like.example,
            "example_language": like.example_language,
        },
    )


def _whole_ad(posting: Posting, strongest: Span, source: Source) -> Finding:
    return Finding(
        check=Check.WORDING,
        indicator=WHOLE_AD,
        family=FAMILY_OF_WHOLE_AD,
        weight=Weight.WEAK,
        source=source,
        quotes=(quote(getattr(posting, strongest.field), strongest),),
        facts={"certainty": "perhaps"},
    )
