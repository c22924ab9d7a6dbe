"""Invented ads, so that someone without a link can try the service."""

from dataclasses import dataclass
from pathlib import Path

import yaml

SAMPLES_FILE = Path(__file__).with_name("samples.yml")


@dataclass(frozen=True, slots=True)
class Sample:
    """One invented ad. The words of its button are `sample_<id>` in the texts of the pages."""

    id: str
    title: str
    text: str


def load_samples(path: Path = SAMPLES_FILE) -> tuple[Sample, ...]:
    """Read the samples, in the order in which they are offered. Empty: the file lists none."""
    loaded = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return tuple(Sample(id=one["id"], title=one["title"], text=one["text"].strip()) for one in loaded)
