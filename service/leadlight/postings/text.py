"""Read the words of an ad into a posting: contacts, licence numbers, pay, language, country of work."""

from collections.abc import Mapping
from types import MappingProxyType

from leadlight.postings.chat import find_messages
from leadlight.postings.contacts import find_contacts
from leadlight.postings.countries import country_code, country_in_text
from leadlight.postings.labels import read_labels
from leadlight.postings.language import language_of
from leadlight.postings.licence_claims import find_licence_claims
from leadlight.postings.model import Origin, Place, Posting
from leadlight.postings.office import anchors_of, find_office_addresses
from leadlight.postings.pay import find_pay


def read_text(
    text: str,
    *,
    title: str = "",
    employer: str = "",
    country: str = "",
    language: str = "",
    url: str = "",
    origin: Origin = Origin.PASTED,
) -> Posting:
    """Return the posting that these words make.

    What the caller knows (title, employer, ISO 3166-1 country, ISO 639-1 language) is taken over and marked as given;
    the rest is read from the words. `text` is kept to the letter, so that spans count in what the caller sent. An
    empty text gives a posting without text: the caller decides whether that is enough to check.
    """
    labelled = read_labels(text)
    places = (Place(labelled.place, country_code(labelled.place.rsplit(",", 1)[-1]), origin),) if labelled.place else ()
    known_language = language.lower() or language_of(f"{title}\n{text}")
    known_country = country.upper() or next((place.country for place in places if place.country), "")
    known_country = known_country or country_in_text(title, text)
    given = {"title": title, "employer": employer, "country": country, "language": language, "url": url}
    read = {"text": text, "employer": labelled.employer, "agency": labelled.agency, "places": places}
    read |= {"country": known_country, "language": known_language}
    claims = find_licence_claims(text)
    named = (labelled.agency, employer or labelled.employer)
    anchors = tuple(anchors_of(text, named, [claim.span for claim in claims if claim.span]))
    return Posting(
        text=text,
        title=title,
        employer=employer or labelled.employer,
        agency=labelled.agency,
        places=places,
        country=known_country,
        language=known_language,
        url=url,
        contacts=find_contacts(text, country=known_country, language=known_language),
        licence_claims=claims,
        office_addresses=find_office_addresses(text, anchors),
        pay=find_pay(text, country=known_country),
        origins=where_from(given, read, origin),
        messages=find_messages(text),
    )


def where_from(given: Mapping[str, object], read: Mapping[str, object], origin: Origin) -> Mapping[str, Origin]:
    """Where each value that is not empty came from: what was given wins over what was read."""
    origins = {name: origin for name, value in read.items() if value}
    return MappingProxyType(origins | {name: Origin.GIVEN for name, value in given.items() if value})
