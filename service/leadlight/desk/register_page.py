"""The page of the registers: which official lists are read, from when, and what it means not to stand on one."""

from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import combining, normalize

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from leadlight.desk.language import choose_language
from leadlight.desk.rendering import page
from leadlight.desk.state import desk_state
from leadlight.errors import StoreUnavailable
from leadlight.screening.names import country_name
from leadlight.screening.texts import FALLBACK_LANGUAGE, AllTexts

TRANSLATED = ("title", "coverage", "absence")


def register_routes() -> list[BaseRoute]:
    """The page `/registers`."""
    return [Route("/registers", show_registers, methods=["GET"])]


async def show_registers(request: Request) -> Response:
    """Show every register with its country, coverage, age, rows, state, and what absence means."""
    state = desk_state(request)
    language = choose_language(
        request.query_params.get("lang"), request.headers.get("accept-language", ""), state.texts
    )
    try:
        registers = await run_in_threadpool(state.registers)
    except StoreUnavailable:
        # The page says so; without its dates a list of registers would look as if none were loaded.
        values: dict[str, object] = {"countries": None, "without_list": []}
        return page(request, "registers.html", state.texts, language, values, status=503)
    values = {
        "countries": by_country(registers, state.texts, language),
        "without_list": without_list(state.texts, language),
    }
    return page(request, "registers.html", state.texts, language, values)


def by_country(
    registers: Sequence[Mapping[str, Any]], texts: AllTexts, language: str
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Country code, its name, and its registers in the words of this language; sorted by the name."""
    words = texts.of(language)
    countries: dict[str, list[dict[str, Any]]] = {}
    for register in registers:
        own = words.registers.get("registers", {}).get(register["id"], {})
        told = {**register, **{field: own[field] for field in TRANSLATED if field in own}}
        countries.setdefault(register["country"], []).append({**told, "in_english": not own and language != "en"})
    named = [(code, country_name(texts, language, code), found) for code, found in countries.items()]
    return sorted(named, key=lambda one: _without_marks(one[1]))


def _without_marks(name: str) -> str:
    """A name as it is sorted: "Írsko" and "Česko" do not fall behind Z, and letters keep the order of their script."""
    return "".join(sign for sign in normalize("NFD", name) if not combining(sign)).casefold()


def without_list(texts: AllTexts, language: str) -> list[tuple[str, str, str]]:
    """Country code, its name and a sentence, for countries whose agencies stand on no list that could be read."""
    words = texts.of(language)
    sentences = words.registers.get("without_list") or texts.of(FALLBACK_LANGUAGE).registers.get("without_list", {})
    return sorted((code, country_name(texts, language, code), str(text)) for code, text in sentences.items())
