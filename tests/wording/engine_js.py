"""The JavaScript engine, asked from Python through one long-lived node process."""

import json
import subprocess
from pathlib import Path
from typing import Any

from patience import PATIENCE_S

WORKER = Path(__file__).with_name("engine_worker.mjs")


class JavaScriptEngine:
    def __init__(self) -> None:
        self._node = subprocess.Popen(
            ["node", str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def ask(self, question: str, value: Any) -> Any:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        # Escaped to ASCII, so that lone surrogates survive; \u2028 inside JSON is then no line end either.
        self._node.stdin.write(json.dumps({question: value}) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["answer"]

    def match(self, documents: list[list[tuple[str, str]]]) -> list[list[tuple[str, str, int, int]]]:
        return [[tuple(hit) for hit in hits] for hits in self.ask("match", documents)]

    def close(self) -> None:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.close()
        self._node.wait(timeout=PATIENCE_S)
        self._node.stdout.close()
