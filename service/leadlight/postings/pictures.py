"""Pictures that came with an ad, as perceptual hashes: the same picture, saved again or made smaller, is recognised.

Only pictures in what the caller sent are looked at (in an archived page, in a mail, in a page as `data:` links);
nothing is fetched. Pictures are decoded where pages are read, in a process with bounded time and memory.
"""

import base64
import binascii
import io
import warnings
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser

from leadlight.postings.model import Contact, ContactKind

MOST_PICTURES = 3
"""Pictures of one ad that count: those that come first."""

MOST_LOOKED_AT = 20
LARGEST_BYTES = 3_000_000
MOST_PIXELS = 12_000_000
SMALLEST_SIDE = 200
"""Pixels. Logos, buttons and maps of a board are smaller mostly; the pictures of ads are larger."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
SIDE = 8
"""Each half of the hash has SIDE × SIDE bits: whether a pixel is brighter than the next, in rows and in columns."""

CLEARLY = 3
"""Levels of grey, of 255, by which a pixel must be brighter than the next to count. Saving a picture again shifts even
surfaces by one or two: of 46 photographs and drawings saved again as JPEG (quality 85, 60), as WEBP or at half size,
42, 39, 41 and 35 were recognised when one level sufficed, and 44, 44, 44 and 40 with this (5 are too small at half)."""

PLAINEST, BUSIEST = 8, 56
"""Set bits of 64 between which a half of a hash tells one picture from another: a plain surface or an even slope sets
nearly none or nearly all."""

_DATA = "data:image/"
_BASE64 = ";base64,"


def picture_contacts(pictures: Iterable[bytes]) -> tuple[Contact, ...]:
    """The pictures of an ad as contact points of kind `image`, at most `MOST_PICTURES`.

    Empty: there are none, or none that can be read and told from others. `value` is the hash, 32 hexadecimal digits;
    `written` is "", because a picture has no words.
    """
    found: dict[str, Contact] = {}
    for looked_at, body in enumerate(pictures):
        if looked_at == MOST_LOOKED_AT or len(found) == MOST_PICTURES:
            break
        value = picture_hash(body)
        if value:
            found.setdefault(value, Contact(ContactKind.IMAGE, value, ""))
    return tuple(found.values())


def picture_hash(body: bytes) -> str:
    """Perceptual hash of a picture; "" when it is broken, too small, too large, or too plain to be told from others."""
    if not 0 < len(body) <= LARGEST_BYTES:
        return ""
    # Most ads come without pictures, and these two cost as much to load as an ad to read.
    import dhash  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(body), formats=FORMATS) as picture:
                if min(picture.size) < SMALLEST_SIDE or picture.width * picture.height > MOST_PIXELS:
                    return ""
                picture.draft("L", (SMALLEST_SIDE, SMALLEST_SIDE))
                greys = picture.convert("L").resize((SIDE + 1, SIDE + 1), Image.Resampling.LANCZOS).tobytes()
        rows, columns = dhash.dhash_row_col([_Grey(level) for level in greys], size=SIDE)
    except (OSError, ValueError, SyntaxError, ArithmeticError, MemoryError, Warning, Image.DecompressionBombError):
        return ""
    if not all(PLAINEST <= half.bit_count() <= BUSIEST for half in (rows, columns)):
        return ""
    value: str = dhash.format_hex(rows, columns, size=SIDE)
    return value


class _Grey(int):
    """A level of grey; less than another one only where it is clearly darker."""

    def __lt__(self, other: int) -> bool:
        return int(other) - int(self) > CLEARLY


def pictures_in_page(tree: LexborHTMLParser) -> Iterator[bytes]:
    """The pictures that a page holds itself, in order; broken ones are left out."""
    for node in tree.css(f'img[src^="{_DATA}"]'):
        head, found, data = (node.attributes.get("src") or "").partition(_BASE64)
        if found and len(data) <= LARGEST_BYTES * 2 and len(head) < len(_DATA) + SIDE:
            try:
                yield base64.b64decode(data)
            except (binascii.Error, ValueError):
                continue
