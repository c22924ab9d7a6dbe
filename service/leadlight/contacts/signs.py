"""From counts to findings: when the reuse of a contact point or of a text is a sign, and how much it weighs."""

from collections.abc import Sequence
from dataclasses import replace

from leadlight.contacts.model import Sighting
from leadlight.contacts.reuse import Reuse
from leadlight.contacts.shared import (
    ReusedContact,
    ReusedText,
    SharedContact,
    SharedText,
    reused_contact,
    reused_text,
)
from leadlight.findings import Check, Facts, Finding, OtherAd, Quote, Source, Weight, quote
from leadlight.postings.model import ContactKind, Posting

MANY_EMPLOYERS = 3
"""Different employers under one contact from which it is a sign. In 885 EURES and 3,512 Polish ordinary ads, 311
contact points: leaving out public employment offices, 3 stood under two or more employers and 1 under three or
more. Among 400 e-mail addresses of a Finnish board 33 stood under two or more, most of them agencies' own."""

MANY_COUNTRIES = 3
"""Countries of work under one contact from which it is a sign. No contact of the same ordinary ads stood in ads for
two countries, but honest agencies place people in neighbouring ones; so three, and weak."""

MANY_UNNAMED_PLACES = 5
"""Places under one contact in ads that name no employer. A chain has many places but says its name; there is no
measured rate yet, so it is weak."""

OTHER_EMPLOYERS = 2
"""Employers with the same text from which it is a sign: 0.4 % of 4,397 ordinary ads (see `likeness.SAME_TEXT`), against
8.4 % of 848 fraudulent ones. The same text twice under one name says nothing: 16 % of ordinary Polish ads."""

SAME_TEXT_COUNTRIES = 3
"""Countries of work with the same text under one employer and contact from which it is a sign, and a weak one: agencies
send the same offer to neighbours. None of 2,937 ordinary ads of four boards shows it. The same text under one name
without any contact in common is weak as well: 2 of 885 EURES ads, none of the 2,052 others."""

PICTURE_SITES = 2
"""Sites on which a picture must stand: what stands on one only is often part of that site."""

HUB = 500
"""Other ads with one contact from which it is a switchboard or a relay more often than not: the sign is weak then."""

SHOWN_ADS = 50
"""Other ads that staff see with a finding."""

SHOWN_QUOTES = 5
SHOWN_SENTENCES = 5
"""Sentences of the common text that a finding quotes, those that stand first in the ad."""


def all_signs(
    contacts: Sequence[SharedContact],
    text: SharedText | None,
    own: Sighting,
    posting: Posting,
    source: Source,
    *,
    show_ads: bool,
) -> tuple[Finding, ...]:
    """Findings that the reuse of this ad's contact points and text amounts to; empty when it amounts to none.

    What the ads say that staff stand for counts as `signs` says. What only all ads together say, those included that
    anybody may have sent in, is weak and `unreviewed`: it makes a notice and adds nothing to anything else.
    """

    def view(*, reviewed: bool) -> tuple[Finding, ...]:
        reused = [reused_contact(one, one.reviewed if reviewed else one.others, own) for one in contacts]
        others = [] if text is None else [ad for ad in text.others if ad.vouched or not reviewed]
        same = None if text is None else reused_text(text, others, own)
        return signs(reused, same, posting, source, show_ads=show_ads)

    anything = any(one.reviewed.ads for one in contacts) or (text is not None and any(ad.vouched for ad in text.others))
    counted = view(reviewed=True) if anything else ()
    known = {finding.indicator for finding in counted}
    rest = (finding for finding in view(reviewed=False) if finding.indicator not in known)
    return (*counted, *(replace(finding, weight=Weight.WEAK, unreviewed=True) for finding in rest))


def signs(
    contacts: Sequence[ReusedContact],
    text: ReusedText | None,
    posting: Posting,
    source: Source,
    *,
    show_ads: bool,
) -> tuple[Finding, ...]:
    """Findings that the reuse of this ad's contact points and text amounts to; empty when it amounts to none.

    Each indicator is found at most once, for the contact point that is used most widely. At most one of them is
    medium: all rest on the same remembered ads, so they do not confirm each other.
    """
    found: list[Finding] = []
    contacts = [one for one in contacts if _tells(one)]
    by_employers = [one for one in contacts if one.reuse.employers >= MANY_EMPLOYERS]
    if by_employers:
        widest = max(by_employers, key=lambda one: (not _is_less(one), one.reuse.employers))
        weight = Weight.WEAK if _is_less(widest) else Weight.MEDIUM
        found.append(
            _contact_finding("contact.many_employers", weight, widest, by_employers, posting, source, show_ads)
        )
    by_places = [one for one in contacts if _many_places(one.reuse)]
    if by_places:
        widest = max(by_places, key=lambda one: (one.reuse.countries, one.reuse.places))
        found.append(_contact_finding("contact.many_places", Weight.WEAK, widest, by_places, posting, source, show_ads))
    indicator = None if text is None else _text_indicator(text)
    if text is not None and indicator is not None:
        medium_already = any(finding.weight is Weight.MEDIUM for finding in found)
        weight = Weight.MEDIUM if indicator == "text.other_employer" and not medium_already else Weight.WEAK
        found.append(_text_finding(indicator, weight, text, posting, source, show_ads))
    return tuple(found)


