"""Reads which countries forbid charging workers for a job, from shared_rules/limits/fees/<CC>.yml."""

from pathlib import Path

from leadlight.wording.yaml_source import read_yaml, yaml_files

FORBIDDEN = "forbidden"


def fees_forbidden(folder: Path) -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes of the countries whose law forbids charging workers.

    A country without a file is not in the answer: its law is not known here, so a fee is no red line there.

    Raises:
        RuleError: a file has no `country`, another country than its name, or no `workers` rule.
    """
    countries: list[str] = []
    for path in yaml_files(folder):
        source = read_yaml(path)
        values = source.values if isinstance(source.values, dict) else {}
        if values.get("country") != path.stem:
            raise source.place("country").error(f"`country` does not fit the file: write `{path.stem}`")
        if "workers" not in values:
            raise source.place().error("`workers` is missing: write forbidden, limited or allowed")
        if values["workers"] == FORBIDDEN:
            countries.append(path.stem)
    return tuple(countries)
