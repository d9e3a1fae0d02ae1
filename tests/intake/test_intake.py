"""Taking a file in: each slip has its sentence, nothing typed is lost, no number is skipped."""

import secrets
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from sqlalchemy import func, select

from portal.cases.model import AgendaCounter, Case, Member
from portal.db import db
from portal.desk.work.ways_out import Leaving
from portal.intake.operations import TwinError, receive
from portal.sop.rules import NotAllowedError
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, P22, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.house.together import at_once

SignIn = Callable[[str], Browser]
FORM = "form[action^='/berkas/baru'][method=post]"
PARALLEL = 20


def typed(cast: Cast, sop_id: str = P17) -> dict[str, Any]:
    """What a clerk would type, all of it right."""
    file = cast.file(cast.sop(sop_id), cast.office_of(sop_id))
    person = file.persons[0]
    return {
        "bringer_name": "Zulkifli Koto",
        "bringer_relation": "Anak",
        "bringer_phone": "0812 3456 7890",
        "kk_no": file.kk_no,
        "village_code": file.village_code,
        "address": "Jorong Contoh, RT 2",
        "emergency": "y",
        "emergency_reason": "sedang dirawat di RSUD sejak kemarin",
        "persons-0-name": person.name,
        "persons-0-nik": person.nik,
        "persons-0-born": person.born.isoformat(),
        "persons-0-sex": person.sex,
        "persons-0-relation": "Kepala keluarga",
        "persons-0-card_no": person.card_no,
    }


def opened(sign_in: SignIn, sop_id: str = P17, username: str = "staf.pessel") -> Browser:
    browser = sign_in(username)
    browser.get(f"/berkas/baru?layanan={sop_id}")
    return browser


def cases() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Case)) or 0


def test_a_rightly_filled_form_gives_numbers_and_a_receipt(cast: Cast, sign_in: SignIn) -> None:
    staf = opened(sign_in)
    staf.submit(FORM, typed(cast))

    db.session.rollback()
    case = db.session.scalars(select(Case)).one()
    assert staf.path == f"/berkas/{case.ref}/diterima"
    assert case.number in "".join(staf.text.split())
    assert case.agenda in staf.text
    assert case.emergency


WRONG = (
    ("bringer_name", "", "Isi namanya"),
    ("bringer_name", "Zul 99", "Nama hanya berisi huruf"),
    ("bringer_phone", "123", ""),
    ("kk_no", "13019912", ""),
    ("kk_no", "", ""),
    ("village_code", "", "Pilih nagari/kelurahan"),
    ("address", "", "Isi alamat"),
    ("emergency_reason", "", "Tulis alasan darurat"),
    ("persons-0-name", "", "Isi namanya"),
    ("persons-0-nik", "130199", "Yang diisi 6 angka"),
    ("persons-0-nik", "13019954O8900001", ""),
    ("persons-0-born", "", "Isi tanggal lahir"),
    ("persons-0-born", "2999-01-01", "Tanggal lahir belum tiba"),
    ("persons-0-born", "kemarin", "Tulis tanggal seperti"),
    ("persons-0-sex", "", "Pilih jenis kelamin"),
    ("persons-0-card_no", "123", ""),
)


@pytest.mark.parametrize(("field", "value", "sentence"), WRONG, ids=lambda word: str(word)[:20])
def test_each_slip_has_its_sentence_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, sign_in: SignIn, field: str, value: str, sentence: str
) -> None:
    staf = opened(sign_in)
    right = typed(cast)
    staf.submit(FORM, right | {field: value}, expect=422)

    assert sentence in staf.text
    tag = staf.page.select_one(f"[name='{field}']")
    assert tag is not None
    assert tag.get("aria-invalid") == "true", f"{field} is not marked"
    assert tag.get("aria-describedby"), f"{field} has no sentence"
    for kept in ("bringer_name", "kk_no", "address", "persons-0-name", "persons-0-nik"):
        assert staf.field(kept) == (value if kept == field else right[kept])
    if field == "persons-0-born":
        assert staf.field(field) == value
    assert cases() == 0


def test_another_offices_village_is_refused(cast: Cast, sign_in: SignIn) -> None:
    staf = opened(sign_in)
    other = cast.file(cast.sop(T22), cast.office_of(T22)).village_code
    staf.submit(FORM, typed(cast) | {"village_code": other}, expect=422)
    clerk, file = cast.officer("staf.pessel").id, cast.file(cast.sop(T22), cast.office_of(T22))
    with pytest.raises(NotAllowedError):
        receive(clerk, cast.sop(P17), file, key=secrets.token_hex(16))
    assert cases() == 0


