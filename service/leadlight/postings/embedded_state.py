"""Read the ad that a page built by scripts keeps in its script data (Next.js, Nuxt, stores of other frameworks)."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from selectolax.lexbor import LexborHTMLParser

from leadlight.postings.html_text import one_line
from leadlight.postings.jsonld import all_objects
from leadlight.postings.model import Origin
from leadlight.postings.structured import StructuredPosting, Values, first_line, read_properties

DATA = re.compile(r"(?:\A|=|\()\s*(?=[{\[])")
NOT_LETTER = re.compile(r"[^a-z]+")
# A shorter text is a label or a teaser in a list.
SHORTEST_DESCRIPTION = 40
MOST_ATTEMPTS = 20
LONGEST_SCRIPT = 3_000_000


@lru_cache(maxsize=1)
def load_names() -> dict[str, tuple[str, ...]]:
    """Read the bundled names: field -> names under which sites keep it."""
    table = yaml.safe_load(Path(__file__).with_name("embedded_state.yml").read_text("utf-8"))
    return {field: tuple(names) for field, names in table.items()}


def read_embedded_state(tree: LexborHTMLParser, headings: str) -> StructuredPosting | None:
    """The ad in the page's script data whose title one of the `headings` shows; None when there is none.

    A store also holds other ads (similar jobs, the last ones seen): only the title on the page says which one it is.
    """
    shown = headings.lower()
    found: list[StructuredPosting] = []
    for script in tree.css("script"):
        written = script.text()
        if "itle" in written and "escription" in written and len(written) <= LONGEST_SCRIPT:
            for data in data_in(written):
                found.extend(ads_in(data))
    named = [one for one in found if one.title.lower() in shown]
    return max(named, key=lambda one: len(one.description), default=None)


def data_in(script: str) -> Iterator[object]:
    """JSON that is the whole script or stands behind an assignment."""
    decoder = json.JSONDecoder(strict=False)
    at = DATA.search(script)
    for _ in range(MOST_ATTEMPTS):
        if at is None:
            return
        end = at.end() + 1
        try:
            data, end = decoder.raw_decode(script, at.end())
            yield data
        except (ValueError, RecursionError):
            pass
        at = DATA.search(script, end)


def ads_in(data: object) -> Iterator[StructuredPosting]:
    """Objects with a title and a description that is long enough to be an ad."""
    for one in all_objects(data):
        values = {NOT_LETTER.sub("", key.lower()): value for key, value in one.items() if isinstance(key, str)}
        title, description = pick(values, "title"), pick(values, "description")
        if isinstance(title, str) and isinstance(description, str) and len(description) >= SHORTEST_DESCRIPTION:
            yield read_properties(as_job_posting(values, one_line(title), description), Origin.EMBEDDED_STATE)


def pick(values: Values, field: str) -> object:
    """First value that stands under one of the field's names."""
    return next((values[name] for name in load_names()[field] if values.get(name)), None)


def as_job_posting(values: Values, title: str, description: str) -> dict[str, object]:
    """The same values under the names of schema.org."""
    more = [value for name in load_names()["more"] if isinstance(value := values.get(name), str)]
    return {
        "title": title,
        "description": [description, *more],
        "hiringOrganization": pick(values, "employer"),
        "jobLocation": as_place(pick(values, "place")),
        "datePosted": pick(values, "date_posted"),
        "validThrough": pick(values, "valid_through"),
        "baseSalary": as_pay(pick(values, "pay")),
    }


def as_place(value: object) -> object:
    """A place as schema.org has it, from a name or from an object with a city and a country."""
    one = value[0] if isinstance(value, list) and value else value
    if not isinstance(one, Mapping):
        return one
    address = {
        "addressLocality": first_line(one.get("city") or one.get("locality") or one.get("town") or one.get("name")),
        "addressRegion": first_line(one.get("region") or one.get("state")),
        "addressCountry": first_line(one.get("country") or one.get("countryCode")),
    }
    return {"address": {**address, **{key: value for key, value in one.items() if str(key).startswith("address")}}}


def as_pay(value: object) -> object:
    """A pay as schema.org has it, from an object with two bounds."""
    if not isinstance(value, Mapping):
        return None
    currency = value.get("currency")
    code = first_line(currency.get("code")) if isinstance(currency, Mapping) else first_line(currency)
    period = first_line(value.get("period") or value.get("unit") or value.get("interval")).upper()
    unit = next((word for word in ("HOUR", "DAY", "WEEK", "MONTH", "YEAR") if word in period), "")
    bounds = {
        "minValue": value.get("min") or value.get("minimum") or value.get("from") or value.get("minValue"),
        "maxValue": value.get("max") or value.get("maximum") or value.get("to") or value.get("maxValue"),
    }
    return {"currency": code, "value": {**bounds, "unitText": unit}}
