"""The map of a cluster: countries where they lie, ads as areas, and nothing placed that is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.desk.place_map import HEIGHT, LARGEST_RADIUS, SMALLEST_RADIUS, WIDTH, map_of, positions
from leadlight.desk.timeline import PlaceCount


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


def test_towns_of_one_country_are_one_circle_and_unknown_countries_are_counted() -> None:
    drawn = map_of([PlaceCount("Łódź", "PL", 3, 100), PlaceCount("Gdynia", "PL", 2, 66), PlaceCount("Gent", "", 4, 80)])
    assert drawn is not None
    assert [(one.country, one.ads) for one in drawn.circles] == [("PL", 5)]
    assert drawn.unplaced == 4


def test_without_a_known_country_there_is_no_map() -> None:
    assert map_of([]) is None
    assert map_of(counted(ZZ=3)) is None
    assert map_of([PlaceCount("Gent", "", 4, 100)]) is None


@pytest.mark.parametrize(
    ("country", "latitude", "longitude"),
    [("PL", 52.25, 21.0), ("UA", 50.4, 30.5), ("RU", 55.8, 37.6), ("BR", -3.9, -32.4), ("AU", -33.9, 151.2)],
)
def test_positions_are_read_from_the_table_of_time_zones(country: str, latitude: float, longitude: float) -> None:
    assert positions()[country] == pytest.approx((latitude, longitude), abs=0.1)


@given(st.dictionaries(st.sampled_from(sorted(positions())), st.integers(1, 5_000), min_size=1, max_size=30))
def test_every_circle_is_on_the_map(ads: dict[str, int]) -> None:
    drawn = map_of(counted(**ads))
    assert drawn is not None
    assert {one.country for one in drawn.circles} == set(ads)
    for one in drawn.circles:
        assert 0 <= one.x <= WIDTH
        assert 0 <= one.y <= HEIGHT
        assert SMALLEST_RADIUS <= one.radius <= LARGEST_RADIUS
