"""A page for each problem: what its `type` address leads to."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from leadlight.desk.language import choose_language
from leadlight.desk.rendering import page
from leadlight.desk.state import desk_state
from leadlight.screening.texts import FALLBACK_LANGUAGE


async def problem_list(request: Request) -> Response:
    """List every problem with its remedy."""
    state = desk_state(request)
    language = choose_language(
        request.query_params.get("lang"), request.headers.get("accept-language", ""), state.texts
    )
    problems = dict(state.texts.of(FALLBACK_LANGUAGE).problems) | dict(state.texts.of(language).problems)
    return page(request, "problems.html", state.texts, language, {"problems": problems})


async def problem_page(request: Request) -> Response:
    """Explain one problem."""
    state = desk_state(request)
    language = choose_language(
        request.query_params.get("lang"), request.headers.get("accept-language", ""), state.texts
    )
    code = request.path_params["code"]
    words = state.texts.of(language).problems.get(code) or state.texts.of(FALLBACK_LANGUAGE).problems.get(code)
    if words is None:
        raise HTTPException(404)
    return page(request, "problem.html", state.texts, language, {"code": code, "words": words})
