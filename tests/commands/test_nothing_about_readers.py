"""A real service is asked with marked words in every place; afterwards they stand in no log, no metric and no file."""

import base64
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from leadlight.reports.sealing import INFO, SUITE, key_id_of
from page_host import page_host
from patience import PATIENCE_S

ADDRESS = "198.51.100.213"
CANARIES = {
    "agent": "canaryagentqx",
    "cookie": "canarycookieqx",
    "referer": "canaryrefererqx",
    "query": "canaryqueryqx",
    "path": "canarypathqx",
    "text": "canarytextqx",
    "host": "canaryhostqx",
    "key": "canarykeyqx",
    "phone": "+48600987654",
    "mail": "canarymailqx@board.example",
    "prefix": "c4ab",
    "told": "canarytoldqx",
    "receipt": "CANARYRECE1PTQX00000",
}
PRIVATE_KEY = generate_private_key(SECP256R1())
PUBLIC_KEY = base64.b64encode(
    PRIVATE_KEY.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
).decode()
AD = f"Picker wanted. {CANARIES['text']} pay a fee of 300 EUR, call {CANARIES['phone']} or {CANARIES['mail']}."


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask_in_every_way(address: str, pages: str) -> None:
    headers = {
        "X-Forwarded-For": ADDRESS,
        "User-Agent": CANARIES["agent"],
        "Cookie": f"id={CANARIES['cookie']}",
        "Referer": f"https://{CANARIES['referer']}.example/",
    }
    with httpx.Client(base_url=address, headers=headers, timeout=PATIENCE_S) as client:
        client.post("/v1/check", json={"text": AD})
        client.post("/v1/check", json={"text": AD}, headers={"Authorization": f"Bearer {CANARIES['key']}"})
        client.post("/v1/check", json={"url": f"{pages}/ad?reader={CANARIES['query']}"})
        client.post("/v1/check", json={"url": f"https://{CANARIES['host']}.invalid/"})
        client.post("/v1/check", json={"text": AD, CANARIES["path"]: 1})
        client.post("/v1/check", content=f'{{"{CANARIES["text"]}'.encode())
        client.post("/", data={"text": AD, "url": f"https://{CANARIES['host']}.invalid/"})
        client.get(f"/{CANARIES['path']}?q={CANARIES['query']}")
        client.get(f"/v1/lookups/{CANARIES['prefix']}")
        tell(client)
        for _ in range(8):
            client.get("/v1/helplines")


def tell(client: httpx.Client) -> None:
    """Report an ad, sealed, which is taken, and open, which is refused; then ask with a receipt."""
    attempt, said = "5f2b8d4c90e147a3b6d18c0f7e2a9b34", {"what": CANARIES["told"], "contact": CANARIES["mail"]}
    sealed = SUITE.encrypt(orjson.dumps(said).ljust(4_096), PRIVATE_KEY.public_key(), info=INFO)
    taken = {"attempt": attempt, "sealed": base64.b64encode(sealed).decode(), "key": key_id_of(PUBLIC_KEY)}
    assert client.post("/v1/reports", json=taken).status_code == 201
    assert client.post("/v1/reports", json={"attempt": attempt, "report": said}).status_code == 400
    assert client.post("/v1/reports", json={"attempt": attempt, CANARIES["told"]: 1}).status_code == 400
    assert client.get(f"/v1/reports/{CANARIES['receipt']}").status_code in (404, 429)


@pytest.mark.faults
def test_nothing_that_a_reader_sent_stands_in_logs_metrics_or_files(free_port: int, tmp_path: Path) -> None:
    settings = {
        "LEADLIGHT_DATA_DIR": str(tmp_path),
        "LEADLIGHT_LOG_LEVEL": "debug",
        "LEADLIGHT_LOG_FORMAT": "json",
        "LEADLIGHT_TRUSTED_PROXIES": "127.0.0.1",
        "LEADLIGHT_READS_PER_MINUTE": "8",
        "LEADLIGHT_REDIS_URL": "redis://127.0.0.1:1/0",
        "LEADLIGHT_MEANING_BUDGET_MS": "0",
        "LEADLIGHT_REPORT_PUBLIC_KEY": PUBLIC_KEY,
    }
    page = f"<title>Picker</title><main><h1>Picker</h1><p>{AD * 3}</p></main>".encode()
    with page_host({"/ad": ("text/html", page)}) as pages:
        settings["LEADLIGHT_FETCH_TEST_HOSTS"] = pages.host
        command = [sys.executable, "-m", "leadlight", "serve", "--port", str(free_port)]
        with subprocess.Popen(
            command, env={**os.environ, **settings}, stderr=subprocess.PIPE, stdout=subprocess.PIPE
        ) as service:
            assert service.stderr is not None
            said = b"".join(service.stderr.readline() for _ in range(3))
            ask_in_every_way(f"http://127.0.0.1:{free_port}", pages.base)
            metrics = httpx.get(f"http://127.0.0.1:{free_port}/metrics").content
            service.send_signal(signal.SIGTERM)
            out, rest = service.communicate(timeout=PATIENCE_S)
    lines = [orjson.loads(line) for line in rest.splitlines() if line.startswith(b"{")]
    assert {"route", "status", "ms"} <= set().union(*lines), "answers are logged at this level"
    assert any(line["part"] == "leadlight.storage.redis_line" for line in lines), "and so is what failed"
    everything = {"logs": said + out + rest, "metrics": metrics}
    everything |= {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any(name.endswith(".sqlite3") for name in everything)
    for where, content in everything.items():
        found = [name for name, canary in CANARIES.items() if canary.encode() in content]
        found += ["address"] if ADDRESS.encode() in content else []
        if where.startswith(str(tmp_path)):
            # Four hexadecimal digits can stand in any file of hashes by chance.
            found = [name for name in found if name != "prefix"]
        assert found == [], where
    assert not re.search(rb"198\.51\.100", everything["logs"])
