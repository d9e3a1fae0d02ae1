"""A village office sees how far its own people's files are, and nothing more of them."""

import secrets
from collections.abc import Callable
from dataclasses import replace

import pytest

from portal.cases.model import Case
from portal.desk.work.ways_out import Leaving
from portal.intake.operations import receive
from portal.nagari.lines import first_letters
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, P22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture

SignIn = Callable[[str], Browser]


@pytest.fixture
def from_painan(cast: Cast) -> Callable[..., Case]:
    """A file of people of the village whose office signs in as nagari.pessel."""

    def take_in(sop_id: str = P22, size: int = 1) -> Case:
        office = cast.office_of(sop_id)
        code = cast.officer("nagari.pessel").person.village_code
        file = cast.file(cast.sop(sop_id), office, size=size)
        clerk = cast.officer("staf.pessel").id
        ref = receive(
            clerk, cast.sop(sop_id), replace(file, village_code=code), key=secrets.token_hex(16)
        )
        return cast.case(ref)

    return take_in


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Siti Wahyuni", "S••• W•••"),
        ("ROSNIDA", "R•••"),
        ("H. M. 'Abdul-Karim", "H••• M••• A•••"),
        ("Nur / Nurhayati", "N••• N•••"),
        ("Ö", "Ö•••"),
    ],
)
def test_of_a_name_only_first_letters_remain(name: str, shown: str) -> None:
    assert first_letters(name) == shown


def test_a_village_reads_status_number_service_and_day(
    from_painan: Callable[..., Case], cast: Cast, sign_in: SignIn
) -> None:
    case = from_painan()
    nagari = sign_in("nagari.pessel")

    nagari.get("/nagari/warga")

    assert nagari.page.h1.text == "Warga Nagari Painan"
    (line,) = nagari.page.select("main .bagian li")
    words = " ".join(line.text.split())
    assert words.startswith(f"{first_letters(case.applicant.name)} Diterima, menunggu pemeriksaan")
    assert case.number in words.replace(" ", "")
    assert cast.sop(P22).short_name in words


def test_nothing_else_of_the_file_is_told(
    from_painan: Callable[..., Case], sign_in: SignIn
) -> None:
    case = from_painan(size=3)
    nagari = sign_in("nagari.pessel")

    nagari.get("/nagari/warga")

    body = nagari.body.decode()
    for member in case.members:
        assert member.name not in body
        assert member.nik not in body
    for secret in (case.kk_no, case.address, case.bringer_name, case.ref, case.agenda):
        assert secret not in body


def test_a_returned_file_tells_what_it_lacks_until_it_is_back(
    from_painan: Callable[..., Case], cast: Cast, sign_in: SignIn
) -> None:
    ref = from_painan().ref
    lacking = Leaving(papers=(("sktm", "belum_ttd"),), note="untuk rekan saja")
    cast.move("staf.pessel", ref, Move.KEMBALIKAN, lacking)
    nagari = sign_in("nagari.pessel")

    nagari.get("/nagari/warga")
    told = " ".join(nagari.page.select_one("main .lengkapi").text.split())
    cast.move("staf.pessel", ref, Move.TERIMA_KEMBALI, Leaving())
    nagari_later = sign_in("nagari.pessel")
    nagari_later.get("/nagari/warga")

    assert "Belum ada tanda tangan Wali Nagari." in told
    assert "Dikembalikan ke pemohon" in nagari.text
    assert "untuk rekan saja" not in nagari.text
    assert nagari_later.page.select("main .lengkapi") == []


def test_people_of_other_villages_are_not_shown(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case(cast.receive(P17))
    assert case.village_code != cast.officer("nagari.pessel").person.village_code
    nagari = sign_in("nagari.pessel")

    nagari.get("/nagari/warga")

    assert "Belum ada permohonan warga Nagari Painan." in nagari.text
    assert case.number not in nagari.text.replace(" ", "")


def test_the_newest_file_stands_first(from_painan: Callable[..., Case], sign_in: SignIn) -> None:
    numbers = [from_painan().number for _ in range(3)]
    nagari = sign_in("nagari.pessel")

    nagari.get("/nagari/warga")

    shown = [item.text.replace(" ", "") for item in nagari.page.select("main .bagian li")]
    assert [number in item for number, item in zip(reversed(numbers), shown, strict=True)] == [
        True, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize("username", ["staf.pessel", "kadis.pessel", "admin.pessel"])
def test_only_a_village_office_opens_its_page(username: str, sign_in: SignIn) -> None:
    sign_in(username).get("/nagari/warga", expect=403)


def test_a_long_list_costs_no_more_questions_than_a_short_one(
    from_painan: Callable[..., Case],
    sign_in: SignIn,
    questions: Callable[[Callable[[], object]], int],
) -> None:
    from_painan()
    nagari = sign_in("nagari.pessel")
    nagari.get("/nagari/warga")

    short = questions(lambda: nagari.get("/nagari/warga"))
    for _ in range(4):
        from_painan()

    assert questions(lambda: nagari.get("/nagari/warga")) == short
