"""The ONNX adapter where it cannot work: it says why, and the rest goes on."""

import importlib.util

import pytest

from leadlight.errors import CheckUnavailable
from leadlight.meaning.onnx_model import OnnxModel


def test_a_folder_without_a_model_is_named_as_the_problem(tmp_path) -> None:
    with pytest.raises(CheckUnavailable) as raised:
        OnnxModel(tmp_path)
    assert raised.value.reason == "meaning_unavailable"
    assert "model.onnx" in str(raised.value.facts["problem"])


def test_a_model_that_cannot_be_opened_makes_the_check_unavailable(tmp_path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CheckUnavailable) as raised:
        OnnxModel(tmp_path)
    installed = importlib.util.find_spec("onnxruntime") is not None
    expected = "cannot be used" if installed else "is not installed"
    assert expected in str(raised.value.facts["problem"])
