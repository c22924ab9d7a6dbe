"""`leadlight serve`: runs the service and says what to open."""

import socket
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from leadlight.app import build_service, create_app
from leadlight.commands.quiet_logs import log_quietly
from leadlight.errors import LeadlightError
from leadlight.settings import Settings, read_settings

GRACE_S = 30
"""Seconds that requests under way get when the service is told to stop."""

BACKLOG = 2_048
LAST_PORT = 65_535
KEEP_ALIVE_S = 20

console = Console(stderr=True, highlight=False)


class PortTaken(LeadlightError):
    """Another program listens on the port already, or the address is not one of this machine."""


class _Announcing(uvicorn.Server):
    """A server that says what to open as soon as it answers."""

    def __init__(self, config: uvicorn.Config, lines: tuple[str, ...]) -> None:
        super().__init__(config)
        self._lines = lines

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        for line in self._lines if self.started else ():
            console.print(line, soft_wrap=True)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on. Default: LEADLIGHT_HOST.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port. Default: LEADLIGHT_PORT.")] = None,
    share_port: Annotated[
        bool,
        typer.Option("--share-port", help="Let other workers listen on the same port; the system spreads the load."),
    ] = False,
) -> None:
    """Run the service: the page, the API and the checks behind them. Stop it with Ctrl+C."""
    settings = read_settings()
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = Settings.model_validate(settings.model_dump() | given)
    log_quietly(settings.log_level, settings.log_format)
    listening = _listen(settings.host, settings.port, share=share_port)
    service = build_service(settings)
    if service.valkey.reason:
        console.print(
            f"Without a cache server ({service.valkey.reason}): verdicts are cached in this process alone.",
            soft_wrap=True,
        )
    config = uvicorn.Config(
        create_app(settings, service=service),
        access_log=False,  # addresses of readers are not logged
        log_level=settings.log_level,
        log_config=None,  # the handlers of log_quietly
        ws="none",
        proxy_headers=False,  # `api.asker` believes only the operator's own proxies
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=KEEP_ALIVE_S,
        backlog=BACKLOG,
    )
    _Announcing(config, _what_to_open(settings)).run(sockets=[listening])


def _listen(host: str, port: int, *, share: bool = False) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if share:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listening.bind((host, port))
        # Listening at once, so that a second start fails here and not later.
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise PortTaken(
            f"cannot listen on {host} port {port} ({error.strerror}). "
            f"Stop the other program, or choose another port: leadlight serve --port {_another(port)}"
        ) from error
    return listening


def _another(port: int) -> int:
    return port + 1 if port < LAST_PORT else port - 1


def _what_to_open(settings: Settings) -> tuple[str, ...]:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104 - only compared
    address = f"http://{host}:{settings.port}"
    return (
        f"Page:      {address}/",
        f"API:       {address}/docs",
        f"Extension: {_extension()}",
    )


def _extension() -> str:
    folder = Path(__file__).parents[3] / "extension"
    if (folder / "manifest.json").is_file():
        return f"load the folder {folder} in chrome://extensions or about:debugging"
    return "in a checkout of Leadlight, load its folder extension/ in chrome://extensions or about:debugging"
