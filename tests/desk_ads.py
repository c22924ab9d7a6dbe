"""Invented campaigns for the pages of staff: few employers, some phones, one template."""

from datetime import date
from typing import Any

from leadlight.app import Service
from leadlight.contacts.sighting import sighting_of
from leadlight.postings.text import read_text

EMPLOYERS = ("Alfa Farms", "Beta Clean", "Gamma Care", "Delta Works")
TEMPLATES = (
    "{employer} looks for people who pick tomatoes in large greenhouses near {place}. The work is done in two shifts. "
    "You bring warm clothes and good shoes, and we organise the bus from your home town to the farm every Monday. "
    "Pay comes every second week and the room is near. Call {phone}.",
    "{employer} is hiring cleaners for the offices of a bank in {place}. Evenings are paid extra, with a uniform. "
    "Please tell us which days of the week suit you, because the plan for the month is made two weeks before. "
    "The contract is without a time limit and begins with a month on probation. Call {phone}.",
)


def campaign_ad(number: int, *, template: int = 0, employer: str = "", phones: int = 10) -> dict[str, Any]:
    """One ad of a campaign, as the fields of a check. Neighbours share the phone, so that all hang together."""
    name = employer or EMPLOYERS[number % len(EMPLOYERS)]
    phone = f"+48 60{template} 234 {100 + number % phones:03}"
    place = ("Gent", "Brno", "Wien")[number % 3]
    return {
        "text": TEMPLATES[template].format(employer=name, place=place, phone=phone),
        "title": f"Worker {number % 2}",
        "employer": name,
    }


def remember_campaign(service: Service, *, ads: int, day: date, template: int = 0, employer: str = "") -> None:
    """Remember a campaign in the stores of a service."""
    sightings = []
    for number in range(ads):
        fields = campaign_ad(number, template=template, employer=employer)
        posting = read_text(fields.pop("text"), url=f"https://jobs{number % 7}.example/{template}-{number}", **fields)
        sightings.append(sighting_of(posting, service.keys, day=day))
    service.database.sightings.remember_all(sightings)
