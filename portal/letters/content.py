"""What a letter says: the words of the SOP filled with the facts of the case."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from portal import dates
from portal.cases.model import Case, Finding, Member
from portal.letters.glyphs import undrawable
from portal.letters.wording import SLOTS, Wording, filled, read_wording, slots_used
from portal.offices.model import Office
from portal.registers.results import result
from portal.sop.table import Sop
from portal.sop.vocabulary import Check

UNKNOWN = "................"
ONES = (
    "", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
    "sebelas",
)  # fmt: skip


class UndrawableError(Exception):
    """The letter holds characters that its font cannot print; the message names them."""


def content_of(
    cases: Sequence[Case], sop: Sop, remark: str = "", replaces: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The letter's content from its cases as they are now: all but number, date and signer.

    Only a letter with an annex may be for several cases. Raises UndrawableError naming the
    characters that cannot be printed.
    """
    case, wording = cases[0], read_wording(sop.letter)
    columns = _columns(wording, several=len(cases) > 1)
    persons = [(one, member) for one in cases for member in one.members if member.included]
    slots = slots_of(case, sop, [member for _, member in persons])
    words = filled(wording, {name: slots.get(name, "") for name in slots_used(wording)})
    if remark:
        words["body"] = [*_texts(words["body"]), remark]
    content = {
        "layout": wording.form,
        "wording": words,
        "office": office_block(case.office),
        "persons": [
            {key: text for key, text in _person(one, member, wording).items() if key in columns}
            for one, member in persons
        ],
        "person_columns": columns,
        "case_number": case.number if len(cases) == 1 else "",
        "annex": wording.annex,
        "replaces": dict(replaces) if replaces else None,
    }
    refuse_undrawable(content)
    return content


def _columns(wording: Wording, *, several: bool) -> list[str]:
    """The columns of the list of persons; of several cases each line says which one it is."""
    if not several:
        return list(wording.person_columns)
    return ["no_permohonan", *(c for c in wording.person_columns if c != "alamat"), "nagari"]