def _text_indicator(text: ReusedText) -> str | None:
    """What of the ads with nearly the same text differs that is a sign, the most telling first; None: nothing."""
    differ = text.differences
    if text.reuse.employers >= OTHER_EMPLOYERS:
        return "text.other_employer"
    # One ad that shares a contact point shows that this employer uses the text again, with whom to call beside it.
    if differ.contact and differ.contact == differ.with_contact:
        return "text.other_contact"
    return "text.other_country" if text.reuse.countries >= SAME_TEXT_COUNTRIES else None


def _tells(one: ReusedContact) -> bool:
    """Whether its reuse can be a sign. A picture on one site belongs to the site, and on very many to everybody."""
    return one.identity.kind is not ContactKind.IMAGE or (one.reuse.sites >= PICTURE_SITES and not _is_hub(one))


def _is_less(one: ReusedContact) -> bool:
    """Whether its reuse says little: a switchboard, or a picture, which many buy from one shop honestly."""
    return _is_hub(one) or one.identity.kind is ContactKind.IMAGE


def _is_hub(one: ReusedContact) -> bool:
    """Whether so many ads share it that it is probably a switchboard or a relay."""
    return one.others.number >= HUB


def _many_places(reuse: Reuse) -> bool:
    return reuse.countries >= MANY_COUNTRIES or reuse.unnamed_places >= MANY_UNNAMED_PLACES


def _contact_finding(
    indicator: str,
    weight: Weight,
    widest: ReusedContact,
    alike: Sequence[ReusedContact],
    posting: Posting,
    source: Source,
    show_ads: bool,
) -> Finding:
    return Finding(
        check=Check.CONTACT,
        indicator=indicator,
        family="contact",
        weight=weight,
        source=source,
        quotes=_quotes([widest, *(one for one in alike if one is not widest)], posting),
        facts=_facts(widest.identity.kind.value, widest.reuse),
        seen_in=_other_ads(widest.others.ads) if show_ads else (),
    )


def _text_finding(
    indicator: str, weight: Weight, text: ReusedText, posting: Posting, source: Source, show_ads: bool
) -> Finding:
    return Finding(
        check=Check.CONTACT,
        indicator=indicator,
        family="contact",
        weight=weight,
        source=source,
        quotes=tuple(quote(posting.text, sentence.span) for sentence in text.common.same[:SHOWN_SENTENCES]),
        facts={
            **_facts("text", text.reuse),
            "likeness": round(100 * text.likeness),
            "sentences": text.common.sentences,
            "same_sentences": len(text.common.same),
            "other_ads": len(text.others),
            "other_employer": text.differences.employer,
            "other_contact": text.differences.contact,
            "other_country": text.differences.country,
            "other_place": text.differences.place,
        },
        seen_in=_other_ads(text.others) if show_ads else (),
    )


def _facts(kind: str, reuse: Reuse) -> Facts:
    return {
        "kind": kind,
        "employers": reuse.employers,
        "places": reuse.places,
        "countries": reuse.countries,
        "sites": reuse.sites,
        "ads": reuse.ads,
        "days": reuse.days,
        "since": reuse.since.isoformat(),
        "share": round(100 * reuse.largest_share),
    }


def _quotes(alike: Sequence[ReusedContact], posting: Posting) -> tuple[Quote, ...]:
    spans = [contact.span for one in alike for contact in one.written if contact.span is not None]
    return tuple(quote(getattr(posting, span.field), span) for span in spans[:SHOWN_QUOTES])


def _other_ads(ads: Sequence[Sighting]) -> tuple[OtherAd, ...]:
    return tuple(OtherAd(ad.title, ad.employer, ad.place, ad.site, ad.seen_on) for ad in ads[:SHOWN_ADS])
