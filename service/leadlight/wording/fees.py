"""Reads what the law of each country says about charging workers for a job, from shared_rules/limits/fees/<CC>.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leadlight.wording.yaml_source import read_yaml, yaml_files

FORBIDDEN = "forbidden"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FeeLaw:
    """What the law of one country says about charging workers for a job.

    Attributes:
        workers: `forbidden`, `capped`, `allowed` or `unknown`; `unknown` is never read as allowed.
        law: the law that says so, "" when it is not known.
        checked_on: day of the last reading, as 2026-11-23.

    """

    workers: str
    law: str
    checked_on: str


def read_fee_laws(folder: Path) -> Mapping[str, FeeLaw]:
    """ISO 3166-1 alpha-2 -> what its law says. A country without a file is missing: its law is not known here.

    Raises:
        RuleError: a file has no `country`, another country than its name, or no `workers` rule.

    """
    laws: dict[str, FeeLaw] = {}
    for path in yaml_files(folder):
        source = read_yaml(path)
        values = source.values if isinstance(source.values, dict) else {}
        if values.get("country") != path.stem:
            raise source.place("country").error(f"`country` does not fit the file: write `{path.stem}`")
        if "workers" not in values:
            raise source.place().error("`workers` is missing: write forbidden, capped, allowed or unknown")
        law, checked_on = values.get("law") or "", values.get("checked_on") or ""
        laws[path.stem] = FeeLaw(str(values["workers"]), str(law), str(checked_on))
    return laws


def fees_forbidden(laws: Mapping[str, FeeLaw]) -> tuple[str, ...]:
    """Codes of the countries whose law forbids charging workers; only there is a fee a red line."""
    return tuple(country for country, law in laws.items() if law.workers == FORBIDDEN)
