"""The service standard of an SOP: what the paper does not print, from the office and its posts.

The fourteen components of UU 25/2009 Pasal 21, in the order of Permenpan-RB 15/2014 (domain 3.19).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal import clock, dates
from portal.complaints.model import Kind
from portal.complaints.rules import WORKING_DAYS
from portal.languages.language import Language
from portal.offices.model import Office
from portal.offices.standards import Topic, own_words
from portal.sop.table import Sop
from portal.tracking.pages import Contact, contact_of
from portal.tracking.staffing import Line, roles_held, staffing_of

# What is true of every office that works with this portal, for one that wrote nothing itself.
OURS: Mapping[Topic, tuple[str, ...]] = {
    Topic.PENGAWASAN: (
        "Setiap langkah tercatat dengan waktu dan jabatan pelaksananya.",
        "Catatan itu tidak dapat diubah diam-diam.",
        "Berkas yang melewati perkiraan selesai ditandai di antrean petugas.",
    ),
    Topic.JAMINAN: (
        "Setiap berkas mendapat tanda terima bernomor dan tanggal perkiraan selesai.",
        "Bila permohonan tidak dapat diproses, Anda diberi tahu alasannya.",
        "Anda dapat mengajukan keberatan.",
    ),
    Topic.KEAMANAN: (
        "Setiap surat memuat kode QR untuk memeriksa keasliannya.",
        "Nama, NIK, dan alamat Anda tidak pernah tampil di halaman umum.",
    ),
}
# Only the office knows this; until it says so, the page says that it has not.
UNTOLD: Mapping[Topic, str] = {
    Topic.SARANA: "Kantor ini belum menuliskan fasilitas loketnya. Tanyakan kepada petugas loket.",
    Topic.PETUGAS_DATA: (
        "Kantor ini belum mencantumkan petugas pelindungan data. Tanyakan di loket."
    ),
}


@dataclass(frozen=True)
class Words:
    """What the page says on a topic: the office's own lines, or for want of them ours."""

    own: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    untold: str = ""


@dataclass(frozen=True)
class Standard:
    """What the page needs beyond the SOP."""

    office: str  # its code, as in /angka/pessel
    contact: Contact
    working_time: str
    completion_days: int
    closing_days: int
    complaint_days: int
    staffing: tuple[Line, ...]
    people: int
    words: Mapping[str, Words]  # by topic


def standard_of(sop: Sop, office: Office, language: Language) -> Standard:
    """The standard of an SOP at its office, as things stand today."""
    held = roles_held(office.id, dates.day_of(clock.now(), office.zone))
    lines, people = staffing_of(sop, held)
    return Standard(
        office=office.code,
        contact=contact_of(office),
        working_time=working_time(sop, language),
        completion_days=office.completion_days,
        closing_days=office.closing_days,
        complaint_days=WORKING_DAYS[Kind.PENGADUAN],
        staffing=lines,
        people=people,
        words={topic.value: words_on(office, topic) for topic in Topic},
    )


def words_on(office: Office, topic: Topic) -> Words:
    """The office's own lines on a topic; else ours; else that nothing was told."""
    own = tuple(line for line in own_words(office, topic).splitlines() if line.strip())
    return Words(own) if own else Words((), OURS.get(topic, ()), UNTOLD.get(topic, ""))


def working_time(sop: Sop, language: Language) -> str:
    """The printed times of all rows together: 10 hari 1 jam 15 menit; '' when none is printed."""
    hours, minutes = divmod(sum(row.minutes for row in sop.rows), 60)
    parts = (
        (sum(row.days for row in sop.rows), "{n} hari", "1 hari"),
        (hours, "{n} jam", "1 jam"),
        (minutes, "{n} menit", "1 menit"),
    )
    return " ".join(
        language.say(one) if n == 1 else language.say(many, n=n) for n, many, one in parts if n
    )
