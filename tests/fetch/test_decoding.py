"""Packed bodies, honest ones and bombs."""

import gzip
import resource
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from leadlight.errors import FetchFailed
from leadlight.fetch.decoding import decode_body

MEBI = 1024 * 1024
PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda page: brotli.compress(page, quality=4),
    "zstd": zstandard.compress,
    "identity": bytes,
    "": bytes,
}


@given(st.binary(max_size=5000), st.sampled_from(sorted(PACK)))
def test_what_was_packed_comes_back(page: bytes, coding: str) -> None:
    assert decode_body(PACK[coding](page), coding, 10_000) == page


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_page_of_many_steps_comes_back_whole(coding: str) -> None:
    page = b"".join(b"%d job ad " % number for number in range(100_000))
    assert decode_body(PACK[coding](page), coding, 8 * MEBI) == page


def test_deflate_without_its_header_is_read() -> None:
    raw = zlib.compress(b"a job ad" * 100)[2:-4]
    assert decode_body(raw, "deflate", 10_000) == b"a job ad" * 100


def test_members_and_frames_follow_each_other() -> None:
    assert decode_body(gzip.compress(b"a") + gzip.compress(b"b"), "GZIP", 10) == b"ab"
    assert decode_body(zstandard.compress(b"a") + zstandard.compress(b"b"), "zstd", 10) == b"ab"


def gzip_bomb() -> bytes:
    """More than 1 GiB in 1 MiB: one flushed block over and over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(16 * MEBI)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\x03" + block * 64


def brotli_bomb() -> bytes:
    """A quarter of a GiB in a few hundred bytes."""
    packer = brotli.Compressor(quality=1, lgwin=24)
    return b"".join(packer.process(bytes(16 * MEBI)) for _ in range(16)) + packer.finish()


def zstd_bomb() -> bytes:
    """1 GiB in frames of 16 MiB."""
    return zstandard.compress(bytes(16 * MEBI)) * 64


@pytest.mark.parametrize(("coding", "bomb"), [("gzip", gzip_bomb), ("br", brotli_bomb), ("zstd", zstd_bomb)])
def test_a_bomb_ends_at_the_limit_and_stays_small(coding: str, bomb: object) -> None:
    packed = bomb()  # type: ignore[operator]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FetchFailed) as failure:
        decode_body(packed, coding, 8 * MEBI)
    assert failure.value.code == "page-too-large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024, "kilobytes above what was in use"


def test_a_zstd_window_that_no_web_client_accepts_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = packer.compress(bytes(9 * MEBI)) + packer.flush()
    with pytest.raises(FetchFailed) as failure:
        decode_body(packed, "zstd", 16 * MEBI)
    assert failure.value.code == "page-broken"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_page_that_breaks_off_is_not_taken_for_whole(coding: str) -> None:
    packed = PACK[coding](b"a job ad " * 1000)
    with pytest.raises(FetchFailed) as failure:
        decode_body(packed[:-6], coding, 100_000)
    assert failure.value.code == "page-broken"


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "compress", "gzip, br"]))
def test_any_bytes_give_a_page_or_a_refusal(packed: bytes, coding: str) -> None:
    try:
        page = decode_body(packed, coding, 1000)
    except FetchFailed:
        return
    assert len(page) <= 1000
