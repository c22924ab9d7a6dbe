"""Find pay in an ad: amount or range, currency, period, gross or net; brought to one month."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from leadlight.postings.lowering import same_length_lower
from leadlight.postings.model import Pay, Span
from leadlight.postings.near_digits import found_in, places_around
from leadlight.postings.pay_month import with_month

# 1 500 / 1,500 / 1.500 / 1'500 / 15,50 / 12.5; a space or a point parts thousands only before three digits.
AMOUNT = r"\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?"
# How far after (and before) the amount its period and "gross" or "net" may stand.
AFTER = 40
BEFORE = 48
MOST_PAY = 20
FIGURES = re.compile(r"\d+")
# The longest written form of a currency and the space behind it.
LONGEST_CURRENCY = 24
# The point of "hod." or "грн." ends no sentence.
ABBREVIATIONS = ("hod", "godz", "std", "mies", "год", "міс", "мес", "руб", "грн", "лв", "zł")
SHORTENED = "".join(rf"(?<!{word})" for word in ABBREVIATIONS)
LINE_PART = re.compile(rf"(?:[\n;!?]|{SHORTENED}\.)(?:\s|$)|\n")
PARTED = re.compile(r"[ \u00a0\u202f'’]|[.,](?=\d{3}(?:\D|$))")


@dataclass(frozen=True, slots=True)
class PayWords:
    """The table of pay_words.yml, compiled."""

    amount: re.Pattern[str]
    currencies: dict[str, str]
    dollar_of: dict[str, str]
    periods: dict[str, re.Pattern[str]]
    lower: re.Pattern[str]
    upper: re.Pattern[str]
    gross: re.Pattern[str]
    net: re.Pattern[str]
    pay: re.Pattern[str]
    other: re.Pattern[str]


@lru_cache(maxsize=1)
def load_pay_words() -> PayWords:
    """Read the bundled table."""
    table = yaml.safe_load(Path(__file__).with_name("pay_words.yml").read_text("utf-8"))
    written = [form for forms in table["currencies"].values() for form in forms]
    currency = "|".join(sorted(written, key=len, reverse=True))
    to = "|".join(sorted(table["to"], key=len, reverse=True))
    amount = (
        rf"(?<![\w.,/-])(?P<before>(?:{currency})\s?)?(?P<low>{AMOUNT})(?P<low_k>k\b)?\s?(?P<inner>(?:{currency})(?!\w))?"
        rf"(?:\s?(?:{to})\s?(?:{currency})?\s?(?P<high>{AMOUNT})(?P<high_k>k\b)?)?"
        rf"\s?(?P<after>,-\s?(?:{currency})|(?:{currency})(?!\w))?"
    )
    bases = rf"(?:{'|'.join([*table['gross'], *table['net']])})\w*"
    return PayWords(
        amount=re.compile(amount),
        currencies={
            re.sub(r"\\|\.\?$", "", form): code for code, forms in table["currencies"].items() for form in forms
        },
        dollar_of=table["dollar_of"],
        periods={name: starting(forms) for name, forms in table["periods"].items()},
        lower=re.compile(rf"(?:^|\W)(?:{'|'.join(table['from'])})\s*(?:{bases}\s+)?$"),
        upper=re.compile(rf"(?:^|\W)(?:{'|'.join(table['up_to'])})\s*(?:{bases}\s+)?$"),
        gross=starting(table["gross"]),
        net=starting(table["net"]),
        pay=starting(table["pay"]),
        other=starting(table["other"]),
    )


def starting(forms: list[str]) -> re.Pattern[str]:
    """One pattern for many beginnings of words."""
    words = "|".join(form for form in forms if not form.startswith("/"))
    signs = "".join(f"|{form}" for form in forms if form.startswith("/"))
    # One look back for all words: a look back for each costs four times as much.
    return re.compile(rf"(?<!\w)(?:{words}){signs}" if words else signs.removeprefix("|"))


def find_pay(text: str, *, country: str = "", field: str = "text") -> tuple[Pay, ...]:
    """Amounts of pay in the order of the text. Empty: the ad names none that we can read.

    An amount counts when a currency stands at it and a period, gross or net, or a word for pay stands near it;
    fees, deposits, bonuses and rents do not count. `country` of the work (ISO 3166-1) says which dollar "$" is.
    """
    words = load_pay_words()
    lowered = same_length_lower(text)
    found: list[Pay] = []
    figures = (match.span() for match in FIGURES.finditer(lowered))
    places = places_around(figures, len(lowered), before=LONGEST_CURRENCY, after=AFTER)
    for match in found_in(words.amount, lowered, places):
        pay = read_amount(match, lowered, country, field) if has_currency(match) else None
        if pay is not None:
            found.append(with_month(pay))
        if len(found) == MOST_PAY:
            break
    return tuple(found)


def has_currency(match: re.Match[str]) -> bool:
    """True when a currency stands before, between or after the amounts."""
    return bool(match["before"] or match["inner"] or match["after"])


def read_amount(match: re.Match[str], lowered: str, country: str, field: str) -> Pay | None:
    """The pay at one amount; None when it is no pay."""
    words = load_pay_words()
    before, after = around(lowered, match.start(), match.end())
    period = nearest_period(before, after)
    kind = basis(before, after)
    if words.other.search(before) or not (period or kind or words.pay.search(before) or words.pay.search(after)):
        return None
    low = number(match["low"], match["low_k"] or (match["high_k"] if match["high"] else None))
    high = number(match["high"], match["high_k"]) if match["high"] else low
    high = max(high, low)
    only_low = not match["high"] and bool(words.lower.search(before))
    only_high = not match["high"] and not only_low and bool(words.upper.search(before))
    written = (match["before"] or match["inner"] or match["after"] or "").strip().removeprefix(",-").strip()
    return Pay(
        low=None if only_high else low,
        high=None if only_low else high,
        currency=currency_of(written, country),
        period=period,
        basis=kind,
        span=Span(field, match.start(), match.start() + len(match[0].rstrip())),
    )


def currency_of(written: str, country: str) -> str:
    """ISO 4217 code of a currency as written in lower case."""
    words = load_pay_words()
    if written == "$" and country in words.dollar_of:
        return words.dollar_of[country]
    return words.currencies.get(written.rstrip("."), words.currencies.get(written, ""))


def around(lowered: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after an amount in its own sentence or line."""
    before = LINE_PART.split(lowered[max(0, start - BEFORE) : start])[-1]
    after = LINE_PART.split(lowered[end : end + AFTER])[0]
    return before, after


def nearest_period(before: str, after: str) -> str:
    """The period named first after the amount, else last before it, "" when none is."""
    periods = load_pay_words().periods
    following = [(match.start(), name) for name, form in periods.items() if (match := form.search(after))]
    if following:
        return min(following)[1]
    leading = [(match.start(), name) for name, form in periods.items() for match in form.finditer(before)]
    return max(leading)[1] if leading else ""


def basis(before: str, after: str) -> str:
    """The word "gross" or "net" nearest after the amount, else before it; "" when neither stands there."""
    words = load_pay_words()
    for part in (after, before):
        gross, net = words.gross.search(part), words.net.search(part)
        if gross or net:
            return "gross" if not net or (gross and gross.start() < net.start()) else "net"
    return ""


def number(written: str, thousand: str | None) -> float:
    """Value of an amount as people write it; `thousand` is the "k" behind it."""
    return float(PARTED.sub("", written).replace(",", ".")) * (1000 if thousand else 1)
