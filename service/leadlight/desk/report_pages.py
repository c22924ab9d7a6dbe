"""The pages for staff about reports: what waits, what one says, and how far it got."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from leadlight.desk.staff_pages import language_of, staff_page
from leadlight.desk.staff_state import StaffState, refuse_other_sites, staff_member
from leadlight.reports.content import Content, ReportUnreadable, read_content
from leadlight.reports.model import Report, ReportState

MOST_ROWS: Final = 500


def report_routes() -> list[BaseRoute]:
    """Every page about reports."""
    return [
        Route("/desk/reports", show_reports, methods=["GET"]),
        Route("/desk/reports/{report_id}", show_report, methods=["GET"]),
        Route("/desk/reports/{report_id}/sealed", save_sealed, methods=["GET"]),
        Route("/desk/reports/{report_id}/{state}", mark, methods=["POST"]),
    ]


async def show_reports(request: Request) -> Response:
    """List the reports, new ones first. Nothing of what they say stands in the list."""
    _, staff = staff_member(request)
    found = await run_in_threadpool(staff.reports.newest, limit=MOST_ROWS)
    return staff_page(request, "reports.html", {"reports": found})


async def show_report(request: Request) -> Response:
    """Show what one report says, or how to open it when it is sealed."""
    name, staff = staff_member(request)
    report = await _report(request, staff)
    values: dict[str, object] = {
        "report": report,
        "content": _content(report),
        "name": name.strip(),
        "next_states": _after(report.state),
    }
    return staff_page(request, "report.html", values)


async def save_sealed(request: Request) -> Response:
    """Hand over a sealed report as a file."""
    _, staff = staff_member(request)
    report = await _report(request, staff)
    if not report.is_sealed:
        raise HTTPException(404)
    named = f'attachment; filename="report-{report.report_id[:4].hex()}.sealed"'
    headers = {"Content-Disposition": named, "Cache-Control": "no-store"}
    return Response(report.body, headers=headers, media_type="application/octet-stream")


async def mark(request: Request) -> Response:
    """Note how far a report got; whoever has its receipt can see it."""
    name, staff = staff_member(request)
    refuse_other_sites(request)
    report = await _report(request, staff)
    state = request.path_params["state"]
    if state not in _after(report.state):
        raise HTTPException(404)
    if not name.strip():
        raise HTTPException(400, "Sign in with your own name, so that others know who read it.")
    await run_in_threadpool(staff.reports.mark, report.report_id, ReportState(state), by=name.strip())
    return RedirectResponse(f"/desk/reports/{report.report_id.hex()}?lang={language_of(request)}", status_code=303)


async def _report(request: Request, staff: StaffState) -> Report:
    try:
        report_id = bytes.fromhex(request.path_params["report_id"])
    except ValueError as error:
        raise HTTPException(404) from error
    found = await run_in_threadpool(staff.reports.find, report_id)
    if found is None:
        raise HTTPException(404)
    return found


def _content(report: Report) -> Content | None:
    """What a report says; None when that cannot be read here."""
    if report.is_sealed:
        return None
    try:
        return read_content(report.body)
    except ReportUnreadable:
        return None


def _after(state: ReportState) -> list[ReportState]:
    order = list(ReportState)
    return order[order.index(state) + 1 :]
