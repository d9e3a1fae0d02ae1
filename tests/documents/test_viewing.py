"""Who sees a document, what stands across it, and that nobody sees one unnoticed."""

import hashlib
import io
import re
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from flask import g
from PIL import Image, ImageChops
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from portal.db import db, write
from portal.documents.operations import Owner
from portal.documents.store import LocalStore
from portal.documents.watermark import Mark, copies, marked
from portal.journal.model import Event
from portal.offices.model import Village as Region
from portal.people.model import Person
from portal.web.tokens import form_token
from tests.browser import Browser
from tests.cast import Cast
from tests.documents.looking import document, owner_of, put, sheet
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - pytest finds it by name
from tests.registration.families import Village

UNKNOWN = "0" * 32
LOOKS = ("", "/1.jpg", "/kecil.jpg")
SignIn = Callable[[str], Browser]


@pytest.fixture
def village(cast: Cast) -> Village:
    return Village(cast)


def answer(browser: Browser, ref: str, look: str) -> tuple[Any, ...]:
    """Everything of an answer but what belongs to the one request."""
    return _told(browser._request("GET", f"/dokumen/{ref}{look}"))


def copied(browser: Browser, ref: str) -> tuple[Any, ...]:
    """The answer to a copy's form, which need not have been on any page."""
    address = f"/dokumen/{ref}/salinan.pdf"
    cookie = browser.client.get_cookie("sesi")
    assert cookie
    with browser.app.test_request_context():
        g.session_mark = hashlib.sha256(f"formulir{cookie.value}".encode()).hexdigest()[:32]
        token = form_token(address)
    return _told(browser._request("POST", address, data={"purpose": "arsip", "_token": token}))


def _told(response: TestResponse) -> tuple[Any, ...]:
    """A token is not always of the same length, nor then the page."""
    body = response.get_data()
    if response.mimetype == "text/html":
        del response.headers["Content-Length"]
        body = re.sub(rb'name="_token" value="[^"]*"', b"", body)
    return response.status_code, sorted(response.headers), body


