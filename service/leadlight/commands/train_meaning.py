"""Trains and measures the reader of meaning; loads numpy, so it is imported only when that is asked for."""

import contextlib
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as Shown

from leadlight.bundled import shared_rules_folder
from leadlight.findings import CheckResult
from leadlight.meaning.corpus import Ad, Example, read_ads, read_ordinary
from leadlight.meaning.evaluation import Judged, LanguageFigures, figures_of
from leadlight.meaning.ports import Embedder, Vectors
from leadlight.meaning.reader import load_embedder
from leadlight.meaning.study import Material, Trained, gather_material
from leadlight.meaning.study import train as train_heads
from leadlight.meaning.study_page import study_page
from leadlight.meaning.weights import save_weights
from leadlight.postings.model import Posting
from leadlight.screening.verdict import decide
from leadlight.wording.check import check_wording
from leadlight.wording.load import RuleSet, load_rules
from leadlight.wording.model import Status

console = Console(stderr=True, highlight=False)


def train_and_save(
    ordinary: Sequence[Path], *, rules: Path | None, at_most: int, vectors: Path, out: Path, page: Path | None
) -> None:
    """Train on everything, save the weights, and write the study page when one is named."""
    trained, material = _trained(ordinary, rules, at_most, vectors)
    save_weights(trained.weights, out)
    _show(figures_of(trained.judged))
    console.print(f"weights {trained.weights.version} in {out}", markup=False)
    if page:
        page.write_text(study_page(trained, material), encoding="utf-8")


def evaluate_and_write(
    ordinary: Sequence[Path], *, rules: Path | None, at_most: int, vectors: Path, page: Path
) -> None:
    """Measure on what is left out of training, and write the study page."""
    trained, material = _trained(ordinary, rules, at_most, vectors)
    page.write_text(study_page(trained, material), encoding="utf-8")
    _show(figures_of(trained.judged))
    console.print(f"the study is in {page}", markup=False)


def judge_left_out_languages(ordinary: Sequence[Path], *, vectors: Path, at_most: int = 200) -> Sequence[Judged]:
    """Every ad as it is judged when its language was left out of training. Trains anew; takes minutes."""
    return _trained(ordinary, None, at_most, vectors)[0].judged


def _trained(ordinary: Sequence[Path], folder: Path | None, at_most: int, vectors: Path) -> tuple[Trained, Material]:
    folder = folder or shared_rules_folder()
    rules = load_rules(folder)
    ads = [*read_ads(folder / "corpus"), *read_ordinary(ordinary, at_most=at_most)]
    embedder = _Kept(load_embedder(None), vectors)
    with Progress(console=console, transient=True) as bar, contextlib.closing(embedder):
        task = bar.add_task("reading ads", total=None)
        material = gather_material(
            ads,
            _examples(rules),
            [_wording(ad, rules) for ad in ads],
            {name: indicator.weight for name, indicator in rules.indicators.items()},
            embedder,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    today = datetime.now(UTC).date()
    return train_heads(
        material, level=lambda one: decide([one]).level.value, model=embedder.version, today=today
    ), material


def _wording(ad: Ad, rules: RuleSet) -> CheckResult:
    return check_wording(Posting(text=ad.text, title=ad.title), rules)


def _examples(rules: RuleSet) -> list[Example]:
    return [
        example
        for name, indicator in sorted(rules.indicators.items())
        if indicator.status is Status.ACTIVE
        for lang, examples in sorted(indicator.examples.items())
        for example in (
            *(Example(text, lang, name, shows=True) for text in examples.fires),
            *(Example(silent.text, lang, name, shows=False) for silent in examples.silent),
        )
    ]


def _show(figures: Sequence[LanguageFigures]) -> None:
    shown = Shown("language", "ads", "area", "phrases", "with meaning", "near misses", "ordinary")
    for one in figures:
        area = "-" if one.area is None else f"{one.area:.3f}"
        counts = f"{one.suspicious}/{one.near_misses}/{one.ordinary}"
        shares = [f"{share:.1%}" for share in (one.phrases, one.both, one.near_both, one.ordinary_both)]
        shown.add_row(one.lang, counts, area, *shares)
    console.print(shown)


class _Kept:
    """An embedder that remembers texts it has seen, so that a second run takes seconds."""

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self.version = embedder.version
        self._embedder = embedder
        self._path = path
        self._known: dict[str, Vectors] = {}
        if path.exists():
            with np.load(path, allow_pickle=False) as stored:
                self._known = {name: stored[name] for name in stored.files}

    def embed(self, texts: Sequence[Sequence[str]]) -> list[Vectors]:
        names = [self._name(text) for text in texts]
        new = [index for index, name in enumerate(names) if name not in self._known]
        for index, vectors in zip(new, self._embedder.embed([texts[index] for index in new]), strict=True):
            self._known[names[index]] = vectors
        return [self._known[name] for name in names]

    def glance(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.glance(texts)

    def close(self) -> None:
        """Keep what was embedded, also when something else went wrong."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self._path, **self._known)  # type: ignore[arg-type]

    def _name(self, text: Sequence[str]) -> str:
        return hashlib.sha256("\x00".join((self.version, *text)).encode("utf-8", "replace")).hexdigest()
