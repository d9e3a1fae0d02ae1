"""What the Dinas sends back: only what is wrong is asked again, before and after a case began."""

import secrets

import pytest

from portal import clock as time
from portal.cases.needs import needs_of
from portal.cases.queries import case_for
from portal.desk.work.ways_out import Leaving
from portal.intake.arrivals import read
from portal.intake.incoming import accept
from portal.offices.office_clock import clock_of
from portal.registration.model import Registration, State
from portal.registration.queries import registration_for
from portal.registration.returning import send_back
from portal.registration.sketch import papers_of
from portal.sop.vocabulary import Move
from tests.cast import P22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.nagari.filing import Office, SignIn, stored, upload
from tests.registration.families import Village


@pytest.fixture
def village(cast: Cast) -> Village:
    """The village office of Nagari Painan, at its operations."""
    return Village(cast)


@pytest.fixture
def painan(sign_in: SignIn) -> Office:
    """The same at its browser."""
    return Office(sign_in("nagari.pessel"))


def photographed(village: Village, size: int = 1) -> str:
    """A file with a photo of everything, sent."""
    ref, picture = village.draft(P22, size), village.picture()
    for field in village.fields(ref):
        village.add(ref, field, ready=picture)
    village.send(ref)
    return ref


def returned(cast: Cast, ref: str, faults: dict[str, str], note: str = "") -> Registration:
    """The Dinas sends it back for these papers."""
    clerk = cast.officer("staf.pessel")
    found = registration_for(clerk, ref)
    assert found is not None
    sop = cast.sop(found.sop_id)
    states, _ = papers_of(found, sop, clock_of(found.office), [], time.now())
    chosen = [
        (state.need, faults[state.need.field]) for state in states if state.need.field in faults
    ]
    assert len(chosen) == len(faults)
    key = secrets.token_hex(16)
    send_back(clerk, ref, chosen, note=note, version=found.version, key=key)
    return found


def taken_in(cast: Cast, ref: str) -> str:
    """The Dinas makes it a case; gives the case's ref."""
    clerk = cast.officer("staf.pessel")
    found = registration_for(clerk, ref)
    assert found is not None
    arrival = read(found, cast.catalogue, time.now()).arrival
    assert arrival is not None
    return accept(clerk, arrival, key=secrets.token_hex(16))


def test_a_returned_one_stands_first_with_what_is_wrong(
    village: Village, painan: Office, cast: Cast
) -> None:
    returned(
        cast, photographed(village, 2), {"sptjm": "tanpa_meterai", "ktp-2": "lainnya"}, "Buram"
    )

    painan.browser.get("/nagari")

    first = painan.browser.page.select_one("main h2")
    assert first.text == "Dikembalikan Dinas Sosial (1)"
    told = painan.browser.text
    assert "Belum ada meterai Rp10.000. Tempelkan meterai di kantor Wali Nagari" in told
    assert "Catatan Dinas Sosial: Buram" in told
    assert painan.browser.page.select_one("a:-soup-contains('Perbaiki sekarang')")


def test_only_what_is_wrong_is_asked_again_and_a_new_photo_makes_it_right(
    village: Village, painan: Office, cast: Cast
) -> None:
    painan.ref = photographed(village, 2)
    number = village.of(painan.ref).number
    returned(cast, painan.ref, {"ktp-2": "tidak_terbaca"})

    painan.papers()
    folded = {str(row["id"]) for row in painan.browser.page.select("details [data-berkas]")}
    asked = {str(row["id"]) for row in painan.browser.page.select("[data-berkas]")} - folded
    assert asked == {"dok-ktp-2"}
    assert "dok-kk" in folded
    assert "Tidak perlu diubah" in painan.browser.text
    painan.send(expect=422)  # the old photo does not count any more
    old = painan.browser.page.select_one("#dok-ktp-2 [name=hapus]")["value"]
    painan.papers()
    painan.browser.submit("#dok-ktp-2 form", {f"ganti-{old}": [upload(9)], "berkas": None})
    assert "Sudah diganti" in painan.browser.page.select_one("#dok-ktp-2").text
    painan.send()

    found = stored(painan.browser, painan.ref)
    assert (found.state, found.number, found.returns) == (State.TERKIRIM, number, 1)


def test_a_returned_case_is_completed_by_the_village_office(
    village: Village, painan: Office, cast: Cast
) -> None:
    painan.ref = photographed(village)
    case_ref = taken_in(cast, painan.ref)
    lacking = Leaving(papers=(("sptjm", "tanpa_meterai"),))
    cast.move("staf.pessel", case_ref, Move.KEMBALIKAN, lacking)

    painan.browser.get("/nagari")
    assert "Belum ada meterai Rp10.000." in painan.browser.text
    painan.papers()
    assert painan.browser.page.h1.text.startswith("Lengkapi berkas:")
    painan.browser.submit("#kirim", {"papers_later": None}, expect=422)
    old = painan.browser.page.select_one("#dok-sptjm a[href^='/dokumen/']")["href"]
    replaces = f"ganti-{old.rsplit('/', 1)[-1]}"
    painan.papers()
    assert not painan.browser.page.select("[name=hapus]"), "the Dinas has seen these photos"
    painan.browser.submit("#dok-sptjm form", {replaces: [upload(3)], "berkas": None})
    painan.browser.submit("#kirim", {"papers_later": None})

    assert stored(painan.browser, painan.ref).completed_at is not None
    assert "Sudah dilengkapi, menunggu Dinas Sosial" in painan.browser.text
    painan.browser.get("/nagari")
    assert "Perbaiki sekarang" not in painan.browser.text
    case = case_for(cast.officer("staf.pessel"), case_ref)
    assert case is not None
    needs = needs_of(case, cast.sop(P22), clock_of(case.office))
    assert len(needs) == len(case.papers)


def test_what_is_sent_cannot_be_changed_any_more(
    village: Village, painan: Office, cast: Cast
) -> None:
    painan.ref = village.draft(P22)
    painan.papers()
    form = painan.browser.page.select_one("#dok-kk form")
    token = form.select_one("[name=_token]")["value"]
    village.send(painan.ref, papers_later=True)

    painan.browser.post(str(form["action"]), {"_token": token, "berkas": [upload()]}, expect=409)

    assert "sudah dikirim ke Dinas Sosial" in painan.browser.text
    painan.browser.get(f"/nagari/pra/{painan.ref}/dokumen")
    assert painan.browser.page.h1.text == "Terkirim ke Dinas Sosial"


@pytest.mark.battery
def test_pressing_send_twice_sends_once(village: Village, painan: Office, cast: Cast) -> None:
    painan.ref = village.draft(P22)
    painan.papers()
    form = painan.browser.page.select_one("#kirim")
    data = {str(tag["name"]): str(tag["value"]) for tag in form.select("[type=hidden]")}
    data["papers_later"] = "y"
    for _ in range(2):
        painan.browser.post(str(form["action"]), data)
        assert painan.browser.page.h1.text == "Terkirim ke Dinas Sosial"

    found = stored(painan.browser, painan.ref)
    assert found.sent_at == found.first_sent_at
