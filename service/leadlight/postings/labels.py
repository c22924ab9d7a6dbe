"""Values that an ad gives behind a label: "Employer: …", "Location: …"."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

LONGEST_VALUE = 90
# "Novák a syn, s.r.o." ends with a point and is a name; six words with a point are a sentence.
MOST_WORDS = 5
ENDS_SENTENCE = re.compile(r"[.!?]$")


@dataclass(frozen=True, slots=True)
class Labelled:
    """What stands behind labels; "" where the text has no such label."""

    employer: str = ""
    agency: str = ""
    place: str = ""


@lru_cache(maxsize=1)
def load_label_patterns() -> dict[str, re.Pattern[str]]:
    """Read the bundled labels: one pattern for each field, for a label and its value on one or two lines."""
    table = yaml.safe_load(Path(__file__).with_name("labels.yml").read_text("utf-8"))
    return {
        field: re.compile(
            rf"^[ \t•*\-–]{{0,4}}(?:{'|'.join(map(re.escape, labels))})[ \t]?"
            rf"(?:[:：][ \t]*\n?|\n[ \t]*\n?|[ \t][-–][ \t])[ \t]*(?P<value>[^\n:]{{2,{LONGEST_VALUE}}})[ \t]*$",
            re.IGNORECASE | re.MULTILINE,
        )
        for field, labels in table.items()
    }


def read_labels(text: str) -> Labelled:
    """The first value behind each label. A value that reads like a sentence is none."""
    found = {}
    for field, pattern in load_label_patterns().items():
        values = (match["value"].strip() for match in pattern.finditer(text))
        found[field] = next(
            (value for value in values if not ENDS_SENTENCE.search(value) or len(value.split()) <= MOST_WORDS), ""
        )
    return Labelled(**found)
