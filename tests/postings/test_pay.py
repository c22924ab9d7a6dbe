"""Pay as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.postings.language import load_languages
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


PAY_IN_EACH_LANGUAGE = [
    ("en", "Pay from £11.44 an hour", (11.44, None, "GBP", "hour", "")),
    ("en", "Earn up to 3,500 EUR net monthly", (None, 3500, "EUR", "month", "net")),
    ("en", "paid 12 EUR per crate", (12, 12, "EUR", "piece", "")),
    ("pl", "od 28,10 zł brutto za godzinę", (28.1, None, "PLN", "hour", "gross")),
    ("pl", "zarobki do 9 000 zł netto miesięcznie", (None, 9000, "PLN", "month", "net")),
    ("pl", "2 zł za kilogram", (2, 2, "PLN", "piece", "")),
    ("pl", "płacimy 450 € tygodniowo na rękę", (450, 450, "EUR", "week", "net")),
    ("sk", "plat od 9 €/hod. v hrubom", (9, None, "EUR", "hour", "gross")),
    ("sk", "zárobok až 2 000 eur mesačne v čistom", (None, 2000, "EUR", "month", "net")),
    ("sk", "0,80 € za kus", (0.8, 0.8, "EUR", "piece", "")),
    ("de", "ab 14,50 € pro Stunde brutto", (14.5, None, "EUR", "hour", "gross")),
    ("de", "bis zu 2.800 € netto monatlich", (None, 2800, "EUR", "month", "net")),
    ("de", "0,90 € pro Stück", (0.9, 0.9, "EUR", "piece", "")),
    ("de", "1.800 Euro netto im Monat", (1800, 1800, "EUR", "month", "net")),
    ("es", "desde 9,50 euros la hora brutos", (9.5, None, "EUR", "hour", "gross")),
    ("es", "hasta 2.000 € netos mensuales", (None, 2000, "EUR", "month", "net")),
    ("es", "1,20 € por kilo", (1.2, 1.2, "EUR", "piece", "")),
    ("es", "sueldo 18.000 € brutos anuales", (18000, 18000, "EUR", "year", "gross")),
    ("ca", "des de 10 € per hora bruts", (10, None, "EUR", "hour", "gross")),
    ("ca", "fins a 1.900 € nets al mes", (None, 1900, "EUR", "month", "net")),
    ("ca", "0,50 € per quilo", (0.5, 0.5, "EUR", "piece", "")),
    ("it", "da 8,50 euro all'ora lordi", (8.5, None, "EUR", "hour", "gross")),
    ("it", "fino a 1.800 € netti mensili", (None, 1800, "EUR", "month", "net")),
    ("it", "4 euro al cassone", (4, 4, "EUR", "piece", "")),
    ("it", "0,30 € al chilo", (0.3, 0.3, "EUR", "piece", "")),
    ("ro", "de la 10 euro/oră brut", (10, None, "EUR", "hour", "gross")),
    ("ro", "până la 2.500 euro net lunar", (None, 2500, "EUR", "month", "net")),
    ("ro", "0,5 euro pe kilogram", (0.5, 0.5, "EUR", "piece", "")),
    ("ro", "salariu 1800 euro pe luna in mana", (1800, 1800, "EUR", "month", "net")),
    ("hu", "bruttó 1 800 Ft/óra", (1800, 1800, "HUF", "hour", "gross")),
    ("hu", "legalább 1 800 Ft/óra", (1800, None, "HUF", "hour", "")),
    ("hu", "akár nettó 600 000 Ft havonta", (None, 600000, "HUF", "month", "net")),
    ("hu", "havi 2000 euró nettó", (2000, 2000, "EUR", "month", "net")),
    ("hu", "50 Ft/db", (50, 50, "HUF", "piece", "")),
    ("uk", "від 150 грн за годину", (150, None, "UAH", "hour", "")),
    ("uk", "до 40 000 грн на місяць на руки", (None, 40000, "UAH", "month", "net")),
    ("uk", "2 злотих за кілограм", (2, 2, "PLN", "piece", "")),
    ("uk", "оплата 28 злотих на годину", (28, 28, "PLN", "hour", "")),
    ("uk", "зарплата 900 євро в місяць чистими", (900, 900, "EUR", "month", "net")),
    ("ru", "от 300 руб. в час", (300, None, "RUB", "hour", "")),
    ("ru", "до 2000 евро в месяц чистыми", (None, 2000, "EUR", "month", "net")),
    ("ru", "1,5 евро за килограмм", (1.5, 1.5, "EUR", "piece", "")),
    ("ru", "Оплата 160 крон в час на руки", (160, 160, "CZK", "hour", "net")),
    ("bg", "от 8 лв. на час бруто", (8, None, "BGN", "hour", "gross")),
    ("bg", "до 2000 евро на месец чисти", (None, 2000, "EUR", "month", "net")),
    ("bg", "0,60 лв за бройка", (0.6, 0.6, "BGN", "piece", "")),
    ("bg", "0,60 евро на кг", (0.6, 0.6, "EUR", "piece", "")),
    ("el", "από 5 ευρώ την ώρα μικτά", (5, None, "EUR", "hour", "gross")),
    ("el", "έως 1.200 € καθαρά το μήνα", (None, 1200, "EUR", "month", "net")),
    ("el", "0,40 € το κιλό", (0.4, 0.4, "EUR", "piece", "")),
    ("el", "μεροκάματο 50 ευρώ", (50, 50, "EUR", "day", "")),
]


@pytest.mark.parametrize(("language", "text", "expected"), PAY_IN_EACH_LANGUAGE)
def test_bounds_gross_net_and_piece_rates_are_read_in_each_language(
    language: str, text: str, expected: tuple[float | None, float | None, str, str, str]
) -> None:
    assert [(pay.low, pay.high, pay.currency, pay.period, pay.basis) for pay in find_pay(text)] == [expected]


def test_each_language_has_a_bound_a_basis_and_a_piece_rate() -> None:
    for language in load_languages():
        found = [expected for known, _, expected in PAY_IN_EACH_LANGUAGE if known == language]
        assert any(low is None for low, *_ in found), language
        assert any(high is None for _, high, *_ in found), language
        assert any(period == "piece" for *_, period, _ in found), language
        assert any(basis == "net" for *_, basis in found), language


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
