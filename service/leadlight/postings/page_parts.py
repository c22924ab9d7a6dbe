"""Which parts of a web page carry the ad, and which only stand around it. Bundled as data."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class PageParts:
    """Tags, roles and class words by what they are for; see page_parts.yml."""

    block_tags: frozenset[str]
    silent_tags: frozenset[str]
    aside_tags: frozenset[str]
    aside_roles: frozenset[str]
    aside_words: frozenset[str]


@lru_cache(maxsize=1)
def load_page_parts() -> PageParts:
    """Read the bundled table."""
    table = yaml.safe_load(Path(__file__).with_name("page_parts.yml").read_text("utf-8"))
    return PageParts(**{name: frozenset(words) for name, words in table.items()})


@lru_cache(maxsize=1)
def load_page_marks() -> dict[str, tuple[str, ...]]:
    """Read the bundled selectors by which pages mark the employer and the place."""
    table = yaml.safe_load(Path(__file__).with_name("page_marks.yml").read_text("utf-8"))
    return {field: tuple(selectors) for field, selectors in table.items()}
