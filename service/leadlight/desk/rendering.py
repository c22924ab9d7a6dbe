"""Turns a template and values into a page with its headers. No script, no inline style, nothing from elsewhere."""

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from leadlight import __version__
from leadlight.desk.language import words_of
from leadlight.desk.quote_words import words_after, words_before
from leadlight.screening.names import country_name, language_name
from leadlight.screening.texts import AllTexts

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

templates = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.filters |= {
    "words_before": words_before,
    "words_after": words_after,
    "host": lambda url: urlsplit(url).netloc,
}
templates.globals["service_version"] = __version__
templates.globals["style_version"] = hashlib.sha256((STATIC / "desk.css").read_bytes()).hexdigest()[:12]


def page(
    request: Request,
    template: str,
    texts: AllTexts,
    language: str,
    values: Mapping[str, object] | None = None,
    status: int = 200,
) -> Response:
    """Render one page in one language.

    Args:
        request: for the path that the language menu leads back to.
        template: file name under `templates/`.
        texts: all words; the page gets those of `language`, with English for what it lacks.
        language: ISO 639-1.
        values: what the template shows.
        status: HTTP status.
    """
    own = texts.of(language)
    content = templates.get_template(template).render(
        {
            "t": words_of(texts, language),
            "lang": own.code,
            "direction": own.direction,
            "languages": [texts.of(code) for code in texts.languages()],
            "path": request.url.path,
            "country_name": partial(country_name, texts, own.code),
            "language_name": partial(language_name, texts, own.code),
            **(values or {}),
        }
    )
    headers = {
        "Content-Security-Policy": POLICY,
        "Content-Language": own.code,
        "Cache-Control": "no-store",
        "Vary": "Accept-Language",
    }
    return Response(content, status_code=status, media_type="text/html; charset=utf-8", headers=headers)
