"""What no page of ours sends is answered plainly, before a database chokes on it."""

from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.db import db
from portal.demo.cast import PASSWORD
from portal.letters.model import NumberSeries
from portal.sop.vocabulary import Move
from tests.browser import Browser, filled
from tests.cast import P17, Cast
from tests.notices.test_notices import MISSING

SignIn = Callable[[str], Browser]
POSTGRESQL = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)


def book_of(cast: Cast, sop_id: str) -> int:
    query = select(NumberSeries.id).where(NumberSeries.office_id == cast.office_of(sop_id).id)
    found = db.session.scalars(query).first()
    db.session.rollback()
    assert found
    return found


def answer(browser: Browser, form: str, **changes: object) -> int:
    """The bare status of a form of the open page, posted with other fields."""
    tag = browser.page.select_one(form)
    assert tag is not None, form
    data = filled(tag, browser.page) | changes
    return browser._request("POST", str(tag["action"]), data=data).status_code


@POSTGRESQL
def test_a_nul_is_no_fault_of_the_system(cast: Cast, sign_in: SignIn, visitor: Browser) -> None:
    admin, clerk = sign_in("admin.pessel"), sign_in("staf.pessel")
    admin.get(f"/pengaturan/nomor/{book_of(cast, P17)}")
    reason = {"cadangan-count": "2", "cadangan-reason": "a\0b"}
    assert answer(admin, "form[action$=cadangan]", **reason) == 400
    assert "a\0b" not in admin.text
    clerk.get("/buku-lama")
    file = (BytesIO(b"1;2;3"), "bu\0ku.csv")
    assert answer(clerk, "form[action='/buku-lama']", file=file) == 400
    for address in ("/berkas/a%00b", "/cari?q=a%00b", "/buku/arsip?%00=1", "/antrean?kabar=%00"):
        clerk.get(address, expect=400)
    for address in ("/L/%00", "/periksa/%00", "/%00"):
        visitor.get(address, expect=400)
    visitor.post("/lacak", {"nomor": "\0"}, expect=400)
    visitor.post("/masuk", {"username": "staf\0"}, expect=400)


@pytest.mark.parametrize("number", [2**31, 2**63, "9" * 5000])
def test_an_id_beyond_the_database_is_not_found(number: object, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")

    for page in ("", "/pola", "/laci"):
        admin.get(f"/pengaturan/nomor/{number}{page}", expect=404)
    admin.get(f"/pengaturan/sk/{number}/tanggal", expect=404)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("version", ["²", "٢", "9" * 5000, "-1", ""])
def test_a_mangled_version_is_an_old_one(version: str, cast: Cast, sign_in: SignIn) -> None:
    ref = cast.case_at(P17, 1).ref
    cast.move("staf.pessel", ref, Move.KEMBALIKAN, MISSING)
    head, admin, clerk = sign_in("kabid.pessel"), sign_in("admin.pessel"), sign_in("staf.pessel")
    head.get(f"/berkas/{ref}/pemberitahuan")
    form = "form[action$=pemberitahuan]"
    assert answer(head, form, version=version, secret=PASSWORD) == 422
    admin.get(f"/pengaturan/nomor/{book_of(cast, P17)}/pola")
    assert answer(admin, "main form", version=version) == 409
    clerk.get(f"/berkas/{cast.receive(P17)}")
    assert answer(clerk, "#kerja", version=version) == 409
