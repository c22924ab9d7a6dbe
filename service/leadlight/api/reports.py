"""What readers tell about ads: it is taken, a receipt is given, and the receipt leads to its state and nothing else."""

from datetime import UTC, datetime
from typing import Annotated, Final

import orjson
from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from leadlight.api.check_route import problem_responses
from leadlight.api.problems import NotReady, ReportsNotHere, TooBusy
from leadlight.api.report_schemas import ReceiptAnswer, ReportRequest, ReportsAnswer, ReportStateAnswer
from leadlight.api.state import ApiState, api_state
from leadlight.errors import BadRequest, StoreUnavailable
from leadlight.reports.box import ReportBox
from leadlight.reports.model import Report
from leadlight.reports.receipt import receipt_for, report_id_of
from leadlight.reports.sealing import SEALED_BYTES

router = APIRouter(tags=["reports"])

TRY_AGAIN_S: Final = 3_600
"""Room comes back when staff deal with reports, or when the oldest are erased once a day."""

NOT_TAKEN: Final = "Nobody reads reports here, so none is taken."


@router.get("/v1/reports", response_model=ReportsAnswer, summary="How reports are taken")
async def how_reports_are_taken(state: Annotated[ApiState, Depends(api_state)]) -> object:
    """Say whether this service takes reports, and the key to seal them with before they are sent."""
    box = state.reports
    if box is None:
        return {"taken": False, "key": None, "kept_days": 0}
    key = {"id": box.key_id, "public_key": box.public_key} if box.key_id else None
    return {"taken": True, "key": key, "kept_days": box.kept_days}


@router.post(
    "/v1/reports",
    response_model=ReceiptAnswer,
    status_code=201,
    summary="Tell about an ad",
    responses=problem_responses(
        {
            400: "It is not sealed as this service asks, or says nothing.",
            404: NOT_TAKEN,
            429: "Too many reports from this network; says when to come back.",
            503: "The database is down, or there is no room for more. Nothing was kept.",
        }
    ),
)
async def take_report(
    report: ReportRequest, request: Request, state: Annotated[ApiState, Depends(api_state)]
) -> Response:
    """Take a report and answer with its receipt, once it is kept.

    Nothing about the sender is kept, and the day is the only time. No report changes any verdict.
    """
    box = _box(state)
    await state.admission.report(request.scope)
    receipt = receipt_for(bytes.fromhex(report.attempt), box.secret)
    new = Report(
        report_id=report_id_of(receipt) or b"",
        body=_body(report, box),
        key_id=box.key_id,
        received_on=datetime.now(UTC).date(),
    )
    try:
        kept = await run_in_threadpool(box.book.keep, new)
    except StoreUnavailable:
        raise _store_is_down() from None
    if not kept:
        raise TooBusy(
            "too-busy", "There is no room for more reports now.", "Try again tomorrow.", retry_after_s=TRY_AGAIN_S
        )
    answer = orjson.dumps({"receipt": receipt, "kept_days": box.kept_days})
    return Response(answer, 201, {"Cache-Control": "no-store"}, media_type="application/json")


@router.get(
    "/v1/reports/{receipt}",
    response_model=ReportStateAnswer,
    summary="How far a report got",
    responses=problem_responses({404: "The receipt is not known, or the report was erased.", 503: "No database."}),
)
async def report_state(
    receipt: Annotated[
        str, Path(description="The receipt, with or without its lines.", examples=["7KQ2-M4XD-0RVB-PZ31-HT8W"])
    ],
    state: Annotated[ApiState, Depends(api_state)],
) -> Response:
    """Say whether a report has arrived, was read, or is closed. Nothing of what it says is ever given out."""
    box, report_id = _box(state), report_id_of(receipt)
    try:
        found = await run_in_threadpool(box.book.state, report_id) if report_id else None
    except StoreUnavailable:
        raise _store_is_down() from None
    if found is None:
        raise ReportsNotHere(
            "receipt-unknown",
            "No report has this receipt.",
            f"Look at its signs again. Reports are erased after {box.kept_days} days.",
        )
    return Response(orjson.dumps({"state": found}), 200, {"Cache-Control": "no-store"}, media_type="application/json")


def _box(state: ApiState) -> ReportBox:
    if state.reports is None:
        raise ReportsNotHere("reports-not-taken", NOT_TAKEN, "Tell a helpline: GET /v1/helplines lists them.")
    return state.reports


def _body(report: ReportRequest, box: ReportBox) -> bytes:
    """What is kept of a request."""
    if box.key_id:
        if report.report is not None or report.sealed is None:
            raise _unfit("this service takes sealed reports only")
        if report.key != box.key_id:
            raise _unfit("it is sealed with another key than that of this service")
        if len(report.sealed) not in SEALED_BYTES:
            raise _unfit("it was not filled up to one of the lengths that all reports have")
        return report.sealed
    if report.sealed is not None or report.report is None:
        raise _unfit("this service has no key, so nobody could open a sealed one")
    if not (report.report.what.strip() or report.report.words.strip()):
        raise _unfit("it says neither what happened nor words of the ad")
    return report.report.model_dump_json(exclude_defaults=True).encode()


def _unfit(why: str) -> BadRequest:
    return BadRequest("invalid-request", f"The report was not taken: {why}.", "GET /v1/reports says how to send it.")


def _store_is_down() -> NotReady:
    return NotReady("store-unavailable", "The database does not answer.", "Keep the report and try again in a minute.")