def digest_of(value: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a content or payload."""
    body = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def number_words(n: int) -> str:
    """A count in words, 1 to 999: 12 is dua belas."""
    if n < 12:
        return ONES[n]
    if n < 20:
        return f"{ONES[n - 10]} belas"
    if n < 100:
        return f"{ONES[n // 10]} puluh {ONES[n % 10]}".rstrip()
    hundreds = "seratus" if n < 200 else f"{ONES[n // 100]} ratus"
    return f"{hundreds} {number_words(n % 100)}".rstrip() if n % 100 else hundreds


def last_findings(case: Case) -> dict[tuple[int, Check], Finding]:
    """The finding that counts for each person and kind: the last one for the present data."""
    since = {member.id: member.identity_since for member in case.members}
    return {
        (item.member_id, Check(item.kind)): item
        for item in case.findings
        if (begun := since.get(item.member_id)) is None or item.at >= begun
    }


def slots_of(case: Case, sop: Sop, members: list[Member]) -> dict[str, str]:
    """Every slot that a case fills; those it knows nothing of are empty."""
    office, zone = case.office, case.office.zone
    slots = dict.fromkeys(SLOTS, "")
    slots |= {
        "kantor": office.full_name,
        "pemerintah": f"Pemerintah {office.region_name}",
        "daerah": office.region_name,
        "kota": office.city,
        "kepala_jabatan": f"Kepala {office.full_name}",
        "cabang_bpjs": office.bpjs_branch,
        "kota_bpjs": office.bpjs_city,
        "nagari": case.village.title,
        "sebutan_kepala_desa": sop.village_head,
        "kecamatan": case.village.district,
        "alamat": case.address,
        "jumlah_orang": str(len(members)),
        "jumlah_orang_kata": number_words(len(members)),
        "no_kk": case.kk_no,
        "tanggal_terima": dates.long_date(case.received_at, zone),
        "no_permohonan": case.number,
        "darurat": case.emergency_reason if case.emergency else "",
        "program": sop.short_name,
    }
    return slots | _paper_slots(case, zone) | _finding_slots(case, members, zone)


def _paper_slots(case: Case, zone: str) -> dict[str, str]:
    found = {}
    for paper in case.papers:
        if f"{paper.code}.tanggal" in SLOTS:
            found[f"{paper.code}.nomor"] = paper.number or UNKNOWN
            found[f"{paper.code}.tanggal"] = (
                dates.long_date(paper.dated, zone) if paper.dated else UNKNOWN
            )
    return {name: text for name, text in found.items() if name in SLOTS}


def _finding_slots(case: Case, members: list[Member], zone: str) -> dict[str, str]:
    """Of several persons the first one's look-up is told; numbers stand beside each name."""
    findings = last_findings(case)
    slots: dict[str, str] = {}
    for kind in Check:
        mine = [findings[m.id, kind] for m in members if (m.id, kind) in findings]
        if not mine:
            continue
        first, words = mine[0], result(kind, mine[0].result).words
        match kind:
            case Check.DATA_KEMISKINAN:
                listed = f"{words.lower()} dalam {first.source}"
                slots |= {
                    "nama_register": first.source,
                    "no_register": first.number,
                    "tanggal_cek": dates.long_date(first.at, zone),
                    "hasil_cek": f"{listed}, {first.note}" if first.note else listed,
                }
            case Check.SK_NONAKTIF:
                slots |= {
                    "sk_nomor": first.decree_number,
                    "sk_tanggal": _day(first.decree_issued),
                    "sk_batas": _day(first.limit),
                }
            case Check.SIKS_NG | Check.KEPESERTAAN:
                slots |= {
                    f"hasil_{kind.value}": f"{words}, {first.note}" if first.note else words,
                    f"waktu_{kind.value}": _when(first, zone),
                }
                if kind is Check.KEPESERTAAN:
                    slots["kanal_kepesertaan"] = first.source
    return slots


def _when(finding: Finding, zone: str) -> str:
    word = dates.ZONE_WORDS.get(zone, "")
    at = finding.at
    return f"{dates.short_date(at, zone)} pukul {dates.clock_time(at, zone)} {word}".rstrip()


def _day(value: Any) -> str:
    return dates.long_date(value) if value else ""


def _person(case: Case, member: Member, wording: Wording) -> dict[str, str]:
    found = last_findings(case).get((member.id, Check.DATA_KEMISKINAN))
    place = f"{member.birth_place}, " if member.birth_place else ""
    one = wording.persons_as == "rincian"
    facts = {
        "nama": member.name,
        "nik": member.nik,
        "kk": case.kk_no,
        "kartu": member.card_no,
        "lahir": f"{place}{dates.long_date(member.born)}" if one else dates.short_date(member.born),
        "jenis_kelamin": "Perempuan" if member.sex == "P" else "Laki-laki",
        "hubungan": member.relation,
        "alamat": f"{case.address}, {case.village.title}, Kecamatan {case.village.district}",
        "no_register": found.number if found else "",
        "no_permohonan": case.number,
        "nagari": f"{case.village.name} / {case.village.district}",
    }
    return facts


def office_block(office: Office) -> dict[str, Any]:
    """What the letterhead and the sheet take from the office."""
    return {
        "pemerintah": office.government,
        "nama": office.name,
        "alamat": office.address,
        "telepon": office.phone,
        "email": office.email,
        "laman": office.site,
        "kota": office.city,
        "paper": office.paper,
        "font": office.font,
        "font_points": office.font_points,
        "margins": dict(office.margins),
        "demo": office.demo,
        "zone": office.zone,
    }


def refuse_undrawable(content: Mapping[str, Any]) -> None:
    """Raise UndrawableError when any text holds a character that the font cannot print."""
    found = dict.fromkeys(char for text in _all_texts(content) for char in undrawable(text))
    if found:
        shown = ", ".join(f"“{char}” (U+{ord(char):04X})" for char in found)
        raise UndrawableError(
            f"Huruf {shown} tidak dapat dicetak pada surat. Perbaiki tulisannya di data berkas."
        )


def _all_texts(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case Mapping():
            return [text for part in value.values() for text in _all_texts(part)]
        case list():
            return [text for part in value for text in _all_texts(part)]
    return []


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