def test_only_the_counter_of_the_office_takes_files_in(cast: Cast, sign_in: SignIn) -> None:
    for username in ("kasi.pessel", "kadis.pessel", "admin.pessel", "nagari.pessel"):
        sign_in(username).get("/berkas/baru", expect=403)
    sign_in("staf.tanjungpinang").get(f"/berkas/baru?layanan={P17}")
    file = cast.file(cast.sop(P17), cast.office_of(P17))
    for username in ("kasi.pessel", "staf.tanjungpinang"):
        with pytest.raises(NotAllowedError):
            receive(cast.officer(username).id, cast.sop(P17), file, key=secrets.token_hex(16))
    assert cases() == 0


def test_a_second_application_of_the_same_person_is_shown_before_it_is_taken(
    cast: Cast, sign_in: SignIn
) -> None:
    staf = opened(sign_in)
    data = typed(cast)
    staf.submit(FORM, data)
    db.session.rollback()
    first = db.session.scalars(select(Case)).one().ref

    staf.get(f"/berkas/baru?layanan={P17}")
    staf.submit(FORM, data, expect=422)
    assert f"/berkas/{first}" in staf.body.decode()
    assert cases() == 1

    staf.submit(FORM, {"twins_known": "y"})
    assert cases() == 2


def test_the_same_person_may_ask_for_another_service_or_again_later(cast: Cast) -> None:
    file = cast.file(cast.sop(P17), cast.office_of(P17))
    first = cast.receive(P17, persons=file.persons)
    cast.receive(P22, persons=cast.file(cast.sop(P22), cast.office_of(P22)).persons)
    cast.move("staf.pessel", first, Move.BATALKAN, Leaving(("permintaan",)))

    cast.receive(P17, persons=file.persons)
    assert cases() == 3


def taking(cast: Cast, file: object) -> Callable[[], str]:
    clerk, sop = cast.officer("staf.pessel").id, cast.sop(P17)
    return lambda: receive(clerk, sop, file, key=secrets.token_hex(16))  # type: ignore[arg-type]


def test_two_counters_taking_the_same_person_at_once_do_not_both_succeed(
    app: Flask, cast: Cast
) -> None:
    file = cast.file(cast.sop(P17), cast.office_of(P17))
    results = at_once(app, [taking(cast, file) for _ in range(4)])

    assert sum(isinstance(result, str) for result in results) == 1, results
    assert sum(isinstance(result, TwinError) for result in results) == 3, results
    assert cases() == 1


def test_twenty_files_taken_in_at_once_are_numbered_one_to_twenty(app: Flask, cast: Cast) -> None:
    files = [cast.file(cast.sop(P17), cast.office_of(P17)) for _ in range(PARALLEL)]

    results = at_once(app, [taking(cast, file) for file in files])

    assert [result for result in results if not isinstance(result, str)] == []
    db.session.rollback()
    numbers = sorted(db.session.scalars(select(Case.agenda_no)))
    assert numbers == list(range(1, PARALLEL + 1))
    assert len(set(db.session.scalars(select(Case.number)))) == PARALLEL


def test_a_refused_file_uses_up_no_agenda_number(cast: Cast) -> None:
    file = cast.file(cast.sop(P17), cast.office_of(P17))
    cast.receive(P17, persons=file.persons)
    with pytest.raises(TwinError):
        cast.receive(P17, persons=file.persons)
    assert list(db.session.scalars(select(AgendaCounter.n))) == [1]
    assert cast.case(cast.receive(P17)).agenda_no == 2


def test_the_receipt_opens_and_its_code_leads_to_the_tracking_page(
    app: Flask, cast: Cast, sign_in: SignIn, visitor: Browser
) -> None:
    case = cast.case(cast.receive(P17, size=2))
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{case.ref}/tanda-terima.pdf")
    assert staf.body.startswith(b"%PDF")

    with pypdfium2.PdfDocument(staf.body) as paper:
        assert len(paper) == 1
        text = paper[0].get_textpage().get_text_bounded()
        picture = paper[0].render(scale=4).to_pil()
    codes = zxingcpp.read_barcodes(picture)
    assert [code.text for code in codes] == [f"{app.config['PUBLIC_URL']}/L/{case.number}".upper()]
    assert case.number in "".join(text.split())
    assert case.applicant.nik not in "".join(text.split())
    visitor.get(codes[0].text.split(":8000", 1)[1])
    assert "sudah kami terima" in visitor.text


def test_a_person_left_blank_is_no_person(cast: Cast, sign_in: SignIn) -> None:
    staf = opened(sign_in)
    staf.submit(FORM, typed(cast), button="aksi=tambah")
    staf.submit(FORM)

    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Member)) == 1
