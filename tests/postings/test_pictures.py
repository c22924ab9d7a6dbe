"""Pictures of an ad: recognised when they were saved again, left out when they tell nothing, harmless when hostile."""

import base64
import io
import math
import random
import struct
import zlib
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from leadlight.contacts.normalise import identities_of
from leadlight.postings.file import read_file
from leadlight.postings.model import Contact, ContactKind
from leadlight.postings.page import read_page
from leadlight.postings.pictures import MOST_PICTURES, picture_contacts, picture_hash

WORDS = "We look for people who pick tomatoes in our greenhouses, in two shifts with a free day a week."


def picture(seed: int, *, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """An invented photograph: soft light with some shapes in it."""
    chance = random.Random(seed)
    waves = [(chance.uniform(0.5, 3), chance.uniform(0.5, 3), chance.uniform(0, 6)) for _ in range(5)]
    light = bytes(
        max(0, min(255, round(128 + 25 * sum(math.sin(a * x / 10 + b * y / 10 + c) for a, b, c in waves))))
        for y in range(48)
        for x in range(64)
    )
    made = Image.frombytes("L", (64, 48), light).resize(size, Image.Resampling.BICUBIC).convert("RGB")
    draw = ImageDraw.Draw(made)
    for _ in range(6):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        draw.ellipse((x, y, x + 90, y + 90), fill=tuple(chance.randrange(256) for _ in range(3)))
    return made


def saved(image: Image.Image, kind: str = "PNG", **options: int) -> bytes:
    body = io.BytesIO()
    image.save(body, kind, **options)
    return body.getvalue()


def keys(body: bytes) -> set[str]:
    value = picture_hash(body)
    return {one.value for one in identities_of(Contact(ContactKind.IMAGE, value, ""))} if value else set()


@pytest.mark.parametrize(
    "again",
    [
        lambda image: saved(image, "JPEG", quality=90),
        lambda image: saved(image, "JPEG", quality=40),
        lambda image: saved(image, "WEBP", quality=60),
        lambda image: saved(image.resize((400, 300))),
        lambda image: saved(image.resize((1_280, 960)), "JPEG", quality=70),
    ],
    ids=["jpeg", "poor jpeg", "webp", "smaller", "larger"],
)
def test_a_picture_that_was_saved_again_is_recognised(again: Callable[[Image.Image], bytes]) -> None:
    recognised = sum(bool(keys(saved(picture(seed))) & keys(again(picture(seed)))) for seed in range(12))
    assert recognised >= 11


def poster(seed: int) -> Image.Image:
    """An invented poster: even surfaces in a few colours, as in most pictures that come with an ad."""
    chance = random.Random(seed)
    made = Image.new("RGB", (600, 800), tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(made)
    for _ in range(9):
        x, y = chance.randrange(500), chance.randrange(700)
        corner = (x + chance.randrange(80, 400), y + chance.randrange(60, 300))
        draw.rectangle(((x, y), corner), fill=tuple(chance.randrange(256) for _ in range(3)))
    return made


def test_a_poster_with_even_surfaces_is_recognised_when_it_was_saved_again() -> None:
    every = [keys(saved(poster(seed))) for seed in range(24)]
    again = [keys(saved(poster(seed).resize((450, 600)), "JPEG", quality=50)) for seed in range(24)]
    hashed = [(one, other) for one, other in zip(every, again, strict=True) if one]
    assert len(hashed) >= 20
    assert sum(bool(one & other) for one, other in hashed) >= 0.9 * len(hashed)
    assert not any(one & other for at, one in enumerate(every) for other in every[:at])


def test_other_pictures_are_not_taken_for_it() -> None:
    every = [keys(saved(picture(seed))) for seed in range(40)]
    assert all(every)
    assert not any(one & other for at, one in enumerate(every) for other in every[:at])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no picture",
        saved(picture(1, size=(150, 600))),
        saved(Image.new("RGB", (640, 480), "white")),
        saved(picture(1))[:900],
        saved(picture(1), "TIFF"),
    ],
    ids=["empty", "words", "a logo", "a plain surface", "cut off", "another format"],
)
def test_what_tells_nothing_or_cannot_be_read_is_left_out(body: bytes) -> None:
    assert picture_hash(body) == ""


def test_a_small_file_that_unpacks_to_a_huge_picture_is_not_unpacked() -> None:
    side = 30_000
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(10_000))), (b"IEND", b""))
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    assert picture_hash(bomb) == ""


WHOLE = saved(picture(3, size=(240, 240)), "JPEG", quality=60)


@given(st.binary(max_size=200), st.integers(0, len(WHOLE)))
def test_any_bytes_are_survived(body: bytes, cut: int) -> None:
    picture_hash(body)
    picture_hash(WHOLE[:cut] + body)


def test_no_more_than_some_pictures_count_and_each_once() -> None:
    bodies = [saved(picture(seed)) for seed in (1, 1, 2, 3, 4, 5)]
    found = picture_contacts(bodies)
    assert len(found) == MOST_PICTURES == len({one.value for one in found})
    assert {one.kind for one in found} == {ContactKind.IMAGE}
    assert picture_contacts([]) == ()


def test_pictures_in_a_page_and_in_a_mail_are_found() -> None:
    body = saved(picture(7), "JPEG", quality=80)
    link = f'<img src="data:image/jpeg;base64,{base64.b64encode(body).decode()}"><img src="data:image/png;base64,@@">'
    html = f"<html><body><main><h1>Picker</h1><p>{WORDS}</p>{link}</main></body></html>"
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Job for you", "boss@farm.example"
    mail["Message-ID"] = "<1@farm.example>"
    mail.set_content(WORDS)
    mail.add_attachment(body, maintype="image", subtype="jpeg", filename="job.jpg")
    for posting in (read_page(html.encode()), read_file(mail.as_bytes())):
        assert [one.value for one in posting.contacts if one.kind is ContactKind.IMAGE] == [picture_hash(body)]
    bare = read_page(html.replace(link, "").encode())
    assert not any(one.kind is ContactKind.IMAGE for one in bare.contacts)
