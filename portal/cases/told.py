"""What a citizen is told of a case: plain words for every status, never a name or number.

The tracking page shows this, and an officer sees the same words before returning or refusing.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from portal import dates
from portal.cases import reasons as lists
from portal.cases.model import Case
from portal.offices.model import Office
from portal.sop.rules import status_of
from portal.sop.table import Sop
from portal.sop.vocabulary import Status

WAIT: tuple[str, ...] = ()
OBJECTION = (
    "Jika menurut Anda ini keliru, ajukan keberatan di loket paling lambat 21 hari kerja "
    "setelah Anda menerima surat keputusan. Gratis."
)


@dataclass(frozen=True)
class Situation:
    """The facts that the words depend on."""

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


@dataclass(frozen=True)
class StageLine:
    """One stage of the journey: beres, kini, henti or nanti."""

    state: str
    name: str
    text: str


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
    stages: tuple[StageLine, ...] = field(default=())


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
        "BPJS Kesehatan sedang memproses kartu Anda. {hari_bpjs}",
    ),
}


def situation_of(case: Case, sop: Sop, now: datetime, *, by_village: bool = False) -> Situation:
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
    )


def tell(facts: Situation) -> Told:
    """The words for these facts."""
    told = _SPECIAL.get(facts.status, _running)(facts)
    return replace(told, stages=_stages(facts))


def _running(facts: Situation) -> Told:
    headline, sentence = RUNNING[facts.status]
    late = facts.now > facts.promised_at
    words = Told(
        tone="",
        icon="jam",
        tag="Sedang diproses",
        headline=_fit(headline, facts),
        sentence=_fit(sentence, facts),
        when_label="Perkiraan selesai",
        when=dates.weekday_date(facts.promised_at, facts.office.zone),
        todo=WAIT,
        late=late,
    )
    if not late:
        return words
    todo = f"Telepon {facts.office.phone} dan sebut nomor tanda terima. Kami wajib menjelaskan."
    return replace(words, tag="Lebih lama dari perkiraan", todo=(todo,))


def _returned(facts: Situation) -> Told:
    deadline = dates.weekday_date(facts.complete_by) if facts.complete_by else None
    papers = tuple(dict.fromkeys(lists.paper_lines(facts.reasons, facts.sop)))
    if facts.by_village:
        told = completed_by_village(facts.sop.village_head, papers)
        return replace(told, when_label="Paling lambat", when=deadline or "", deadline=deadline)
    return Told(
        tone="segera",
        icon="awas",
        tag="Perlu tindakan Anda",
        headline="Ada berkas yang perlu dilengkapi",
        sentence="Permohonan Anda belum bisa diteruskan. Permohonan tidak batal dan tidak "
        "perlu diulang dari awal.",
        when_label="Lengkapi paling lambat",
        when=deadline or "",
        todo=(
            f"Bawa ke loket {facts.office.short_name}, {facts.office.address}, "
            f"{facts.office.counter_hours}.",
            "Bawa juga tanda terima ini.",
        ),
        papers=papers,
        deadline=deadline,
    )


def completed_by_village(head: str, papers: tuple[tuple[str, str], ...]) -> Told:
    """Back at the village office, which completes it: nobody travels (edge cases 15, 16)."""
    return Told(
        tone="segera",
        icon="jam",
        tag="Sedang dilengkapi",
        headline=f"Kantor {head} sedang melengkapi berkas Anda",
        sentence="Ada berkas yang perlu diperbaiki. Pendaftaran Anda tidak batal dan tidak "
        "perlu diulang dari awal.",
        todo=(
            f"Tunggu kabar dari kantor {head}. Anda tidak perlu datang ke Dinas Sosial.",
            f"Bila diminta membawa berkas, bawa ke kantor {head}.",
        ),
        papers=papers,
    )


def _ready(facts: Situation) -> Told:
    office = facts.office
    card = facts.status is Status.KIS_TERBIT
    return Told(
        tone="beres",
        icon="cek",
        tag="Siap diambil",
        headline="Kartu KIS Anda sudah terbit" if card else "Surat Anda siap diambil",
        sentence="Kartu Anda sudah jadi." if card else "Surat sudah ditandatangani dan bernomor.",
        when_icon="rumah",
        when_label="Ambil di",
        when=f"Loket {office.short_name}",
        todo=(
            f"Datang ke {office.address}, {office.counter_hours}.",
            "Bawa tanda terima dan KTP. Boleh diwakili keluarga satu KK.",
            facts.sop.after,
        ),
    )


def _done(facts: Situation) -> Told:
    taken = facts.status is Status.DISERAHKAN
    return Told(
        tone="beres",
        icon="cek",
        tag="Selesai",
        headline="Surat sudah diambil" if taken else "Urusan ini sudah selesai",
        sentence="Urusan Anda di Dinas Sosial sudah selesai.",
        when_label="Selesai pada",
        when=_ended(facts),
        todo=(facts.sop.after,),
    )


def _refused(facts: Situation) -> Told:
    reasons = lists.reason_told(lists.REFUSALS, facts.reasons, facts.sop)
    ways = tuple(dict.fromkeys(way for reason in reasons for way in reason.ways))
    return Told(
        tone="lewat",
        icon="silang",
        tag="Selesai, tidak diberikan",
        headline="Permohonan tidak dapat diproses",
        sentence=" ".join(reason.citizen for reason in reasons),
        when_label="Diputuskan",
        when=_ended(facts),
        todo=(*ways, OBJECTION),
    )


def _refused_outside(facts: Situation) -> Told:
    reasons = lists.reason_told(lists.INSURER_REFUSALS, facts.reasons, facts.sop)
    return Told(
        tone="lewat",
        icon="silang",
        tag="Selesai, belum disetujui",
        headline="Belum disetujui BPJS Kesehatan",
        sentence=" ".join(reason.citizen for reason in reasons),
        when_label="Dicatat",
        when=_ended(facts),
        todo=(
            f"Datang ke loket atau telepon {facts.office.phone}. Petugas akan menjelaskan "
            "jalan lain.",
            _fit(lists.SICK, facts),
        ),
    )


def _informed(facts: Situation) -> Told:
    reasons = lists.reason_told(lists.INFORMATIONS, facts.reasons, facts.sop)
    return Told(
        tone="beres",
        icon="info",
        tag="Selesai dengan penjelasan",
        headline="Sudah diberi penjelasan",
        sentence=" ".join(reason.citizen for reason in reasons),
        when_label="Selesai pada",
        when=_ended(facts),
        todo=tuple(way for reason in reasons for way in reason.ways),
    )


def _cancelled(facts: Situation) -> Told:
    if facts.status is Status.DITUTUP_OTOMATIS:
        headline = "Permohonan ditutup karena tidak dilengkapi"
        sentence = "Berkas belum dilengkapi sampai batas waktu."
    else:
        found = lists.reason_told(lists.CANCELLATIONS, facts.reasons, facts.sop)
        headline = "Permohonan dibatalkan"
        sentence = " ".join(reason.citizen for reason in found)
    return Told(
        tone="lewat",
        icon="silang",
        tag="Selesai",
        headline=headline,
        sentence=sentence,
        when_label="Ditutup pada",
        when=_ended(facts),
        todo=("Anda boleh mengajukan lagi kapan saja, gratis.",),
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
    return dates.weekday_date(facts.ended_at or facts.now, facts.office.zone)


def _fit(text: str, facts: Situation) -> str:
    days = next((row.days for row in facts.sop.rows if row.symbol == "proses_luar"), 0)
    wait = f"Biasanya {days} hari kerja." if days else ""
    return text.replace("{kepala}", facts.sop.village_head).replace("{hari_bpjs}", wait).strip()


def _stages(facts: Situation) -> tuple[StageLine, ...]:
    zone = facts.office.zone
    done_rows = dict(facts.passed)
    success = facts.status in (Status.DISERAHKAN, Status.SELESAI)
    stopped = facts.ended_at is not None and not success
    lines = [StageLine("beres", "Permohonan diajukan", dates.full_moment(facts.received_at, zone))]
    for stage in facts.sop.stages:
        if facts.row > max(stage.rows) or success:
            moments = [done_rows[row] for row in stage.rows if row in done_rows]
            text = dates.full_moment(max(moments), zone) if moments else ""
            lines.append(StageLine("beres", stage.name, text))
        elif facts.row in stage.rows:
            state, text = _present_stage(facts, stopped=stopped)
            lines.append(StageLine(state, stage.name, text))
        elif not stopped:
            lines.append(StageLine("nanti", stage.name, ""))
    return tuple(lines)


def _present_stage(facts: Situation, *, stopped: bool) -> tuple[str, str]:
    zone = facts.office.zone
    if stopped:
        return "henti", _ended(facts)
    if facts.status is Status.DIKEMBALIKAN:
        whom = f"kantor {facts.sop.village_head}" if facts.by_village else "berkas dari Anda"
        return "henti", f"Menunggu {whom}"
    return "kini", f"Sejak {dates.full_moment(facts.since, zone)}"
