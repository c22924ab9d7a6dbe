"""Counting employers, places, countries, sites and days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.contacts.model import Sighting
from leadlight.contacts.reuse import MOST_NAMES, count_reuse, employer_groups
from leadlight.contacts.sighting import employer_key

DAY = date(2026, 11, 1)


def seen(
    number: int, employer: str = "", *, place: str = "", country: str = "", site: str = "", day: int = 0, first: int = 0
) -> Sighting:
    return Sighting(
        number.to_bytes(16, "big"),
        "",
        employer,
        employer_key(employer),
        place,
        country,
        site,
        DAY + timedelta(days=day),
        (),
        DAY + timedelta(days=first),
    )


def test_nothing_to_count_is_an_error_and_not_zero() -> None:
    with pytest.raises(ValueError, match="nothing to count"):
        count_reuse([])


def test_one_ad_counts_as_one_of_everything_it_names() -> None:
    reuse = count_reuse([seen(1, "Alfa", place="Łódź", country="PL", site="a.example")])
    assert (reuse.ads, reuse.employers, reuse.places, reuse.countries, reuse.sites, reuse.days) == (1, 1, 1, 1, 1, 1)
    assert reuse.largest_share == 1.0


def test_what_an_ad_does_not_name_is_not_counted() -> None:
    reuse = count_reuse([seen(1), seen(2)])
    assert (reuse.ads, reuse.employers, reuse.places, reuse.countries, reuse.sites) == (2, 0, 0, 0, 0)
    assert reuse.largest_share == 0.0


def test_one_name_in_two_countries_is_two_places_and_a_country_alone_is_one() -> None:
    reuse = count_reuse(
        [seen(1, place="Halle", country="DE"), seen(2, place="HALLE", country="BE"), seen(3, country="NL")]
    )
    assert (reuse.places, reuse.countries, reuse.unnamed_places) == (3, 3, 3)


def test_days_run_from_the_first_to_the_last_sighting() -> None:
    reuse = count_reuse([seen(1, day=5, first=2), seen(2, day=9, first=9)])
    assert (reuse.since, reuse.days) == (DAY + timedelta(days=2), 8)


def test_an_ad_given_twice_counts_once() -> None:
    assert count_reuse([seen(1, "Alfa"), seen(1, "Alfa")]).ads == 1


def test_the_share_of_the_commonest_employer_is_counted_in_ads() -> None:
    assert count_reuse([seen(1, "Alfa"), seen(2, "Alfa GmbH"), seen(3, "Borek"), seen(4)]).largest_share == 0.5


@pytest.mark.parametrize(
    "names",
    [
        ("Zielona Praca Sp. z o.o.", "ZIELONA PRACA", "Zelona Praca", "Praca Zielona"),
        ("Work Bridge B.V.", "WorkBridge", "Work Bridge Nederland"),
        ("ТОВ Зелена Праця", "Zelena Pratsia LLC"),
    ],
)
def test_spellings_of_one_name_are_one_employer(names: tuple[str, ...]) -> None:
    assert employer_groups([seen(number, name) for number, name in enumerate(names)]) == [len(names)]


def test_a_name_that_joins_two_groups_makes_them_one() -> None:
    names = ("Kowalski Transport", "Nowak Logistics", "Kowalski Transport Nowak Logistics")
    assert employer_groups([seen(number, name) for number, name in enumerate(names)]) == [3]


def test_more_names_than_are_compared_are_still_counted() -> None:
    letters = "bcdfghjklm"
    names = [f"{a}o{b}u{c}a{a}e{b}" for a in letters for b in letters for c in letters][: MOST_NAMES * 3]
    reuse = count_reuse([seen(number, name) for number, name in enumerate(names)])
    assert MOST_NAMES * 2 < reuse.employers <= MOST_NAMES * 3


@given(
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["", "Alfa", "Alfa Ltd", "Borek", "Cedrus"]))), st.randoms()
)
def test_counts_do_not_depend_on_the_order_and_never_exceed_the_ads(
    rows: list[tuple[int, str]], random: object
) -> None:
    ads = list({number: seen(number, name, place=name) for number, name in rows}.values())
    if not ads:
        return
    reuse = count_reuse(ads)
    shuffled = list(ads)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert count_reuse(shuffled) == reuse
    assert reuse.employers <= 3
    assert reuse.employers <= reuse.ads == len(ads)
    assert 0.0 <= reuse.largest_share <= 1.0
