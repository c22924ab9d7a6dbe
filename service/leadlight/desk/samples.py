"""Invented ads, so that someone without a link can try the service."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

SAMPLES_FILE = Path(__file__).with_name("samples.yml")


@dataclass(frozen=True, slots=True)
class Sample:
    """One invented ad. `label`: language -> what the button says; `fields`: as for `POST /v1/check`."""

    id: str
    label: Mapping[str, str]
    fields: Mapping[str, str]

    def button(self, language: str) -> str:
        """Words of the button, in English where the language has none."""
        return self.label.get(language) or self.label["en"]


def load_samples(path: Path = SAMPLES_FILE) -> tuple[Sample, ...]:
    """Read the samples. Empty: the file lists none."""
    loaded = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return tuple(Sample(id=name, label=one["label"], fields=one["fields"]) for name, one in loaded.items())
