"""What a practice office looks back on: finished files, words of its own, surveys, complaints.

All of it is done by the operations that the pages use; the persons are invented.
"""

import random
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from portal import clock
from portal.cases.forecast import FEWEST
from portal.cases.model import Case
from portal.complaints import operations as complaints
from portal.complaints.model import Complaint, Kind
from portal.complaints.operations import Reply, Wish
from portal.complaints.rules import answerers
from portal.db import db
from portal.demo.files import Files, officers_of
from portal.offices.model import Office
from portal.offices.office_clock import clock_of
from portal.offices.standards import Topic
from portal.people.officer import officer_on
from portal.people.queries import person_named
from portal.settings.operations.standards import StandardsIn, set_standards, standards_of
from portal.sop.catalogue import Catalogue
from portal.survey.elements import KEYS, PROFILE
from portal.survey.operations import Filled, give

# How many finished files each service gets: enough for a forecast, or for a month's figures.
PAST = {"pessel-2022-reaktivasi": FEWEST + 2, "tanjungpinang-2022-jamkesda": 5}
ASKED = 2 / 3  # the share of citizens who fill in the survey

WORDS = {
    Topic.SARANA: (
        "Ruang tunggu dengan 20 kursi dan kipas angin.\n"
        "Kursi roda dan jalan landai di pintu depan.\n"
        "Meja bantuan untuk mengisi formulir."
    ),
    Topic.PENGAWASAN: (
        "Kepala Bidang memeriksa antrean setiap Senin.\n"
        "Inspektorat daerah memeriksa layanan ini setiap tahun."
    ),
    Topic.JAMINAN: "Surat yang salah kami ganti pada hari itu juga, gratis.",
    Topic.KEAMANAN: (
        "Berkas disimpan di lemari terkunci.\n"
        "Setiap surat memuat kode QR untuk memeriksa keasliannya."
    ),
    Topic.EVALUASI: "Hasil survei dibahas setiap bulan Januari dan Juli.",
    Topic.JALUR_PENGADUAN: "Kotak saran di loket.\nSP4N-LAPOR! di lapor.go.id.",
    Topic.PETUGAS_DATA: "Kepala Bidang, lewat telepon kantor atau loket.",
}
HEARD = (  # kind, topic, the citizen's words, the office's answer or none yet
    (Kind.PENGADUAN, "keterangan", "Saya tidak tahu harus membawa apa.", "dijelaskan"),
    (Kind.PERBAIKAN_DATA, "alamat", "Alamat saya di surat kurang nomor rumah.", ""),
    (Kind.PENGADUAN, "lama", "Saya menunggu dua kali di loket.", ""),
)


def make_past(catalogue: Catalogue, office: Office, now: datetime, number: int) -> list[str]:
    """The finished files of past weeks of this office's services; gives their refs."""
    files = Files(catalogue, office, now, 100 + number)
    return [
        ref
        for sop in catalogue.of_region(office.region)
        for ref in files.make_past(sop, PAST.get(sop.id, 0))
    ]


def be_heard(catalogue: Catalogue, office: Office, past: Sequence[str], secret: str) -> None:
    """What the office says of its service, and what citizens said of it."""
    code, region = office.code, office.region
    _speak(code)
    sops = {sop.id for sop in catalogue.of_region(region)}
    cases = list(db.session.scalars(select(Case).where(Case.ref.in_(past)).order_by(Case.id)))
    _survey(cases, catalogue, secret)
    open_case = db.session.scalars(
        select(Case).where(Case.sop_id.in_(sops), Case.outcome.is_(None)).order_by(Case.id)
    ).first()
    if open_case is not None:
        _complain(open_case.number, catalogue, code)


def _speak(code: str) -> None:
    person = person_named(f"admin.{code}")
    if person is None:
        return
    admin = officer_on(person, clock_of(person.office).day(clock.now()))
    known = standards_of(person.office)
    texts = {topic.value: text for topic, text in WORDS.items()}
    wanted = StandardsIn(known.completion_days, known.closing_days, texts)
    set_standards(admin, wanted, seen=known.mark, key=secrets.token_hex(16))


def _survey(cases: Sequence[Case], catalogue: Catalogue, secret: str) -> None:
    chance = random.Random(2026)  # noqa: S311 - invented data
    asked = [(case.number, case.ended_at) for case in cases if chance.random() < ASKED]
    for number, ended_at in asked:
        if ended_at is None:
            continue
        answers = {key: chance.choice((3, 3, 3, 4, 4, 2)) for key in KEYS}
        profile = {trait.key: chance.choice(trait.choices)[0] for trait in PROFILE}
        filled = Filled(answers | {"biaya": 4}, profile)
        at, key = ended_at + timedelta(hours=1), secrets.token_hex(16)
        give(number, filled, catalogue, secret_key=secret, key=key, at=at)


def _complain(number: str, catalogue: Catalogue, code: str) -> None:
    for kind, topic, text, answer in HEARD:
        wish = Wish(number, kind, topic, text)
        complaints.send(wish, catalogue, key=secrets.token_hex(16), address=f"contoh-{code}")
        if answer:
            _reply(number, catalogue, answer)


def _reply(number: str, catalogue: Catalogue, answer: str) -> None:
    item = db.session.scalars(select(Complaint).where(Complaint.number == number)).first()
    if item is None:
        return
    sop, office = catalogue.in_force(item.sop_id), item.office
    wanted = answerers(Kind(item.kind), sop) if sop else frozenset()
    officers = officers_of(office, clock_of(office).day(item.made_at))
    someone = next(officer for role, officer in officers.items() if role in wanted)
    reply = Reply(answer, "", item.version, secrets.token_hex(16))
    complaints.answer(someone, catalogue, item.ref, reply)
