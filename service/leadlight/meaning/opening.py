"""Opens the second reader of the wording check as a deployment wants it."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from leadlight.errors import CheckUnavailable
from leadlight.findings import Weight
from leadlight.meaning.about import About, Bars, read_about
from leadlight.meaning.in_process import ReaderHere
from leadlight.meaning.pool import MeaningPool
from leadlight.meaning.reading import Reading
from leadlight.meaning.second_reader import SecondReader

NO_ABOUT = About("", Bars(very_like=1.0, like=1.0, like_alone=1.0, suspicious=1.0), frozenset())


def open_second_reader(
    weights: Mapping[str, Weight],
    *,
    model_folder: Path | None = None,
    processes: int = 1,
    budget_s: float,
    here: bool = False,
) -> SecondReader:
    """Open the reader. Nothing is loaded before `start` or the first ad.

    Args:
        weights: weight of each indicator that has rules.
        model_folder: an ONNX model; None: the model of the installed wheel.
        processes: reading processes, at least 1.
        budget_s: seconds that one ad may take; without meaning for `here`.
        here: read in this process and as long as it takes, as commands do, instead of in processes of their own.
    """
    about = _about()
    if about is None:
        return SecondReader(_no_weights, about=NO_ABOUT, weights=weights)
    if here:
        return SecondReader(ReaderHere(model_folder).read, about=about, weights=weights)
    pool = MeaningPool(processes=processes, model_folder=model_folder)
    return SecondReader(
        partial(pool.read, budget_s=budget_s),
        about=about,
        weights=weights,
        start=pool.start,
        stop=pool.close,
    )


def _about() -> About | None:
    try:
        return read_about()
    except CheckUnavailable:
        return None


def _no_weights(title: str, text: str, language: str) -> Reading:
    raise CheckUnavailable("meaning_unavailable", problem="no weights")
