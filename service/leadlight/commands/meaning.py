"""`leadlight meaning`: train the second reader of the wording check, and measure it."""

import importlib
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from leadlight.meaning.about import FOLDER

app = typer.Typer(help="Train and measure the reader of meaning.", no_args_is_help=True)

STUDY = FOLDER.parent / "STUDY.md"
Ordinary = Annotated[
    list[Path],
    typer.Option("--ordinary", exists=True, dir_okay=False, help="Ordinary ads, JSON lines, gzipped or not. Repeat."),
]
Most = Annotated[int, typer.Option(min=1, help="Ordinary ads that are taken of each file, evenly spread.")]
Keep = Annotated[Path, typer.Option(help="Where vectors are kept between runs.")]
Rules = Annotated[Path | None, typer.Option(exists=True, file_okay=False, help="Folder of other shared rules.")]
VECTORS = Path("build/meaning-vectors.npz")


@app.command()
def train(
    ordinary: Ordinary = [],  # noqa: B006  typer reads the default and never changes it
    at_most: Most = 200,
    rules: Rules = None,
    vectors: Keep = VECTORS,
    out: Annotated[Path, typer.Option(help="Folder for the weights.")] = FOLDER,
    page: Annotated[Path | None, typer.Option(help="Also write the study page here.")] = None,
) -> None:
    """Train the heads on the ads of shared_rules/corpus, the examples of the rules, and ordinary ads if given."""
    _work().train_and_save(ordinary, rules=rules, at_most=at_most, vectors=vectors, out=out, page=page)


@app.command()
def evaluate(
    ordinary: Ordinary = [],  # noqa: B006  typer reads the default and never changes it
    at_most: Most = 200,
    rules: Rules = None,
    vectors: Keep = VECTORS,
    page: Annotated[Path, typer.Option(help="Where the study page goes.")] = STUDY,
) -> None:
    """Measure on languages and indicators that were left out of training, and write the study page."""
    _work().evaluate_and_write(ordinary, rules=rules, at_most=at_most, vectors=vectors, page=page)


def _work() -> ModuleType:
    # Imported here: training is a lot of code that no other command needs.
    return importlib.import_module("leadlight.commands.train_meaning")
