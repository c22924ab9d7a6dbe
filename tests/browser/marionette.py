"""A small client for Firefox's remote control (Marionette): standard library only.

The protocol sends `<bytes>:<json>`: `[0, id, command, parameters]` is answered by `[1, id, error, result]`.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from browser.driver import PageMoved
from patience import PATIENCE_S

QUIET: Mapping[str, object] = {
    "marionette.port": 0,
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.region.network.url": "",
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.topsites.contile.enabled": False,
    "browser.urlbar.suggest.topsites": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.events.async.enabled": False,
    "services.settings.server": "http://127.0.0.1:9/",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


class MarionetteError(Exception):
    """Firefox answered a command with an error."""


MOVED = ("Document was unloaded", "Browsing context has been discarded", "destroyed before query")


class Marionette:
    """One Firefox with a fresh profile, driven over a socket."""

    def __init__(self, binary: str, preferences: Mapping[str, object]) -> None:
        self.profile = Path(tempfile.mkdtemp(prefix="leadlight-firefox-"))
        lines = [f"user_pref({json.dumps(n)}, {json.dumps(v)});" for n, v in {**QUIET, **preferences}.items()]
        (self.profile / "user.js").write_text("\n".join(lines))
        self.process = subprocess.Popen(
            [
                binary, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote",
                "--profile", str(self.profile),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "MOZ_HEADLESS": "1"},
        )  # fmt: skip
        self.socket = socket.create_connection(("127.0.0.1", self._port()), 10)
        self.socket.settimeout(PATIENCE_S)
        self.answers = self.socket.makefile("rb")
        self.sent = 0
        self._receive()
        self.command("WebDriver:NewSession", acceptInsecureCerts=True)
        self.command("WebDriver:SetTimeouts", script=int(PATIENCE_S * 1_000))

    def _port(self) -> int:
        written = self.profile / "MarionetteActivePort"
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end and self.process.poll() is None:
            if written.exists() and (port := written.read_text().strip()):
                return int(port)
            time.sleep(0.05)
        raise MarionetteError("Firefox opened no Marionette port")

    def _receive(self) -> Any:
        size = b""
        while (byte := self.answers.read(1)) != b":":
            if not byte:
                raise MarionetteError("Firefox closed the connection")
            size += byte
        return json.loads(self.answers.read(int(size)))

    def command(self, name: str, **parameters: object) -> Any:
        """Send one command and wait for its result."""
        self.sent += 1
        message = json.dumps([0, self.sent, name, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._receive()
        if error and any(words in error["message"] for words in MOVED):
            raise PageMoved(f"{name}: {error['message']}")
        if error:
            raise MarionetteError(f"{name}: {error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def run(self, body: str, *arguments: object, sandbox: str | None = None) -> Any:
        """Run a function body in the page; `sandbox="system"` may look into closed shadow roots."""
        return self.command("WebDriver:ExecuteScript", script=body, args=list(arguments), sandbox=sandbox)

    def run_async(self, body: str, *arguments: object) -> Any:
        """Run a function body that calls its last argument with the result."""
        return self.command("WebDriver:ExecuteAsyncScript", script=body, args=list(arguments), sandbox=None)

    def run_in_browser(self, body: str, *arguments: object) -> Any:
        """Run a function body in the browser's own window."""
        self.command("Marionette:SetContext", value="chrome")
        try:
            return self.run(body, *arguments)
        finally:
            self.command("Marionette:SetContext", value="content")

    def close(self) -> None:
        """Quit Firefox and remove its profile."""
        try:
            self.command("Marionette:Quit", flags=["eForceQuit"])
        except (OSError, MarionetteError):
            self.process.kill()
        self.answers.close()
        self.socket.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        shutil.rmtree(self.profile, ignore_errors=True)
