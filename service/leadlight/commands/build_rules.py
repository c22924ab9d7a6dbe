"""What `leadlight rules build` writes: the pack, words and helplines of the extension, lock, schemas, rates page."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from leadlight.commands.character_table import character_table_json
from leadlight.commands.ordinary_rates import RATES_PAGE, rates_page, read_figures
from leadlight.postings.canonical_url import load_tracking_parameters
from leadlight.wording.compile import pack_json
from leadlight.wording.load import RuleSet, load_rules
from leadlight.wording.lock import lock_text, read_lock, released
from leadlight.wording.model import Combination, GuardList, Indicator
from leadlight.wording.ready_pack import LOCK_FILE, sources_digest
from leadlight.wording.yaml_source import read_yaml

EXTENSION_TEXTS = ("verdict", "indicators", "extension")
SCHEMAS: Mapping[str, type[BaseModel]] = {"indicator": Indicator, "combination": Combination, "guard": GuardList}


def built_files(shared: Path, extension: Path, *, today: date) -> Mapping[Path, str]:
    """Every built file and what it must hold.

    Args:
        shared: folder of the shared rules.
        extension: folder of the extension.
        today: day of the lock when a rule changed since the last build.

    Raises:
        RuleError: a rule or text file is wrong.
    """
    before = read_lock(shared)
    rules = load_rules(shared, anew=True)
    as_of, after = before[0], released(rules)
    if as_of is None or after != before[1]:
        as_of = today
    files = {shared / LOCK_FILE: lock_text(after, as_of, built_from=sources_digest(shared))}
    files[extension / "rules" / "pack.json"] = pack_json(_dated(rules, as_of)) + "\n"
    files |= {extension / "rules" / "texts" / f"{code}.json": text for code, text in _texts(shared).items()}
    helplines = read_yaml(shared / "helplines.yml").values if (shared / "helplines.yml").is_file() else {}
    files[extension / "rules" / "helplines.json"] = _json(helplines)
    names, beginnings = load_tracking_parameters()
    tracking = {"names": sorted(names), "beginnings": sorted(beginnings)}
    files[extension / "rules" / "tracking_parameters.json"] = _json(tracking)
    for name, model in SCHEMAS.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
        files[shared / "schema" / f"{name}.schema.json"] = _json(schema)
    figures = read_figures(shared)
    if figures:
        files[shared / RATES_PAGE] = rates_page(
            figures, sorted({lang for i in rules.indicators.values() for lang in i.phrases})
        )
    return files


def stale_files(files: Mapping[Path, str]) -> list[Path]:
    """Those built files that are missing or hold something else."""
    return [path for path, text in files.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]


def is_character_table_current(shared: Path) -> bool:
    """Whether the committed table is what this program makes. Other Unicode versions may make another one."""
    return (shared / "characters.json").read_text(encoding="utf-8") == character_table_json()


def _dated(rules: RuleSet, as_of: date) -> dict[str, Any]:
    digest = rules.version.rpartition("+")[2]
    return {**rules.pack, "as_of": as_of.isoformat(), "version": f"{as_of.isoformat()}+{digest}"}


def _texts(shared: Path) -> dict[str, str]:
    """The words that the extension needs, one file for each language that has its own `extension.yml`."""
    texts: dict[str, str] = {}
    for folder in sorted((shared / "texts").iterdir()):
        if (folder / "extension.yml").is_file():
            parts = {name: read_yaml(folder / f"{name}.yml").values for name in EXTENSION_TEXTS}
            texts[folder.name] = _json(parts)
    return texts


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
