"""Pay as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.postings.pay import find_pay


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Salary: €2,000 - €2,500 per month gross", (2000, 2500, "EUR", "month", "gross")),
        ("Wynagrodzenie 4500 - 5500 zł brutto miesięcznie", (4500, 5500, "PLN", "month", "gross")),
        ("Stawka: 31,40 zł/h netto", (31.4, 31.4, "PLN", "hour", "net")),
        ("do 3000 EUR na rękę", (None, 3000, "EUR", "", "net")),
        ("Mzda od 1 200 € mesačne v čistom", (1200, None, "EUR", "month", "net")),
        ("Plat: 1500 – 1800 EUR/mesiac brutto", (1500, 1800, "EUR", "month", "gross")),
        ("1 500,- € brutto mesačne", (1500, 1500, "EUR", "month", "gross")),
        ("hodinová mzda 7,50 EUR", (7.5, 7.5, "EUR", "hour", "")),
        ("up to $5000 a month", (None, 5000, "USD", "month", "")),
        ("£30k-£35k per annum", (30000, 35000, "GBP", "year", "")),
        ("Stundenlohn 13,50 € brutto", (13.5, 13.5, "EUR", "hour", "gross")),
        ("Salario 1.400 € netos al mes", (1400, 1400, "EUR", "month", "net")),
        ("Salari de 1.500 € bruts al mes", (1500, 1500, "EUR", "month", "gross")),
        ("Stipendio 1.300 euro netti al mese", (1300, 1300, "EUR", "month", "net")),
        ("Salariu 4.500 lei net pe lună", (4500, 4500, "RON", "month", "net")),
        ("Fizetés: 350 000 - 400 000 Ft/hó nettó", (350000, 400000, "HUF", "month", "net")),
        ("Зарплата 25 000–30 000 грн на руки", (25000, 30000, "UAH", "", "net")),
        ("3000$ в месяц", (3000, 3000, "USD", "month", "")),
        ("Заплата 1200 лв. на месец", (1200, 1200, "BGN", "month", "")),
        ("μισθός 900 ευρώ καθαρά τον μήνα", (900, 900, "EUR", "month", "net")),
        ("0.50 EUR per kg", (0.5, 0.5, "EUR", "piece", "")),
    ],
)
def test_pay_is_read_in_every_language(text: str, expected: tuple[float | None, float | None, str, str, str]) -> None:
    assert [(pay.low, pay.high, pay.currency, pay.period, pay.basis) for pay in find_pay(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Pay a fee of 300 EUR before departure",
        "Kaucja 500 zł miesięcznie",
        "Bonus 500 EUR per year",
        "Ubytovanie 200 € mesačne",
        "Free entry, 300 EUR",
        "2000 people per month",
        "40 hours a week",
        "",
    ],
)
def test_fees_bonuses_rents_and_other_numbers_are_no_pay(text: str) -> None:
    assert find_pay(text) == ()


def test_hourly_pay_is_brought_to_a_month_and_says_how() -> None:
    (pay,) = find_pay("15 EUR per hour")
    assert pay.monthly_low == pytest.approx(15 * 40 * 52 / 12)
    assert pay.assumption == "40 hours a week"


def test_piece_pay_and_pay_without_a_period_have_no_month() -> None:
    for text in ("0.50 EUR per kg", "Salary 4,000 USD"):
        (pay,) = find_pay(text)
        assert pay.monthly_low is None
        assert pay.assumption == ""


def test_a_dollar_is_the_dollar_of_the_country_of_work() -> None:
    assert [pay.currency for pay in find_pay("$30 per hour", country="AU")] == ["AUD"]
    assert [pay.currency for pay in find_pay("$30 per hour")] == ["USD"]


@given(st.text(alphabet="0123456789 .,-–k€$złEURper month/hodnaİ\n", max_size=120))
def test_spans_cut_the_amount_out_of_any_text(text: str) -> None:
    for pay in find_pay(text):
        assert pay.span is not None
        assert any(digit.isdigit() for digit in text[pay.span.start : pay.span.end])
        assert pay.low is None or pay.high is None or pay.low <= pay.high
