"""The real application on a real port, in a thread, so that a test can look at its stores too."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from leadlight.app import Service, build_service, create_app
from leadlight.settings import Settings, read_settings
from patience import PATIENCE_S

PATIENT = {"check_budget_ms": 60_000, "meaning_budget_ms": 30_000}
"""On a busy machine checks are late, and answers that lack one are not kept: few tests ask about that."""


@dataclass(frozen=True)
class RunningApp:
    """A running application: its address, its inside, and a client that speaks to it."""

    address: str
    service: Service
    client: httpx.Client

    def check(self, **fields: Any) -> httpx.Response:
        """Ask for the verdict of an ad."""
        return self.client.post("/v1/check", json=fields)

    def verdict(self, **fields: Any) -> dict[str, Any]:
        """Return the verdict of an ad; the answer must be one."""
        response = self.check(**fields)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer


@contextmanager
def running_app(data_dir: Path, **settings: Any) -> Iterator[RunningApp]:
    """Run the application with data of its own until the block ends."""
    chosen = Settings.model_validate(read_settings().model_dump() | PATIENT | {"data_dir": data_dir} | settings)
    service = build_service(chosen)
    app = create_app(chosen, service=service)
    server = uvicorn.Server(uvicorn.Config(app, port=0, access_log=False, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        address = _wait_for_address(server, thread)
        with httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
            yield RunningApp(address, service, client)
    finally:
        server.should_exit = True
        thread.join(30)


def _wait_for_address(server: uvicorn.Server, thread: threading.Thread) -> str:
    end = time.monotonic() + PATIENCE_S
    while not server.started:
        assert thread.is_alive() and time.monotonic() < end, "the application did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    return f"http://127.0.0.1:{port}"
