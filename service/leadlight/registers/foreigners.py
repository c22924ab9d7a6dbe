"""Whether an agency is on its register long enough to place foreigners who need a permit."""

from collections.abc import Sequence
from datetime import date

from leadlight.postings.model import Posting
from leadlight.registers.model import RegisterEntry
from leadlight.registers.source import RegisterSource
from leadlight.registers.where import languages_of_permit_holders, work_countries


def too_new_for_foreigners(
    posting: Posting, source: RegisterSource, entries: Sequence[RegisterEntry], today: date
) -> date | None:
    """The day from which the agency may place foreigners who need a permit, when that day is still to come.

    None: the law of this register has no such rule, the ad is not for work in its country, its language does not
    speak to people who need a permit, or one of the agency's entries is old enough or has no date.
    Source: the Polish act on the labour market of 20 March 2025 lets an agency do so two years after its entry.
    """
    if not source.min_years_for_foreigners or not entries:
        return None
    if source.country not in work_countries(posting) or posting.language not in languages_of_permit_holders():
        return None
    if any(entry.valid_from is None for entry in entries):
        return None
    first = min(entry.valid_from for entry in entries if entry.valid_from is not None)
    allowed = _years_later(first, source.min_years_for_foreigners)
    return allowed if allowed > today else None


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # 29 February: the term ends on the first day that exists.
        return date(day.year + years, 3, 1)
