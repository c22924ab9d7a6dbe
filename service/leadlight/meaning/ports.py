"""What the meaning reader needs from a language model: one vector for each text."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
"""Numbers in one vector: the width of multilingual-e5-small."""

Vectors = NDArray[np.float32]
"""Shape (texts, 384), each row of length 1."""


class Embedder(Protocol):
    """Turns texts into vectors whose angle says how alike they are in meaning, across languages.

    Attributes:
        version: name of the model and of its numbers; vectors of different versions are never compared.
    """

    version: str

    def embed(self, texts: Sequence[Sequence[str]]) -> Sequence[Vectors]:
        """Vectors of the sentences of each text, in their order; a text without sentences gives shape (0, 384).

        Sentences of one text are read together: the vector of each knows its neighbours. Any string is accepted:
        empty, garbage, lone surrogates, null characters. Only the first few hundred tokens of a sentence count.
        """
        ...

    def glance(self, texts: Sequence[str]) -> Vectors:
        """Cheap vectors of the same shape that see only which words stand in a text, not how they belong together.

        Only for choosing which sentences of a long ad are worth reading. All zeros: the model has no such view.
        """
        ...
