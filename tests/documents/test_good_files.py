"""Ordinary photos and PDFs are taken, look as they did, and carry nothing else any more.

Most are read here, in the test's own process; the battery sends every one through the sandbox.
"""

import io
import struct
from base64 import b64decode
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from portal import clock
from portal.documents.foreign import rebuild
from portal.documents.photos import LONGEST, MOST_PAGE, THUMB, as_jpeg, thumbnail
from portal.documents.safe import make_safe
from portal.letters import pades
from tests.documents.crafted import chunk, photo, png, saved, webp
from tests.documents.ordinary import PAPERS, PHOTOS, XMP, clear, exif, grey16, letter, stamped

OURS = {0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xD9}  # what a bare JPEG consists of
# Each loads other parts of the readers after the sandbox has shut.
SHUT_IN = {
    "jpeg, a phone's with its film", "png, interlaced", "webp, clear", "pdf of 20 pages",
    "pdf with a stamp",
}  # fmt: skip
CORNERS = ("red", "lime", "blue", "white")
WAYS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def opened(body: bytes) -> Image.Image:
    """A JPEG of ours, read by Pillow as any other would be."""
    picture = Image.open(io.BytesIO(body), formats=["JPEG"])
    assert picture.mode == "RGB"
    return picture.convert("RGB")


def page_of(body: bytes) -> Image.Image:
    """The only page, read without the sandbox."""
    (page,) = rebuild(body)["pages"]
    return opened(b64decode(page))


def some(names: Iterable[str]) -> list[Any]:
    """The names, most of them for the battery."""
    marks: Any = pytest.mark.battery
    return [name if name in SHUT_IN else pytest.param(name, marks=marks) for name in names]


