"""Turn the bytes of a page into text: byte order mark, then UTF-8 where it fits, then what the page declares."""

import codecs
import re
from functools import lru_cache
from pathlib import Path

import yaml

from leadlight.errors import PageUnreadable

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# The WHATWG prescan reads 1,024 bytes; real pages put the declaration later behind long scripts.
PRESCAN_BYTES = 4096
DECLARED = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
SAMPLE_BYTES = 2048
# Text files hold tabs and line ends only; one control byte in a hundred is noise, more is a binary file.
MOST_CONTROL_SHARE = 0.01
CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})


@lru_cache(maxsize=1)
def load_charsets() -> dict[str, str]:
    """Read the bundled table: label in lower case -> Python codec. Only charsets that the WHATWG standard lists."""
    table = yaml.safe_load(Path(__file__).with_name("charsets.yml").read_text("utf-8"))
    return {str(label).lower(): codec for codec, labels in table.items() for label in [codec, *labels]}


def decode_page(body: bytes, declared: str) -> str:
    """Text of a page. Broken bytes become U+FFFD; they are never an error.

    Raises:
        PageUnreadable: the bytes are no text at all.
    """
    for mark, codec in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    refuse_binary(body)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    found = DECLARED.search(body[:PRESCAN_BYTES])
    for label in (declared, found[1].decode("ascii") if found else ""):
        codec = load_charsets().get(label.strip().lower(), "")
        if codec:
            return body.decode(codec, "replace")
    return body.decode("windows-1252", "replace")


def refuse_binary(body: bytes) -> None:
    """Refuse pictures, PDF, office files and the like by their bytes."""
    sample = body[:SAMPLE_BYTES]
    control = len(sample) - len(sample.translate(None, CONTROL))
    if sample.startswith(b"%PDF-") or control > len(sample) * MOST_CONTROL_SHARE:
        raise PageUnreadable(
            "not-a-page",
            "This is a picture, a document or another file, not a web page.",
            "Open the file yourself and paste the text of the ad.",
        )
