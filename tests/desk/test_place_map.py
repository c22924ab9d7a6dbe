"""The map of a cluster: towns and countries where they lie, ads as areas, and nothing placed that is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.desk.place_map import HEIGHT, LARGEST_RADIUS, SMALLEST_RADIUS, WIDTH, map_of
from leadlight.desk.timeline import PlaceCount
from leadlight.desk.towns import towns_of

COUNTRIES = ("PL", "ES", "GR", "SE", "UA", "SK", "DE", "NL", "AE")


def counted(**ads: int) -> list[PlaceCount]:
    return [PlaceCount("", country, number, 100) for country, number in ads.items()]


def test_countries_lie_as_they_do_on_a_map() -> None:
    drawn = map_of(counted(PL=4, ES=1, GR=1, SE=1))
    assert drawn is not None
    at = {one.country: one for one in drawn.circles}
    assert at["ES"].x < at["PL"].x
    assert at["SE"].y < at["PL"].y < at["GR"].y
    assert (at["PL"].radius, at["ES"].radius) == (LARGEST_RADIUS, LARGEST_RADIUS // 2)
    assert drawn.circles[0].country == "PL"


def test_towns_lie_where_they_are_and_lead_to_their_row() -> None:
    drawn = map_of([PlaceCount("Gdynia", "PL", 3, 100), PlaceCount("Kraków, małopolskie", "PL", 2, 66)])
    assert drawn is not None
    gdynia, krakow = drawn.circles
    assert (gdynia.place, gdynia.ads, gdynia.row) == ("Gdynia", 3, 0)
    assert (krakow.place, krakow.ads, krakow.row) == ("Kraków, małopolskie", 2, 1)
    assert gdynia.y < krakow.y
    assert gdynia.x < krakow.x


def test_all_spellings_of_a_town_are_one_circle() -> None:
    spelled = ("Warszawa", "WARSZAWA (Wola)", "Warsaw", "Варшава", "Warszawa / zdalnie")
    drawn = map_of([PlaceCount(place, "PL", 1, 100) for place in spelled])
    assert drawn is not None
    assert [(one.place, one.ads) for one in drawn.circles] == [("Warszawa", 5)]


def test_what_names_no_known_town_stands_at_the_largest_one_of_its_country_without_its_name() -> None:
    drawn = map_of([PlaceCount("gdzieś w Polsce", "PL", 3, 100), PlaceCount("Gent", "", 4, 80)])
    assert drawn is not None
    assert [(one.place, one.country, one.ads) for one in drawn.circles] == [("", "PL", 3)]
    assert drawn.unplaced == 4
    same = map_of([PlaceCount("gdzieś w Polsce", "PL", 3, 100), PlaceCount("Warszawa", "PL", 1, 33)])
    assert same is not None
    assert [(one.place, one.ads, one.row) for one in same.circles] == [("Warszawa", 4, 0)]


def test_without_a_known_country_there_is_no_map() -> None:
    assert map_of([]) is None
    assert map_of(counted(ZZ=3)) is None
    assert map_of([PlaceCount("Gent", "", 4, 100)]) is None


@pytest.mark.parametrize(
    ("place", "country", "latitude", "longitude"),
    [
        ("Bratislava - Ružinov", "SK", 48.1, 17.1),
        ("м. Київ", "UA", None, None),
        ("Київ", "UA", 50.5, 30.5),
        ("Θεσσαλονίκη", "GR", 40.6, 22.9),
        ("Frankfurt", "DE", 50.1, 8.7),
        ("frankfurt am main", "DE", 50.1, 8.7),
        ("Tilburg", "NL", 51.6, 5.1),
        ("Dubai", "AE", 25.1, 55.3),
        ("Warszawa", "DE", None, None),
        ("WAW", "PL", None, None),
        ("", "PL", None, None),
    ],
)
def test_a_town_is_found_by_its_names_and_in_its_country_only(
    place: str, country: str, latitude: float | None, longitude: float | None
) -> None:
    found = towns_of([country])[country].find(place)
    expected = None if latitude is None else pytest.approx((latitude, longitude), abs=0.1)
    assert found == expected


def test_of_two_towns_with_one_name_neither_is_guessed() -> None:
    # Two towns of the United States, both of some 100,000 people.
    assert towns_of(["US"])["US"].find("Springfield") is None


def test_a_name_is_left_out_where_it_would_stand_over_that_of_a_larger_circle() -> None:
    drawn = map_of(
        [PlaceCount("Gdańsk", "PL", 3, 100), PlaceCount("Sopot", "PL", 2, 66), PlaceCount("Kraków", "PL", 1, 33)]
    )
    assert drawn is not None
    assert [one.label for one in drawn.circles] == ["Gdańsk 3", "", "Kraków 1"]


@given(st.dictionaries(st.sampled_from(COUNTRIES), st.integers(1, 5_000), min_size=1))
def test_every_circle_is_on_the_map(ads: dict[str, int]) -> None:
    drawn = map_of(counted(**ads))
    assert drawn is not None
    assert {one.country for one in drawn.circles} == set(ads)
    for one in drawn.circles:
        assert 0 <= one.x <= WIDTH
        assert 0 <= one.y <= HEIGHT
        assert SMALLEST_RADIUS <= one.radius <= LARGEST_RADIUS