def looks(kind: str = "dokumen_dilihat") -> list[Event]:
    db.session.rollback()
    return list(db.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def test_a_document_of_another_village_or_office_answers_like_none_at_all(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    registration = village.of(village.sent())
    ref = put(cast, owner_of(registration))
    dinas = put(cast, Owner(registration.office_id, None, registration.id))
    for username in ("nagari2.pessel", "nagari.solok", "staf.solok", "staf.tanjungpinang"):
        stranger = sign_in(username)
        for look in LOOKS:
            seen = answer(stranger, ref, look)
            assert seen[0] == 404
            assert seen == answer(stranger, UNKNOWN, look), username
            assert seen == answer(stranger, dinas, look)
    for look in LOOKS:  # what was taken in at the Dinas is no village's (N19)
        assert answer(sign_in("nagari.pessel"), dinas, look)[0] == 404
        assert answer(sign_in("nagari.pessel"), ref, look)[0] == 200
        assert answer(sign_in("staf.pessel"), ref, look)[0] == 200
        assert answer(sign_in("staf.pessel"), dinas, look)[0] == 200
    assert len(looks()) == 3


def test_a_copy_of_another_offices_document_answers_like_none_at_all(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    ref = put(cast, owner_of(village.of(village.sent())))
    for username in ("staf.tanjungpinang", "nagari2.pessel", "kecamatan.pessel", "nagari.pessel"):
        stranger = sign_in(username)
        seen = copied(stranger, ref)
        assert seen[0] == (404 if "staf" in username else 403)  # copies are the Dinas's to give
        assert seen == copied(stranger, UNKNOWN)
    assert copied(sign_in("staf.pessel"), UNKNOWN)[0] == 404
    assert copied(sign_in("staf.pessel"), ref)[0] == 200
    assert [event.details["dokumen"] for event in looks("dokumen_disalin")] == [ref]


def test_a_draft_is_seen_by_its_village_alone_until_it_is_sent(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    ref = village.draft()
    paper = put(cast, owner_of(village.of(ref)))
    others = [sign_in(name) for name in ("staf.pessel", "kecamatan.pessel")]
    for look in LOOKS:
        assert answer(sign_in("nagari.pessel"), paper, look)[0] == 200
        assert {answer(other, paper, look)[0] for other in others} == {404}
    village.send(ref, papers_later=True)
    for look in LOOKS:
        assert {answer(other, paper, look)[0] for other in others} == {200}


def test_a_kecamatan_sees_its_own_villages_only(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    paper = put(cast, owner_of(village.of(village.sent())))
    operator = sign_in("kecamatan.pessel")
    assert answer(operator, paper, "")[0] == 200
    with write() as session:
        person = session.query(Person).filter_by(username="kecamatan.pessel").one()
        person.district_code = next(
            code
            for code in session.scalars(select(Region.code).where(Region.level == "kecamatan"))
            if code.startswith("13.01.") and code != person.district_code
        )
    for look in LOOKS:
        assert answer(operator, paper, look) == answer(operator, UNKNOWN, look)


def test_nobody_sees_the_papers_of_a_draft_thrown_away(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    ref = village.draft()
    paper = put(cast, owner_of(village.of(ref)))
    with write() as session:
        session.execute(text("UPDATE registration SET state = 'dihapus'"))
    for name in ("nagari.pessel", "staf.pessel", "kecamatan.pessel"):
        assert {answer(sign_in(name), paper, look)[0] for look in LOOKS} == {404}


def test_an_operator_of_the_portal_and_a_visitor_see_no_document(
    cast: Cast, village: Village, sign_in: SignIn, visitor: Browser
) -> None:
    paper = put(cast, owner_of(village.of(village.sent())))
    for look in LOOKS:
        assert answer(sign_in("admin.pessel"), paper, look)[0] == 403
        assert answer(visitor, paper, look)[0] in (302, 303, 401)


def test_every_full_view_is_recorded_and_a_thumbnail_is_not(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    registration = village.of(village.sent())
    number = registration.number
    paper = put(cast, owner_of(registration), pages=2)
    officer = sign_in("staf.pessel")
    officer.get(f"/dokumen/{paper}")
    officer.get(f"/dokumen/{paper}/kecil.jpg")
    assert looks() == []
    officer.get(f"/dokumen/{paper}/2.jpg")
    sign_in("nagari.pessel").get(f"/dokumen/{paper}/1.jpg")

    told = [(event.person_name, event.details) for event in looks()]
    common = {"nomor": number, "dokumen": paper, "berkas": "kk", "versi": 1}
    assert told == [
        (cast.officer("staf.pessel").person.name,
         common | {"halaman": 2, "tujuan": "pemeriksaan berkas"}),
        (cast.officer("nagari.pessel").person.name,
         common | {"halaman": 1, "tujuan": "pra-pendaftaran"}),
    ]  # fmt: skip


def test_a_view_that_cannot_be_recorded_is_not_given(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    paper = put(cast, owner_of(village.of(village.sent())))
    officer_can(sign_in("staf.pessel"), paper, 200)
    with write() as session:
        session.execute(text("ALTER TABLE event RENAME TO event_hilang"))
    officer_can(sign_in("staf.pessel"), paper, 500)


def officer_can(officer: Browser, paper: str, expect: int) -> None:
    """Look at it and copy it, or neither."""
    officer.get(f"/dokumen/{paper}/1.jpg", expect)
    officer.get(f"/dokumen/{paper}")
    officer.submit("#salinan", {"purpose": "arsip"}, expect=expect)


def test_a_page_in_full_carries_the_viewer_and_can_still_be_read(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    paper = put(cast, owner_of(village.of(village.sent())))
    stored = cast.app.config["STORE"].get(document(paper).files[0].sha256)
    bodies = []
    for name in ("staf.pessel", "kasi.pessel", "nagari.pessel"):
        browser = sign_in(name)
        browser.get(f"/dokumen/{paper}/1.jpg")
        bodies.append(browser.body)
    assert len({stored, *bodies}) == 4
    for body in bodies:
        assert zxingcpp.read_barcodes(_picture(body))[0].text == _code(stored)


def test_the_files_are_shown_as_what_they_are_and_can_do_nothing(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    secret = b"%PDF-1.4 asli yang bertanda tangan"
    name = 'x"; filename=jahat.html'
    paper = put(
        cast, owner_of(village.of(village.sent())), pages=2, original=secret, name=name
    )  # fmt: skip
    officer = sign_in("staf.pessel")
    officer.get(f"/dokumen/{paper}")
    token = officer.page.select_one("#salinan [name=_token]")["value"]
    answers = [
        officer._request("GET", f"/dokumen/{paper}/1.jpg"),
        officer._request("GET", f"/dokumen/{paper}/kecil.jpg"),
        officer._request(
            "POST", f"/dokumen/{paper}/salinan.pdf", data={"_token": token, "purpose": "bpjs"}
        ),
    ]
    assert [item.mimetype for item in answers] == ["image/jpeg", "image/jpeg", "application/pdf"]
    for item in answers:
        assert item.headers["X-Content-Type-Options"] == "nosniff"
        assert item.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert item.headers["Cache-Control"] == "no-store"
        assert item.headers["Content-Disposition"].startswith("inline; filename=")
        assert "jahat" not in str(item.headers)
        assert secret not in item.get_data()
    for address in ("3.jpg", "0.jpg", "asli.pdf", "1.pdf"):
        officer.get(f"/dokumen/{paper}/{address}", 404)


def test_a_copy_says_for_what_it_was_made_and_is_recorded(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    registration = village.of(village.sent())
    number, paper = registration.number, put(cast, owner_of(registration), pages=2)
    officer = sign_in("staf.pessel")
    officer.get(f"/dokumen/{paper}")
    for nothing in ("", "dijual"):
        officer.submit("#salinan", {"purpose": nothing}, expect=422)
        assert "Pilih" in officer.text
    officer.submit("#salinan", {"purpose": "bpjs"})

    copy = pypdfium2.PdfDocument(officer.body)
    words = [page.get_textpage().get_text_range() for page in copy]
    assert len(words) == 2
    assert all("Salinan untuk BPJS Kesehatan" in page and number in page for page in words)
    (event,) = looks("dokumen_disalin")
    assert (event.details["tujuan"], event.details["halaman"]) == ("BPJS Kesehatan", 2)
    assert event.person_name == cast.officer("staf.pessel").person.name


def test_one_page_at_a_time_is_shown_with_a_way_to_the_next(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    paper = put(cast, owner_of(village.of(village.sent())), pages=3)
    browser = sign_in("nagari.pessel")
    browser.get(f"/dokumen/{paper}?halaman=2")
    assert [image["src"] for image in browser.page.select("main img")] == [
        f"/dokumen/{paper}/2.jpg"
    ]
    assert {a["href"] for a in browser.page.select("nav[aria-label='Halaman dokumen'] a")} == {
        f"/dokumen/{paper}?halaman=1", f"/dokumen/{paper}?halaman=3",
    }  # fmt: skip
    assert not browser.page.select("#salinan")  # copies are the Dinas's to give
    for odd in ("0", "4", "dua", "²", "9999999999"):
        browser.get(f"/dokumen/{paper}?halaman={odd}", 404)


def test_altered_or_lost_bytes_are_shown_to_nobody(
    cast: Cast, village: Village, sign_in: SignIn
) -> None:
    paper = put(cast, owner_of(village.of(village.sent())))
    store, sha256 = cast.app.config["STORE"], document(paper).files[0].sha256
    assert isinstance(store, LocalStore)
    path = next(Path(store.folder).rglob(sha256))
    path.write_bytes(sheet("foto orang lain"))
    officer = sign_in("staf.pessel")
    officer.get(f"/dokumen/{paper}/1.jpg", 500)
    assert "berubah sejak disimpan" in officer.text
    officer.get(f"/dokumen/{paper}")
    officer.submit("#salinan", {"purpose": "arsip"}, expect=500)
    path.unlink()
    officer.get(f"/dokumen/{paper}/1.jpg", 500)
    assert "hilang" in officer.text
    assert looks() == looks("dokumen_disalin") == []


MARK = Mark("Dinas Sosial Contoh", "pemeriksaan berkas", "482173059162034",
            "Nama Petugas Contoh", date(2026, 11, 23))  # fmt: skip


@pytest.mark.parametrize(
    ("size", "ground"),
    [((1130, 1600), "white"), ((1600, 1200), "black"), ((1600, 1000), "grey"), ((300, 90), "red")],
    ids=["letter", "night", "card", "strip"],
)
def test_the_mark_lies_over_every_part_of_a_picture(size: tuple[int, int], ground: str) -> None:
    page = Image.new("RGB", size, ground)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=90)
    change = ImageChops.difference(_picture(marked(out.getvalue(), MARK)), page).convert("L")
    wide, high = size
    parts = [(x, y) for x in range(3) for y in range(3)] if wide > 300 else [(0, 0)]
    for x, y in parts:
        box = (x * wide // 3, y * high // 3, (x + 1) * wide // 3, (y + 1) * high // 3)
        histogram = change.crop(box).histogram()
        share = sum(histogram[20:]) / sum(histogram)
        assert 0.01 < share < 0.3, (x, y, share)


def test_a_mark_is_drawn_while_nobody_waits() -> None:
    body, took = sheet("482173059162034", (1600, 1200)), []
    for _ in range(9):
        began = time.perf_counter()
        marked(body, MARK)
        took.append(time.perf_counter() - began)
    print(f"\nwatermark: {statistics.median(took) * 1000:.0f} ms, {max(took) * 1000:.0f} at most")  # noqa: T201
    assert min(took) < 0.15


def test_no_nik_can_be_read_in_a_thumbnail(cast: Cast, village: Village, sign_in: SignIn) -> None:
    paper = put(cast, owner_of(village.of(village.sent())))
    officer = sign_in("staf.pessel")
    officer.get(f"/dokumen/{paper}/kecil.jpg")
    # The sixteen digits take about half the length of a card that fills the whole picture.
    assert max(_picture(officer.body).size) / 2 / 16 < 2
    assert len(officer.body) < 3_000


def test_a_copy_keeps_the_shape_of_what_it_copies() -> None:
    pages = [sheet("tegak"), sheet("lebar", (1600, 1000))]
    copy = pypdfium2.PdfDocument(copies(pages, MARK, "Kartu Keluarga"))
    for page in copy:
        assert page.get_size() == pytest.approx((595.28, 841.89), abs=0.1)
        assert zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert copy.get_metadata_value("Title") == "Kartu Keluarga"


def _picture(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body)).convert("RGB")


def _code(body: bytes) -> str:
    return str(zxingcpp.read_barcodes(_picture(body))[0].text)
