"""Reads meaning in the process that asks: for commands, which may wait as long as it takes."""

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from leadlight.meaning.reading import Reading

if TYPE_CHECKING:
    from leadlight.meaning.reader import MeaningReader


class ReaderHere:
    """Loads the model with the first ad and keeps it. Safe to share between threads."""

    def __init__(self, model_folder: Path | None = None) -> None:
        self._model_folder = model_folder
        self._reader: MeaningReader | None = None
        self._lock = Lock()

    def read(self, title: str, text: str, language: str) -> Reading:
        """Read one ad; see `MeaningReader.read`.

        Raises:
            CheckUnavailable: there is no model here.
        """
        with self._lock:
            if self._reader is None:
                self._reader = _load(self._model_folder)
        return self._reader.read(title, text, language)


def _load(model_folder: Path | None) -> "MeaningReader":
    from leadlight.meaning.reader import load_reader  # noqa: PLC0415  numpy comes with it, which others do not need

    return load_reader(model_folder)
