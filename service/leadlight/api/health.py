"""GET /healthz: the process answers. GET /readyz: checks can run, and what is missing when some cannot."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import PlainTextResponse

from leadlight import __version__
from leadlight.api.register_metrics import METRICS_TYPE, register_metrics
from leadlight.api.registers import shape_registers
from leadlight.api.schemas import AliveAnswer, ReadyAnswer, RegisterShape
from leadlight.api.state import ApiState, api_state
from leadlight.errors import StoreUnavailable

router = APIRouter(tags=["health"])

CACHE_WELL = frozenset({"redis", "off"})
"""States of the cache that need no attention: Redis answers, or the deployment turned the cache off."""

CACHE_TROUBLE = {
    "level_one_only": "No Redis or Valkey runs: verdicts are cached in this process alone.",
    "breaker_open": "The verdict cache does not answer: every check is computed.",
}

ALARMS = {
    "changed": "A new copy of the register {id} is not what is expected, or lost many rows: the old one stays.",
    "unreachable": "A new copy of the register {id} could not be downloaded: the old one stays.",
}


@router.get("/healthz", summary="Alive")
async def healthz() -> AliveAnswer:
    """Answer as long as the process runs; ask nothing else."""
    return AliveAnswer(status="alive", version=__version__)


@router.get(
    "/readyz",
    summary="Ready",
    responses={503: {"model": ReadyAnswer, "description": "No check can run: the rules are missing."}},
)
def readyz(state: Annotated[ApiState, Depends(api_state)], response: Response) -> ReadyAnswer:
    """Say what works. Without database or cache the service still checks the wording, so it stays ready."""
    warnings: list[str] = []
    rules = state.check_path.screening.versions.rules
    cache = state.cache_state()
    if cache not in CACHE_WELL:
        warnings.append(CACHE_TROUBLE.get(cache, f"The verdict cache is {cache}."))
    database, registers = _database(state, warnings)
    warnings += [
        f"The register {one.id} is {one.age_days} days old, older than its limit." for one in registers if one.too_old
    ]
    warnings += [ALARMS[one.alarm].format(id=one.id) for one in registers if one.alarm]
    if state.rules_fault:
        warnings.append(f"The rule files are broken, so the rules of before stay in use: {state.rules_fault}")
    if not rules:
        warnings.append("No rules are loaded: no check can run.")
        response.status_code = 503
    return ReadyAnswer(
        status="not_ready" if not rules else "degraded" if warnings else "ready",
        rules=rules,
        database=database,
        cache=cache,
        registers=registers,
        warnings=warnings,
    )


@router.get("/metrics", summary="Metrics", response_class=PlainTextResponse)
def metrics(state: Annotated[ApiState, Depends(api_state)]) -> PlainTextResponse:
    """What this process has counted since it started, and the ages of the registers, in the text format of Prometheus.

    Nothing in it says who asked or what for. Without a database the registers are missing.
    """
    try:
        ages = state.register_ages()
    except StoreUnavailable:
        ages = ()
    text = state.tally.text(state.gauges()) + register_metrics(ages, today=datetime.now(UTC).date())
    return PlainTextResponse(text, media_type=METRICS_TYPE)


def _database(state: ApiState, warnings: list[str]) -> tuple[str, list[RegisterShape]]:
    try:
        state.ping_database()
        return "up", shape_registers(state.register_ages(), today=datetime.now(UTC).date())
    except StoreUnavailable:
        warnings.append("The database does not answer: registers and contacts are not checked.")
        return "unavailable", []
