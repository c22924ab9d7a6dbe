"""The pages of the desk: the form, the verdict, how it works. They need no script."""

from collections.abc import Mapping
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from leadlight.desk.api_page import api_page
from leadlight.desk.given_ad import GivenAd, fields_of, read_given_ad
from leadlight.desk.indicator_page import indicator_routes
from leadlight.desk.language import choose_language
from leadlight.desk.problem_pages import problem_list, problem_page
from leadlight.desk.register_page import register_routes
from leadlight.desk.rendering import STATIC, page
from leadlight.desk.report_pages import report_routes
from leadlight.desk.staff_pages import staff_routes
from leadlight.desk.staff_state import refuse_other_sites
from leadlight.desk.state import DeskState, desk_state
from leadlight.desk.verdict_view import view_verdict
from leadlight.errors import BadInput, BodyTooLarge, PageUnreadable
from leadlight.screening.verdict import Level, Row

LEVEL_OF_ROW: Final[Mapping[Row, Level]] = {
    Row.RED_LINE: Level.WARNING,
    Row.TWO_CHECKS_ONE_STRONG: Level.WARNING,
    Row.COMBINATION: Level.WARNING,
    Row.ONE_STRONG: Level.CAUTION,
    Row.TWO_MEDIUM: Level.CAUTION,
    Row.LESS: Level.NOTICE,
    Row.NOTHING_CHECKED: Level.NOT_CHECKED,
    Row.NOTHING_FOUND: Level.NOTHING_FOUND,
}
"""For the published table; a test asks `screening.verdict.decide` for every row."""

TEXT_PROBLEMS: Final = frozenset({"no-text"})
FILE_PROBLEMS: Final = frozenset({"ad-given-twice", "body-too-large"})
BYTES_OF_A_MEGABYTE: Final = 1_000_000


def desk_routes() -> list[BaseRoute]:
    """Every page of the desk."""
    return [
        Route("/", show_form, methods=["GET"]),
        Route("/", show_verdict, methods=["POST"]),
        Route("/about", show_about, methods=["GET"]),
        Route("/docs", api_page, methods=["GET"]),
        *register_routes(),
        *indicator_routes(),
        Route("/problems", problem_list, methods=["GET"]),
        Route("/problems/{code}", problem_page, methods=["GET"]),
        *staff_routes(),
        *report_routes(),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


async def show_form(request: Request) -> Response:
    """Show the empty form."""
    state = desk_state(request)
    return _form(request, state, reader_language(request, state), GivenAd())


async def show_verdict(request: Request) -> Response:
    """Check what the form holds; on a problem show the form again with the reader's words and what to do."""
    state = desk_state(request)
    try:
        given = await read_given_ad(request, state.body_limit_bytes)
    except BodyTooLarge as error:
        return _form(request, state, reader_language(request, state), GivenAd(), error)
    language = reader_language(request, state, given.language)
    try:
        refuse_other_sites(request)
        asked = _sample_fields(state, given.sample) or fields_of(given)
        answer = orjson.loads(await state.check({**asked, "language": language}, request))
    except BadInput as error:
        return _form(request, state, language, given, error)
    view = view_verdict(answer, sent_text=str(asked.get("text", "")))
    values = {"view": view, "answer": answer, "checks_words": state.texts.of(language).verdict["checks"]}
    return page(request, "verdict.html", state.texts, language, values)


async def show_about(request: Request) -> Response:
    """Show how it works, what is kept, and the table that decides."""
    state = desk_state(request)
    language = reader_language(request, state)
    words = state.texts.of(language).verdict
    values = {"verdict": words, "levels": list(Level), "level_of_row": LEVEL_OF_ROW}
    return page(request, "about.html", state.texts, language, values)


def reader_language(request: Request, state: DeskState, chosen: str = "") -> str:
    """Language of the answer: of the form, of the address (`?lang=sk`), or of the browser."""
    return choose_language(
        chosen or request.query_params.get("lang"), request.headers.get("accept-language", ""), state.texts
    )


def _form(request: Request, state: DeskState, language: str, given: GivenAd, error: BadInput | None = None) -> Response:
    # Rounded down: the rest of the form needs some bytes too.
    megabytes = f"{state.body_limit_bytes // (BYTES_OF_A_MEGABYTE // 10) / 10:g}"
    values: dict[str, object] = {"given": given, "samples": state.samples, "megabytes": megabytes, "error": None}
    if error is None:
        return page(request, "form.html", state.texts, language, values)
    words = state.texts.of(language).problems.get(error.code)
    wrong, remedy = error.wrong, error.remedy
    if words and language != "en":
        wrong, remedy = words["wrong"], words["remedy"]
    values["error"] = {"wrong": wrong, "remedy": remedy, "field": _field_of(error, given)}
    return page(request, "form.html", state.texts, language, values, status=error.status)


def _field_of(error: BadInput, given: GivenAd) -> str:
    """The field of the form that a problem speaks of."""
    if error.code in TEXT_PROBLEMS and given.file is None:
        return "text"
    of_a_file = error.code in FILE_PROBLEMS or (given.file is not None and isinstance(error, PageUnreadable))
    return "file" if of_a_file else "url"


def _sample_fields(state: DeskState, sample_id: str) -> dict[str, object] | None:
    for sample in state.samples:
        if sample.id == sample_id:
            return {"title": sample.title, "text": sample.text, "remember": False}
    return None
