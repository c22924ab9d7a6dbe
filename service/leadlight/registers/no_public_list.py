"""Countries whose agencies cannot be looked up in a list that is read here, and what to tell readers about them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

_FILE = Path(__file__).parent / "no_public_list.yml"


class NoPublicList(BaseModel):
    """Why there is no list of a country.

    Attributes:
        reason: `no_licence_needed` or `look_yourself`; a reason of the check, with a text for readers.
        register_name: what people can look at instead.
        page: its address.
        evidence: how well this is known, in words.

    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Literal["no_licence_needed", "look_yourself"]
    register_name: str
    page: str
    evidence: str


@cache
def countries_without_list() -> Mapping[str, NoPublicList]:
    """ISO 3166-1 alpha-2 -> why there is no list. A country in no source and not in here is simply unknown."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType({country: NoPublicList.model_validate(fields) for country, fields in raw.items()})
