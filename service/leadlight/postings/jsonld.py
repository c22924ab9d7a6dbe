"""Read JobPostings out of a page's JSON-LD: single objects, arrays, graphs, references, slightly broken JSON."""

import html
import json
import re
from collections.abc import Iterator, Mapping

import orjson
from selectolax.lexbor import LexborHTMLParser

from leadlight.postings.model import Origin
from leadlight.postings.structured import StructuredPosting, Values, read_properties

WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")
STRING_OR_TRAILING_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)
# A page with more objects than this is built to tire the reader.
MOST_OBJECTS = 20_000
JOB_POSTING = "JobPosting"


def read_jsonld(tree: LexborHTMLParser) -> list[StructuredPosting]:
    """All JobPostings of the page's JSON-LD, in page order. Empty: there is none, or its JSON cannot be read."""
    found: list[StructuredPosting] = []
    for script in tree.css('script[type*="ld+json" i]'):
        data = parse_json(script.text())
        if data is not None:
            found.extend(read_properties(values, Origin.JSON_LD) for values in job_postings(data))
    return found


def parse_json(written: str) -> object:
    """Parse JSON; mend only what has one meaning.

    That is: comment wrappers, escaped quotes, line breaks in strings, commas too many. Returns None when it still
    cannot be read; what may have been meant is not guessed.
    """
    text = WRAPPING.sub("", WRAPPING.sub("", written)).strip()
    if text.startswith(("{&quot;", "[{&quot;")):
        text = html.unescape(text)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    mended = STRING_OR_TRAILING_COMMA.sub(lambda match: match[0] if match[0] != "," else "", text)
    try:
        return json.loads(mended, strict=False, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def job_postings(data: object) -> Iterator[Values]:
    """Every JobPosting object anywhere in the data, with references to other objects by `@id` filled in."""
    objects = list(all_objects(data))
    by_id = {str(one["@id"]): one for one in objects if isinstance(one.get("@id"), str) and len(one) > 1}
    for one in objects:
        if is_job_posting(one.get("@type")):
            yield {plain_name(key): filled_in(value, by_id) for key, value in one.items()}


def all_objects(data: object) -> Iterator[Values]:
    """Every object in the data, outer before inner, in order."""
    waiting = [data]
    for _ in range(MOST_OBJECTS):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, Mapping):
            yield one
            waiting.extend(value for value in reversed(list(one.values())) if isinstance(value, Mapping | list))
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def filled_in(value: object, by_id: Mapping[str, Values]) -> object:
    """Replace a bare reference (`{"@id": …}`) by what it refers to."""
    if isinstance(value, Mapping) and isinstance(value.get("@id"), str) and len(value) == 1:
        return by_id.get(value["@id"], value)
    if isinstance(value, list):
        return [filled_in(one, by_id) for one in value[:MOST_OBJECTS] if not isinstance(one, list)]
    return value


def is_job_posting(kind: object) -> bool:
    """True when a type names JobPosting, alone or among others, with any prefix."""
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and plain_name(one) == JOB_POSTING for one in kinds)


def plain_name(name: str) -> str:
    """A property or type without its vocabulary: "https://schema.org/title" and "schema:title" are "title"."""
    return re.split(r"[/#:]", name)[-1]
