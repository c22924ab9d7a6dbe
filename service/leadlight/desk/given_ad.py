"""Reads what the form holds: a link, a text, a file. Nothing of it is written to a disk."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from leadlight.errors import BadRequest

FORM_FIELDS: Final = 8
FORM_FILES: Final = 1


class FormInMemory(MultiPartParser):
    """Reads a form with a file. Starlette puts files above 1 MB on the disk, where a reader's ad must never be."""

    spool_max_size = 0  # of `tempfile.SpooledTemporaryFile`: never


@dataclass(frozen=True, slots=True)
class GivenAd:
    """What the reader gave.

    Attributes:
        url: the link, "" for none.
        text: the words as the browser sent them, "" for none.
        file: bytes of the chosen file; None: none was chosen, which differs from an empty file.
        compare: the link is to be opened beside the text or file.
        remember: the contacts of the ad may be remembered.
        language: language that the reader chose, "" for none.
        sample: id of an invented ad to try, "" for none.
    """

    url: str = ""
    text: str = ""
    file: bytes | None = None
    compare: bool = False
    remember: bool = True
    language: str = ""
    sample: str = ""


async def read_given_ad(request: Request, longest: int) -> GivenAd:
    """Read the form of a request.

    Args:
        request: a form with or without a file; anything else counts as an empty form.
        longest: bytes of the longest field; the whole body is bounded before.

    Raises:
        BodyTooLarge: the body has more bytes than the service reads.
        HTTPException: 400, the form is broken or has too many fields.
    """
    form = await _read_form(request, longest)
    try:
        return GivenAd(
            url=_field(form, "url").strip(),
            text=_field(form, "text"),
            file=await _file(form),
            compare=_field(form, "compare") == "on",
            remember=_field(form, "remember") == "on",
            language=_field(form, "language"),
            sample=_field(form, "sample"),
        )
    finally:
        await form.close()


def fields_of(given: GivenAd) -> Mapping[str, object]:
    """The fields of `POST /v1/check` for what the reader gave.

    Raises:
        BadRequest: both a text and a file.
    """
    # Browsers send line ends as CR LF; quotes are counted in the text as it is shown.
    text = given.text.replace("\r\n", "\n").strip("\n")
    asked: dict[str, object] = {"remember": given.remember, "compare": given.compare}
    if text.strip() and given.file is not None:
        raise BadRequest(
            "ad-given-twice", "There is both a text and a file.", "Choose one: empty the text, or choose no file."
        )
    if text.strip():
        asked["text"] = text
    if given.file is not None:
        asked["file"] = base64.b64encode(given.file).decode("ascii")
    if given.url:
        asked["url"] = given.url
    return asked


async def _read_form(request: Request, longest: int) -> FormData:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        return await request.form(max_files=0, max_fields=FORM_FIELDS, max_part_size=longest)
    reader = FormInMemory(
        request.headers, request.stream(), max_files=FORM_FILES, max_fields=FORM_FIELDS, max_part_size=longest
    )
    try:
        return await reader.parse()
    except MultiPartException:
        raise HTTPException(400) from None


async def _file(form: FormData) -> bytes | None:
    chosen = form.get("file")
    if not isinstance(chosen, UploadFile):
        return None
    content = await chosen.read()
    # A browser sends a file without a name when none was chosen.
    return content if content or chosen.filename else None


def _field(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
