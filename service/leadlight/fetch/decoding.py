"""Unpack compressed pages in small steps and stop at the limit, whatever a few bytes claim to hold."""

import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

from leadlight.errors import FetchFailed
from leadlight.fetch.pinned import too_large

STEP_BYTES = 256 * 1024
# RFC 9659: a web client need not accept a window above 8 MiB.
ZSTD_WINDOW_BYTES = 8 * 1024 * 1024
ACCEPTED = "gzip, br, zstd"

Packed = bytes | bytearray


def decode_body(packed: Packed, content_encoding: str, limit: int) -> bytes:
    """Unpack a body according to its `Content-Encoding`. An empty or `identity` encoding returns it as it is.

    Raises:
        FetchFailed: more than `limit` bytes come out, the encoding is unknown or used twice, or the data are broken.
    """
    codings = [word.strip().lower() for word in content_encoding.split(",")]
    codings = [word for word in codings if word not in ("", "identity")]
    if not codings:
        steps: Iterator[bytes] = iter((bytes(packed),))
    elif len(codings) == 1 and codings[0] in DECODERS:
        steps = DECODERS[codings[0]](packed)
    else:
        raise unreadable()
    # Steps in a list: a growing bytearray is copied on its way, and a bomb would cost its page twice.
    page: list[bytes] = []
    length = 0
    try:
        for step in steps:
            page.append(step)
            length += len(step)
            if length > limit:
                raise too_large()
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError):
        raise unreadable() from None
    return b"".join(page)


def unreadable() -> FetchFailed:
    """The body cannot be unpacked."""
    return FetchFailed(
        "page-broken",
        "The site sent a page that cannot be unpacked.",
        "Open the page in your browser and paste the text of the ad.",
    )


def gzip_steps(packed: Packed) -> Iterator[bytes]:
    """Unpack gzip, one member after the other."""
    rest: Packed = packed
    while rest:
        decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
        step = decoder.decompress(rest, STEP_BYTES)
        while step or decoder.unconsumed_tail:
            yield step
            step = decoder.decompress(decoder.unconsumed_tail, STEP_BYTES)
        if not decoder.eof:
            raise EOFError
        rest = decoder.unused_data


def deflate_steps(packed: Packed) -> Iterator[bytes]:
    """Unpack deflate, with the zlib header that the standard asks for or without, as many servers send it."""
    has_header = len(packed) > 1 and packed[0] & 0x0F == zlib.DEFLATED and int.from_bytes(packed[:2], "big") % 31 == 0
    decoder = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
    step = decoder.decompress(packed, STEP_BYTES)
    while step or decoder.unconsumed_tail:
        yield step
        step = decoder.decompress(decoder.unconsumed_tail, STEP_BYTES)
    if not decoder.eof:
        raise EOFError


def brotli_steps(packed: Packed) -> Iterator[bytes]:
    """Unpack brotli."""
    decoder = brotli.Decompressor()
    # The decoder copies what it has not read yet, so it gets little at a time.
    for start in range(0, len(packed), STEP_BYTES):
        step = decoder.process(packed[start : start + STEP_BYTES], output_buffer_limit=STEP_BYTES)
        while step:
            yield step
            step = decoder.process(b"", output_buffer_limit=STEP_BYTES)
    if not decoder.is_finished():
        raise EOFError


def zstd_steps(packed: Packed) -> Iterator[bytes]:
    """Unpack zstd, one frame after the other."""
    decoder = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES)
    with decoder.stream_reader(packed, read_across_frames=True) as reader:
        while step := reader.read(STEP_BYTES):
            yield step


DECODERS: dict[str, Callable[[Packed], Iterator[bytes]]] = {
    "gzip": gzip_steps,
    "x-gzip": gzip_steps,
    "deflate": deflate_steps,
    "br": brotli_steps,
    "zstd": zstd_steps,
}
