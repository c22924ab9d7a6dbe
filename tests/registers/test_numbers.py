"""Licence and company numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.registers.numbers import (
    NumberInvalid,
    compact,
    format_number,
    is_valid,
    load_schemes,
    shows_agency,
    validate,
)

EXAMPLES = [(scheme, number) for scheme, rule in load_schemes().items() for number in rule.examples]


@pytest.mark.parametrize(("scheme", "number"), EXAMPLES)
def test_every_example_of_a_scheme_is_valid_and_compact(scheme: str, number: str) -> None:
    assert validate(scheme, number) == number


@pytest.mark.parametrize(("scheme", "number"), EXAMPLES)
def test_a_number_as_it_is_shown_compacts_to_itself(scheme: str, number: str) -> None:
    assert compact(scheme, format_number(scheme, number)) == number


@pytest.mark.parametrize(
    ("scheme", "written", "number"),
    [
        ("kraz", "KRAZ 14019", "14019"),
        ("kraz", "nr certyfikatu 16 570", "16570"),
        ("kraz", "cert. KRAZ 12048", "12048"),
        ("bd-rl", "RL No. 10", "0010"),
        ("it-aut-min", "Aut. Min. Prot. N. 1116 - SG - del 26/11/04", "1116"),
        ("it-aut-min", "1309-SG", "1309"),
        ("poea", "POEA-271-LB-121218-R", "271LB121218R"),
        ("in-ra", "B-1794/PUN/PER/100/5/10094/2022", "B1794/PUN/PER/100/5/10094/2022"),
        ("ico", "IČO: 89 990 013", "89990013"),
        ("eik", "ЕИК 175074752", "175074752"),
        ("uk-gangmaster", "GLAA licence PULL 0001", "PULL0001"),
        ("sg-ea", "EA Licence No: 16C7981", "16C7981"),
        ("np-dofe", "Licence no. 1284/074/75", "1284/074/75"),
        ("kraz", "", ""),
    ],
)
def test_numbers_are_compacted_as_ads_write_them(scheme: str, written: str, number: str) -> None:
    assert compact(scheme, written) == number


@pytest.mark.parametrize(
    ("scheme", "written"),
    [
        ("kraz", "123456"),
        ("kraz", ""),
        ("bd-rl", "12345"),
        ("ico", "89990014"),
        ("eik", "175074753"),
        ("sg-ea", "16X1"),
    ],
)
def test_a_number_that_breaks_its_scheme_is_refused_in_a_sentence(scheme: str, written: str) -> None:
    assert not is_valid(scheme, written)
    with pytest.raises(NumberInvalid, match=r"\w+ .*\.$"):
        validate(scheme, written)


@given(st.sampled_from(sorted(load_schemes())), st.text(max_size=60))
def test_compacting_twice_changes_nothing(scheme: str, written: str) -> None:
    once = compact(scheme, written)
    assert compact(scheme, once) == once


def test_a_company_number_does_not_show_an_agency() -> None:
    assert not shows_agency("ico")
    assert shows_agency("kraz")
    assert shows_agency("a scheme nobody knows")
