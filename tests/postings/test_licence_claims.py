"""Licence numbers as agencies print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.postings.licence_claims import find_licence_claims, load_number_forms
from leadlight.registers.numbers import load_schemes


@pytest.mark.parametrize(
    ("text", "scheme", "number"),
    [
        ("KRAZ 14019", "kraz", "14019"),
        ("nr KRAZ 385", "kraz", "385"),
        ("(KRAZ: 1234)", "kraz", "1234"),
        ("KRAZ pod numerem 9276", "kraz", "9276"),
        ("cert. KRAZ 12048", "kraz", "12048"),
        ("numer certyfikatu KRAZ 23286", "kraz", "23286"),
        ("nr certyfikatu 16 570", "kraz", "16570"),
        ("nr wpisu 47", "kraz", "47"),
        ("Agencja zatrudnienia nr 8945", "kraz", "8945"),
        ("Jesteśmy agencją pracy tymczasowej, certyfikat nr 2042", "kraz", "2042"),
        ("wpis do Krajowego Rejestru Agencji Zatrudnienia pod nr 4321", "kraz", "4321"),
        ("R.L. No: 0123", "bd-rl", "0123"),
        ("RL-1456", "bd-rl", "1456"),
        ("POEA-271-LB-121218-R", "poea", "271-LB-121218-R"),
        ("DMW License No. 047-LB-10317-R", "poea", "047-LB-10317-R"),
        ("Reg. No. B-1794/PUN/PER/100/5/10094/2022", "in-ra", "B-1794/PUN/PER/100/5/10094/2022"),
        ("B-3252/DEL/PER/1000+", "in-ra", "B-3252/DEL/PER/1000+"),
        ("Licence No. 1284/074/75", "np-dofe", "1284/074/75"),
        ("GLAA licence PULL0001", "uk-gangmaster", "PULL0001"),
        ("URN: ABCD 1234", "uk-gangmaster", "ABCD1234"),
        ("Aut. Min. Prot. N. 1116 - SG - del 26/11/04", "it-aut-min", "1116-SG"),
        ("Aut.Min. N. 1309-SG del 23/02/2005", "it-aut-min", "1309-SG"),
        ("EA Licence No: 16C7981", "sg-ea", "16C7981"),
        ("EA Licence No. 66295", "hk-ea", "66295"),
        ("IČO: 36 421 928", "ico", "36421928"),
        ("IČO 12345678", "ico", "12345678"),
        ("ЕИК 175074752", "eik", "175074752"),
        ("ЕИК: 175074752", "eik", "175074752"),
        ("CIF: A-13585625", "es-nif", "A13585625"),
        ("N.I.F. A13585625", "es-nif", "A13585625"),
        ("ΑΦΜ: 094259216", "gr-afm", "094259216"),
        ("Α.Φ.Μ. 094259216", "gr-afm", "094259216"),
        ("CUI: RO 18547290", "ro-cui", "18547290"),
        ("C.U.I. 18547290", "ro-cui", "18547290"),
        ("licensed by the WRC, licence EA 1234", "ie-ea", "1234"),
        ("Irish Employment Agency Licence No. EA1234", "ie-ea", "1234"),
        ("NEA Reg. No. 123", "ke-pea", "123"),
        ("CNPJ 16.727.230/0001-97", "br-cnpj", "16727230000197"),
    ],
)
def test_each_printed_form_gives_its_scheme_and_number(text: str, scheme: str, number: str) -> None:
    assert [(claim.scheme, claim.number) for claim in find_licence_claims(text)] == [(scheme, number)]


@pytest.mark.parametrize(
    "text",
    [
        "Praca od 14 000 zł, 2024 rok",
        "nr certyfikatu ISO 9001/2015",
        "Order RL within 24 hours",
        "Tel. 12345678, PIČO",
        "licence 12/2024",
        "No licence needed for this job.",
    ],
)
def test_other_numbers_are_no_licence(text: str) -> None:
    assert find_licence_claims(text) == ()


def test_every_numbering_scheme_of_the_registers_has_printed_forms() -> None:
    assert {form.scheme for form in load_number_forms()} == set(load_schemes())


def test_several_numbers_come_in_the_order_of_the_text_with_their_places() -> None:
    text = "IČO 12345678, a w Polsce nr KRAZ 14019"
    claims = find_licence_claims(text)
    assert [claim.scheme for claim in claims] == ["ico", "kraz"]
    assert all(claim.span and text[claim.span.start : claim.span.end] == claim.written for claim in claims)


@given(st.text(alphabet="KRAZnr certyfikatuIČO0123456789/-. :RLB", max_size=200))
def test_spans_cut_the_number_out_of_any_text(text: str) -> None:
    for claim in find_licence_claims(text):
        assert claim.span is not None
        assert text[claim.span.start : claim.span.end] == claim.written
