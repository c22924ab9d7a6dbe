"""Bring an amount of pay to one month, and say what was assumed."""

from dataclasses import replace

from leadlight.postings.model import Pay

# 40 hours a week, 52 weeks a year: the full-time week of Directive 2003/88/EC's usual national practice.
WEEKS_PER_MONTH = 52 / 12
PER_MONTH = {
    "hour": (40 * WEEKS_PER_MONTH, "40 hours a week"),
    "day": (5 * WEEKS_PER_MONTH, "5 days a week"),
    "week": (WEEKS_PER_MONTH, "52 weeks a year"),
    "month": (1.0, ""),
    "year": (1 / 12, "12 equal months"),
}


def with_month(pay: Pay) -> Pay:
    """Add the monthly amounts and the assumption. Unchanged when the period is unknown or pay is by the piece."""
    if pay.period not in PER_MONTH:
        return pay
    factor, assumption = PER_MONTH[pay.period]
    return replace(
        pay,
        monthly_low=None if pay.low is None else round(pay.low * factor, 2),
        monthly_high=None if pay.high is None else round(pay.high * factor, 2),
        assumption=assumption,
    )
