"""What a citizen is told of a case: plain words for every status, never a name or number.

The tracking page shows this in the reader's language, and an officer sees the same words in
Indonesian before returning or refusing.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.cases import reasons as lists
from portal.cases.journey import Progress, StageLine, journey
from portal.cases.model import Case
from portal.languages.language import INDONESIAN, Language
from portal.offices.model import Office
from portal.sop.rules import status_of
from portal.sop.table import Sop
from portal.sop.vocabulary import SERVED, Status

OBJECTION = (
    "Menurut Anda ini keliru? Ajukan keberatan lewat halaman ini atau di loket, gratis. "
    "Batasnya 21 hari kerja setelah Anda menerima surat keputusan."
)


@dataclass(frozen=True)
class Situation:
    """The facts that the words depend on, and the language they are said in."""

    sop: Sop
    office: Office
    status: Status
    row: int
    received_at: datetime
    since: datetime
    promised_at: datetime
    now: datetime
    complete_by: date | None = None
    reasons: tuple[object, ...] = ()
    ended_at: datetime | None = None
    passed: tuple[tuple[int, datetime], ...] = ()  # rows done, and when
    by_village: bool = False  # it came from a village office, which also completes it
    language: Language = INDONESIAN

    def say(self, text: str, **values: object) -> str:
        """The sentence in the reader's language; {kepala} is the village head's title."""
        return self.language.say(text, kepala=self.sop.village_head, **values)


@dataclass(frozen=True)
class Told:
    """The page's words."""

    tone: str
    icon: str
    tag: str
    headline: str
    sentence: str
    when_icon: str = "kalender"
    when_label: str = ""
    when: str = ""
    todo: tuple[str, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    deadline: str | None = None
    late: bool = False
    stages: tuple[StageLine, ...] = ()


RUNNING = {
    Status.PRA_DAFTAR: (
        "Didaftarkan oleh kantor {kepala}",
        "Data Anda sudah dikirim kantor {kepala}. Dinas Sosial belum memeriksa berkas Anda.",
    ),
    Status.DITERIMA: (
        "Berkas Anda sudah kami terima",
        "Petugas akan memeriksa kelengkapan berkas Anda.",
    ),
    Status.DIPERIKSA: (
        "Berkas Anda sedang diperiksa",
        "Petugas sedang memeriksa kelengkapan berkas.",
    ),
    Status.CEK_DATA: (
        "Data Anda sedang dicek",
        "Petugas mencocokkan data Anda dengan data pemerintah.",
    ),
    Status.DISPOSISI: (
        "Menunggu petunjuk pimpinan",
        "Berkas Anda ada di meja pimpinan.",
    ),
    Status.DIKONSEP: (
        "Surat Anda sedang dibuat",
        "Berkas Anda lengkap. Petugas sedang membuat surat.",
    ),
    Status.DIKOREKSI: (
        "Surat Anda sedang diperbaiki",
        "Petugas memperbaiki tulisan di surat. Anda tidak perlu melakukan apa-apa.",
    ),
    Status.PARAF: (
        "Surat Anda sedang diperiksa",
        "Petugas sedang memeriksa isi surat sebelum ditandatangani.",
    ),
    Status.TANDA_TANGAN: (
        "Menunggu tanda tangan pimpinan",
        "Surat Anda sudah diperiksa dan hampir selesai.",
    ),
    Status.PENOMORAN: (
        "Surat diberi nomor dan cap",
        "Surat Anda sudah ditandatangani. Petugas memberi nomor dan cap.",
    ),
    Status.DIKIRIM_BPJS: (
        "Berkas sudah dikirim ke BPJS Kesehatan",
        "BPJS Kesehatan sedang memproses kartu Anda.",
    ),
}
USUAL_WAIT = "Biasanya {hari} hari kerja."


def situation_of(
    case: Case,
    sop: Sop,
    now: datetime,
    *,
    by_village: bool = False,
    language: Language = INDONESIAN,
) -> Situation:
    """The facts of a case as it stands; `by_village`: a village office sent it."""
    stint = case.stint
    opened = stint is not None and stint.opened_at is not None
    return Situation(
        sop=sop,
        office=case.office,
        status=status_of(case.here, sop, opened=opened),
        row=case.row,
        received_at=case.received_at,
        since=case.arrived_at,
        promised_at=case.promised_at,
        now=now,
        complete_by=case.complete_by,
        reasons=tuple(case.reasons),
        ended_at=case.ended_at,
        passed=tuple((s.row, s.done_at) for s in case.stints if s.done_at is not None),
        by_village=by_village,
        language=language,
    )


def tell(facts: Situation) -> Told:
    """The words for these facts."""
    told = _SPECIAL.get(facts.status, _running)(facts)
    progress = Progress(
        sop=facts.sop,
        zone=facts.office.zone,
        language=facts.language,
        row=facts.row,
        received_at=facts.received_at,
        since=facts.since,
        passed=dict(facts.passed),
        served=facts.status in SERVED,
        stopped_on=facts.ended_at,
        explained=facts.status is Status.INFORMASI,
        ready=facts.status in (Status.SIAP_DIAMBIL, Status.KIS_TERBIT),
        waits_for=_missing_from(facts) if facts.status is Status.DIKEMBALIKAN else "",
    )
    return replace(told, stages=journey(progress))


def _running(facts: Situation) -> Told:
    headline, sentence = RUNNING[facts.status]
    late, office = facts.now > facts.promised_at, facts.office
    words = Told(
        tone="",
        icon="jam",
        tag=facts.say("Sedang diproses"),
        headline=facts.say(headline),
        sentence=f"{facts.say(sentence)} {_usual_wait(facts)}".strip(),
        when_label=facts.say("Perkiraan selesai"),
        when=facts.language.weekday_date(facts.promised_at, office.zone),
        late=late,
    )
    if not late:
        return words
    tag = facts.say("Lebih lama dari perkiraan")
    return replace(words, tag=tag, todo=(_call(facts),) if office.phone else ())


def _call(facts: Situation) -> str:
    return facts.say(
        "Telepon {telepon} dan sebut nomor tanda terima. Kami wajib menjelaskan.",
        telepon=facts.office.phone,
    )


def _usual_wait(facts: Situation) -> str:
    days = next((row.days for row in facts.sop.rows if row.symbol == "proses_luar"), 0)
    waits = facts.status is Status.DIKIRIM_BPJS and days
    return facts.say(USUAL_WAIT, hari=days) if waits else ""


def _returned(facts: Situation) -> Told:
    day = facts.complete_by
    deadline = facts.language.weekday_date(day) if day else None
    papers = tuple(dict.fromkeys(lists.paper_lines(facts.reasons, facts.sop, facts.language)))
    if facts.by_village:
        told = completed_by_village(facts.sop.village_head, papers, facts.language)
        label = facts.say("Paling lambat")
        return replace(told, when_label=label, when=deadline or "", deadline=deadline)
    return Told(
        tone="segera",
        icon="awas",
        tag=facts.say("Perlu tindakan Anda"),
        headline=facts.say("Ada berkas yang perlu dilengkapi"),
        sentence=facts.say(
            "Permohonan Anda belum bisa diteruskan. Permohonan tidak batal dan tidak perlu "
            "diulang dari awal."
        ),
        when_label=facts.say("Lengkapi paling lambat"),
        when=deadline or "",
        todo=(
            facts.say(
                "Bawa ke loket {kantor}, {alamat}, {jam}.",
                kantor=facts.office.short_name,
                alamat=facts.office.address,
                jam=facts.language.hours(facts.office.counter_hours),
            ),
            facts.say("Bawa juga tanda terima ini."),
        ),
        papers=papers,
        deadline=deadline,
    )


def completed_by_village(
    head: str, papers: tuple[tuple[str, str], ...], language: Language = INDONESIAN
) -> Told:
    """Back at the village office, which completes it: nobody travels (edge cases 15, 16)."""
    return Told(
        tone="segera",
        icon="jam",
        tag=language.say("Sedang dilengkapi"),
        headline=language.say("Kantor {kepala} sedang melengkapi berkas Anda", kepala=head),
        sentence=language.say(
            "Ada berkas yang perlu diperbaiki. Pendaftaran Anda tidak batal dan tidak perlu "
            "diulang dari awal."
        ),
        todo=(
            language.say(
                "Tunggu kabar dari kantor {kepala}. Anda tidak perlu datang ke Dinas Sosial.",
                kepala=head,
            ),
            language.say("Bila diminta membawa berkas, bawa ke kantor {kepala}.", kepala=head),
        ),
        papers=papers,
    )


def _ready(facts: Situation) -> Told:
    office = facts.office
    card = facts.status is Status.KIS_TERBIT
    return Told(
        tone="beres",
        icon="cek",
        tag=facts.say("Siap diambil"),
        headline=facts.say("Kartu KIS Anda sudah terbit" if card else "Surat Anda siap diambil"),
        sentence=facts.say(
            "Kartu Anda sudah jadi." if card else "Surat sudah ditandatangani dan bernomor."
        ),
        when_icon="rumah",
        when_label=facts.say("Ambil di"),
        when=facts.say("Loket {kantor}", kantor=office.short_name),
        todo=(
            facts.say(
                "Datang ke {alamat}, {jam}.",
                alamat=office.address,
                jam=facts.language.hours(office.counter_hours),
            ),
            facts.say("Bawa tanda terima dan KTP. Boleh diwakili keluarga satu KK."),
            facts.say(facts.sop.after),
        ),
    )


def _done(facts: Situation) -> Told:
    taken = facts.status is Status.DISERAHKAN
    return Told(
        tone="beres",
        icon="cek",
        tag=facts.say("Selesai"),
        headline=facts.say("Surat sudah diambil" if taken else "Urusan ini sudah selesai"),
        sentence=facts.say("Urusan Anda di Dinas Sosial sudah selesai."),
        when_label=facts.say("Selesai pada"),
        when=_ended(facts),
        todo=(facts.say(facts.sop.after),),
    )


def _refused(facts: Situation) -> Told:
    reasons = lists.reason_told(lists.REFUSALS, facts.reasons, facts.sop, facts.language)
    ways = tuple(dict.fromkeys(way for reason in reasons for way in reason.ways))
    return Told(
        tone="lewat",
        icon="silang",
        tag=facts.say("Selesai, tidak diberikan"),
        headline=facts.say("Permohonan tidak dapat diproses"),
        sentence=" ".join(reason.citizen for reason in reasons),
        when_label=facts.say("Diputuskan"),
        when=_ended(facts),
        todo=(*ways, facts.say(OBJECTION)),
    )


def _refused_outside(facts: Situation) -> Told:
    reasons = lists.reason_told(lists.INSURER_REFUSALS, facts.reasons, facts.sop, facts.language)
    return Told(
        tone="lewat",
        icon="silang",
        tag=facts.say("Selesai, belum disetujui"),
        headline=facts.say("Belum disetujui BPJS Kesehatan"),
        sentence=" ".join(reason.citizen for reason in reasons),
        when_label=facts.say("Dicatat"),
        when=_ended(facts),
        todo=(
            facts.say(
                "Datang ke loket atau telepon {telepon}. Petugas akan menjelaskan jalan lain.",
                telepon=facts.office.phone,
            ),
            facts.say(lists.SICK),
        ),
    )


def _informed(facts: Situation) -> Told:
    reasons = lists.reason_told(lists.INFORMATIONS, facts.reasons, facts.sop, facts.language)
    return Told(
        tone="beres",
        icon="info",
        tag=facts.say("Selesai dengan penjelasan"),
        headline=facts.say("Sudah diberi penjelasan"),
        sentence=" ".join(reason.citizen for reason in reasons),
        when_label=facts.say("Selesai pada"),
        when=_ended(facts),
        todo=tuple(way for reason in reasons for way in reason.ways),
    )


def _cancelled(facts: Situation) -> Told:
    if facts.status is Status.DITUTUP_OTOMATIS:
        headline = "Permohonan ditutup karena tidak dilengkapi"
        sentence = facts.say("Berkas belum dilengkapi sampai batas waktu.")
    else:
        found = lists.reason_told(lists.CANCELLATIONS, facts.reasons, facts.sop, facts.language)
        headline = "Permohonan dibatalkan"
        sentence = " ".join(reason.citizen for reason in found)
    return Told(
        tone="lewat",
        icon="silang",
        tag=facts.say("Selesai"),
        headline=facts.say(headline),
        sentence=sentence,
        when_label=facts.say("Ditutup pada"),
        when=_ended(facts),
        todo=(facts.say("Anda boleh mengajukan lagi kapan saja, gratis."),),
    )


_SPECIAL = {
    Status.DIKEMBALIKAN: _returned,
    Status.SIAP_DIAMBIL: _ready,
    Status.KIS_TERBIT: _ready,
    Status.DISERAHKAN: _done,
    Status.SELESAI: _done,
    Status.TIDAK_DAPAT_DIPROSES: _refused,
    Status.DITOLAK_BPJS: _refused_outside,
    Status.INFORMASI: _informed,
    Status.DIBATALKAN: _cancelled,
    Status.DITUTUP_OTOMATIS: _cancelled,
}


def _ended(facts: Situation) -> str:
    return facts.language.weekday_date(facts.ended_at or facts.now, facts.office.zone)


def _missing_from(facts: Situation) -> str:
    if facts.by_village:
        return facts.say("Menunggu kantor {kepala}")
    return facts.say("Menunggu berkas dari Anda")
