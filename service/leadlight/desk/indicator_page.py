"""The pages of the signs: what each means, why it matters, which words show it, how often ordinary ads do."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from leadlight.desk.language import choose_language
from leadlight.desk.rendering import page
from leadlight.desk.state import DeskState, desk_state
from leadlight.screening.texts import FALLBACK_LANGUAGE
from leadlight.wording.model import OrdinaryRate, Status

MOST_EXAMPLES: Final = 6
FACT: Final = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class MeasuredRate:
    """So many of so many ordinary ads showed a sign on this day."""

    count: int
    ads: int
    measured_on: date


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """What the page of one sign shows.

    Attributes:
        id: as in findings.
        headline, why, what_to_do: in the reader's language, facts of a single ad left open.
        weight: "" for signs whose weight depends on the ad.
        ilo: names of indicators of forced labour, as in families.yml.
        fires, silent: examples; empty for signs that are not about words.
        examples_language: ISO 639-1 of the examples.
        rate: how often ordinary ads show it; None when it was not measured.
        blind_to: in English; "" when nothing is said.
        members: signs that count together, each with its headline.
    """

    id: str
    headline: str
    why: str
    what_to_do: str
    weight: str = ""
    ilo: tuple[str, ...] = ()
    fires: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    examples_language: str = FALLBACK_LANGUAGE
    rate: MeasuredRate | None = None
    blind_to: str = ""
    members: tuple[tuple[str, str], ...] = ()


def indicator_routes() -> list[BaseRoute]:
    """The pages `/indicators` and `/indicators/<id>`."""
    return [
        Route("/indicators", show_indicators, methods=["GET"]),
        Route("/indicators/{id}", show_indicator, methods=["GET"]),
    ]


async def show_indicators(request: Request) -> Response:
    """Show every sign that Leadlight knows."""
    state, language = desk_state(request), _language(request)
    ids = state.texts.of(FALLBACK_LANGUAGE).indicators
    views = [view for id_ in ids if (view := view_indicator(id_, state, language)) is not None]
    return page(request, "indicators.html", state.texts, language, {"indicators": views})


async def show_indicator(request: Request) -> Response:
    """Show one sign; 404 when there is none of this name, or it is not in use."""
    state, language = desk_state(request), _language(request)
    view = view_indicator(request.path_params["id"], state, language)
    if view is None:
        raise HTTPException(404)
    return page(request, "indicator.html", state.texts, language, {"one": view})


def view_indicator(id_: str, state: DeskState, language: str) -> IndicatorView | None:
    """What is told about a sign; None when there is none of this name, or it is not in use."""
    rules, texts = state.rules, state.texts
    indicator, combination = rules.indicators.get(id_), rules.combinations.get(id_)
    if id_ not in texts.of(FALLBACK_LANGUAGE).indicators or (indicator and indicator.status is not Status.ACTIVE):
        return None
    headline, why, what_to_do = (
        FACT.sub("…", texts.indicator(language, id_)[part]) for part in ("headline", "why", "what_to_do")
    )
    if combination is not None:
        any_of = combination.of.any_of.ids if combination.of.any_of else []
        members = tuple((one, texts.indicator(language, one)["headline"]) for one in (*combination.of.all, *any_of))
        return IndicatorView(id_, headline, why, what_to_do, members=members, rate=_rate(combination.ordinary_rate))
    if indicator is None:
        return IndicatorView(id_, headline, why, what_to_do)
    spoken = language if language in indicator.examples else FALLBACK_LANGUAGE
    examples = indicator.examples.get(spoken)
    return IndicatorView(
        id_,
        headline,
        why,
        what_to_do,
        weight=indicator.weight.value,
        ilo=tuple(indicator.ilo),
        fires=tuple(examples.fires[:MOST_EXAMPLES]) if examples else (),
        silent=tuple(one.text for one in examples.silent[:MOST_EXAMPLES]) if examples else (),
        examples_language=spoken,
        blind_to=indicator.blind_to,
        rate=_rate(indicator.ordinary_rate),
    )


def _rate(rate: OrdinaryRate | None) -> MeasuredRate | None:
    if rate is None:
        return None
    return MeasuredRate(round(rate.value * rate.n), rate.n, date.fromisoformat(rate.measured_on))


def _language(request: Request) -> str:
    return choose_language(
        request.query_params.get("lang"), request.headers.get("accept-language", ""), desk_state(request).texts
    )
