"""The ONNX adapter: a small model of our own is read as a real one would be; where it cannot work, it says why."""

import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from leadlight.errors import CheckUnavailable
from leadlight.meaning.onnx_model import OnnxModel
from leadlight.meaning.ports import DIMENSIONS

WORDS = ("<s>", "</s>", "<unk>", "query", ":", "papers", "stay", "with", "us", "cook", "wanted")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of eleven words: each token gets a vector of its own, whatever stands beside it."""
    folder = tmp_path_factory.mktemp("model")
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    table = np.random.default_rng(7).normal(size=(len(WORDS), DIMENSIONS)).astype(np.float32)
    ids = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [1, None]) for name in ("input_ids", "attention_mask")
    ]
    tokens = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [1, None, DIMENSIONS])
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "words",
        ids,
        [tokens],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    onnx.save(model, str(folder / "model.onnx"))
    return folder


def test_every_sentence_gets_a_vector_of_length_one(folder: Path) -> None:
    [vectors] = OnnxModel(folder).embed([["papers stay with us", "cook wanted"]])
    assert vectors.shape == (2, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert not np.allclose(vectors[0], vectors[1])


def test_a_sentence_means_its_own_words_and_not_the_marks_around_it(folder: Path) -> None:
    model = OnnxModel(folder)
    [[alone]] = model.embed([["cook wanted"]])
    [[_, beside]] = model.embed([["papers stay with us", "cook wanted"]])
    table = numpy_helper.to_array(onnx.load(str(folder / "model.onnx")).graph.initializer[0])
    mean = table[[WORDS.index("cook"), WORDS.index("wanted")]].mean(axis=0)
    assert np.allclose(alone, mean / np.linalg.norm(mean), atol=1e-5)
    assert np.allclose(alone, beside, atol=1e-5)


def test_no_sentences_and_a_sentence_without_words_are_not_failures(folder: Path) -> None:
    [none, empty] = OnnxModel(folder).embed([[], [""]])
    assert none.shape == (0, DIMENSIONS)
    assert empty.shape == (1, DIMENSIONS)


def test_the_version_follows_the_bytes_of_the_model(folder: Path, tmp_path: Path) -> None:
    other = onnx.load(str(folder / "model.onnx"))
    other.doc_string = "another"
    onnx.save(other, str(tmp_path / "model.onnx"))
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    assert OnnxModel(folder).version == OnnxModel(folder).version
    assert OnnxModel(folder).version != OnnxModel(tmp_path).version


def test_a_folder_without_a_model_is_named_as_the_problem(tmp_path: Path) -> None:
    with pytest.raises(CheckUnavailable) as raised:
        OnnxModel(tmp_path)
    assert raised.value.reason == "meaning_unavailable"
    assert "model.onnx" in str(raised.value.facts["problem"])


def test_a_model_that_cannot_be_opened_makes_the_check_unavailable(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CheckUnavailable) as raised:
        OnnxModel(tmp_path)
    assert "cannot be used" in str(raised.value.facts["problem"])


def test_without_onnx_runtime_the_missing_package_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(CheckUnavailable) as raised:
        OnnxModel(folder)
    assert "onnxruntime is not installed" in str(raised.value.facts["problem"])
