"""`leadlight check`: one ad, one verdict, in the terminal."""

import asyncio
import enum
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from leadlight.api.check_route import read_request
from leadlight.app import build_service
from leadlight.commands.given_ad import fields_of_ad
from leadlight.commands.show_verdict import show_verdict
from leadlight.desk.language import words_of
from leadlight.errors import BadInput
from leadlight.settings import Settings, read_settings


class Exit(enum.IntEnum):
    """What the exit code says."""

    NOTHING_OR_NOTICE = 0
    FAILED = 1
    BAD_INPUT = 2
    CAUTION = 3
    WARNING = 4
    NOT_CHECKED = 5


EXIT_OF_LEVEL: Mapping[str, Exit] = {
    "warning": Exit.WARNING,
    "caution": Exit.CAUTION,
    "notice": Exit.NOTHING_OR_NOTICE,
    "nothing_found": Exit.NOTHING_OR_NOTICE,
    "not_checked": Exit.NOT_CHECKED,
}


def check(
    ad: Annotated[str, typer.Argument(metavar="URL|FILE|-", help="A link, a file (HTML or text), or - for the input.")],
    language: Annotated[str, typer.Option(help="Language of the answer, ISO 639-1.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print the JSON of the API.")] = False,
    remember: Annotated[bool, typer.Option(help="Keep keyed hashes of the ad's contacts.")] = True,
) -> None:
    """Check one job ad.

    Exit codes: 0 nothing found or a notice, 3 caution, 4 warning, 5 not checked, 2 the ad cannot be read,
    1 Leadlight itself cannot run.
    """
    settings = read_settings()
    try:
        fields = {**fields_of_ad(ad, settings.body_limit_bytes), "language": language, "remember": remember}
        body, words = asyncio.run(_answer(settings, fields))
    except BadInput as error:
        Console(stderr=True, highlight=False).print(f"{error.wrong}\n{error.remedy}", markup=False)
        raise typer.Exit(Exit.BAD_INPUT) from error
    answer = orjson.loads(body)
    if as_json:
        sys.stdout.buffer.write(body + b"\n")
        sys.stdout.flush()
    else:
        show_verdict(answer, words, Console(highlight=False))
    raise typer.Exit(EXIT_OF_LEVEL[answer["level"]])


async def _answer(settings: Settings, fields: Mapping[str, Any]) -> tuple[bytes, Mapping[str, str]]:
    request = read_request(orjson.dumps(fields))
    service = build_service(settings, with_cache=False)
    try:
        answer = await service.check_path.answer(request)
        return answer.body, words_of(service.desk.texts, request.language)
    finally:
        await service.aclose()