def near(picture: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    seen = picture.getpixel(at)
    assert isinstance(seen, tuple)
    return all(abs(one - other) < 24 for one, other in zip(seen, colour, strict=True))


def segments(body: bytes) -> set[int]:
    """The kinds of segment a JPEG consists of."""
    kinds, at = {body[1]}, 2
    while body[at + 1] != 0xDA:
        kinds.add(body[at + 1])
        at += 2 + int(struct.unpack(">H", body[at + 2 : at + 4])[0])
    assert body.endswith(b"\xff\xd9")
    return kinds | {0xDA, 0xD9}


def test_all_kinds_of_ordinary_files_are_taken() -> None:
    taken = [name for name, make in (PHOTOS | PAPERS).items() if rebuild(make())["pages"]]
    print(f"\nordinary {len(PHOTOS | PAPERS)}, taken {len(taken)}")  # noqa: T201
    assert taken == [*PHOTOS, *PAPERS]


@pytest.mark.parametrize("name", some(PHOTOS))
def test_an_ordinary_photo_is_taken_and_made_anew(name: str) -> None:
    body = PHOTOS[name]()

    made = make_safe(body, name="foto.jpg")

    (page,) = made.pages
    assert (made.kind, made.original) == ("foto", None)
    assert opened(page).size == (made.width, made.height)
    assert max(made.width, made.height) <= LONGEST
    assert max(opened(made.thumb).size) <= THUMB
    assert segments(page) | segments(made.thumb) == OURS


@pytest.mark.parametrize("name", some(PAPERS))
def test_an_ordinary_pdf_is_taken_and_kept_byte_for_byte(name: str) -> None:
    body = PAPERS[name]()

    made = make_safe(body, name="surat.pdf")

    assert (made.kind, made.original) == ("pdf", body)
    assert len(made.pages) == (20 if "20 pages" in name else 1)
    assert opened(made.pages[0]).size == (made.width, made.height)
    assert max(made.width, made.height) == LONGEST
    assert all(segments(page) == OURS for page in (*made.pages, made.thumb))


def test_a_letter_signed_by_a_portal_is_taken(tmp_path: Path) -> None:
    pades.make_demo_certificate(tmp_path, "pessel")
    signer = pades.demo_certificate(pades.Cabinet(tmp_path, ""), "pessel")
    assert signer is not None
    signed = signer.sign(letter(), reason="Surat diterbitkan", at=clock.now() - timedelta(days=1))

    assert make_safe(signed, name="surat.pdf").original == signed


@pytest.mark.parametrize("way", WAYS)
def test_a_photo_stands_upright_however_the_phone_was_held(way: int) -> None:
    upright = Image.new("RGB", (80, 60))
    for at, colour in enumerate(CORNERS):
        upright.paste(colour, (at % 2 * 40, at // 2 * 30, at % 2 * 40 + 40, at // 2 * 30 + 30))
    turned = WAYS[way]
    held = upright.transpose(turned) if turned is not None else upright
    body = saved(held, "JPEG", quality=95, subsampling=0, exif=exif(way))

    seen = page_of(body)

    assert seen.size == (80, 60)
    assert near(seen, (10, 10), (255, 0, 0))
    assert near(seen, (70, 10), (0, 255, 0))
    assert near(seen, (10, 50), (0, 0, 255))
    assert near(seen, (70, 50), (255, 255, 255))


def told_everything() -> bytes:
    """A photo with seven canaries where phones and programs leave words."""
    words = exif()
    words.get_ifd(0x8825)[18] = "KANARI-1-GPS"
    inner = saved(photo((32, 24)), "JPEG", comment=b"KANARI-6-KECIL")
    body = saved(photo(), "JPEG", exif=words, comment=b"KANARI-5-KOMENTAR")
    more = (
        (0xE1, XMP + b"KANARI-2-XMP"),
        (0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0dKANARI-3-IPTC"),
        (0xE2, b"ICC_PROFILE\0\1\1" + b"\0" * 128 + b"KANARI-4-ICC"),
        (0xEA, inner),
    )
    added = b"".join(
        b"\xff" + bytes([kind]) + struct.pack(">H", len(part) + 2) + part for kind, part in more
    )
    return body[:2] + added + body[2:] + b"KANARI-7-EKOR"


def test_no_word_that_a_phone_left_in_a_photo_is_kept() -> None:
    body = told_everything()
    assert all(b"KANARI-%d-" % n in body for n in range(1, 8))

    made = make_safe(body)

    kept = made.pages[0] + made.thumb
    found = [n for n in range(1, 8) if b"KANARI-%d-" % n in kept]
    print(f"\ncanaries kept {len(found)} of 7")  # noqa: T201
    assert found == []
    assert b"KANARI" not in kept


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_no_word_left_in_a_screenshot_is_kept(kind: str) -> None:
    words = exif()
    words[0x010E] = "KANARI"
    body = {
        "png": png(64, 48, chunk(b"tEXt", b"Author\0KANARI"), chunk(b"eXIf", words.tobytes()[6:])),
        "webp": webp((b"EXIF", words.tobytes()), (b"XMP ", XMP[29:] + b"KANARI")),
    }[kind]
    assert body.count(b"KANARI") == 2

    made = make_safe(body)

    assert b"KANARI" not in made.pages[0] + made.thumb


def test_a_picture_that_still_has_words_loses_them_when_it_is_written() -> None:
    picture = photo()
    picture.info["comment"] = b"KANARI"
    assert b"KANARI" in saved(picture, "JPEG")
    assert b"KANARI" not in as_jpeg(picture) + thumbnail(picture)


def test_what_is_clear_becomes_white_and_what_is_black_stays_black() -> None:
    for kind in ("PNG", "WEBP"):
        seen = page_of(saved(clear(), kind))
        assert near(seen, (80, 120), (0, 0, 0))
        assert near(seen, (240, 120), (255, 255, 255))


def test_sixteen_bits_of_grey_are_not_cut_off() -> None:
    seen = page_of(saved(grey16(), "PNG"))
    for x in (40, 160, 280):
        assert near(seen, (x, 120), (x * 255 // 319,) * 3)


def test_colours_stay_what_they_were_in_every_kind() -> None:
    plain = Image.new("RGB", (64, 48), (200, 60, 30))
    for body in (
        saved(plain, "JPEG", quality=95),
        saved(plain.convert("CMYK"), "JPEG", quality=95),
        saved(plain, "PNG"),
        saved(plain.quantize(8), "PNG"),
        saved(plain, "WEBP", lossless=True),
    ):
        assert near(page_of(body), (32, 24), (200, 60, 30))


def test_the_stamp_of_a_signature_is_drawn() -> None:
    made = make_safe(stamped())
    scale = made.height / 842
    middle = (round(200 * scale), round((842 - 200) * scale))
    assert near(opened(made.pages[0]), middle, (255, 0, 0))


def test_a_large_picture_is_made_small_without_shifting() -> None:
    """It is shrunk in strips; a line across all of them stays one line."""
    wide = Image.new("L", (5001, 3777), 255)
    wide.paste(0, (2400, 0, 2600, 3777))
    body = saved(wide, "PNG")

    seen = page_of(body)

    assert seen.size == (1600, 1208)
    for y in range(4, 1204, 50):
        assert near(seen, (800, y), (0, 0, 0))
        assert near(seen, (700, y), (255, 255, 255))
    assert near(seen, (1597, 1205), (255, 255, 255))


def test_a_page_is_never_heavier_than_a_weak_line_can_bear() -> None:
    noisy = Image.effect_noise((1600, 1600), 120).convert("RGB")
    made = make_safe(saved(noisy, "JPEG", quality=92))
    assert len(made.pages[0]) <= MOST_PAGE
