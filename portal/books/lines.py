"""A case or a letter as one line of a book. Pure; the words are those of the paper books."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal import dates
from portal.cases.model import Case, Finding, Handover
from portal.identity.nik import masked
from portal.letters.model import Letter
from portal.registers.results import CHECK_WORDS, result
from portal.sop.catalogue import Catalogue
from portal.sop.rules import status_of
from portal.sop.table import Sop
from portal.sop.vocabulary import STATUS_WORDS, Act, Check, Goods

UNKNOWN = "–"


@dataclass(frozen=True)
class RegisterLine:
    """One line of the Buku Register."""

    ref: str
    agenda: int
    received: datetime
    number: str
    name: str
    others: int
    nik: str
    village: str
    service: str
    siks_ng: str
    found: tuple[tuple[str, str], ...]  # (register, finding)
    checker: str
    state: str


@dataclass(frozen=True)
class LetterLine:
    """One line of the Buku Rekomendasi."""

    ref: str
    serial: int
    numbered_on: date | None
    letter_number: str
    number: str
    name: str
    others: int
    nik: str
    village: str
    service: str
    signer: str
    addressee: str
    handed_on: date | None
    receiver: str
    remark: str
    void: bool


def register_lines_of(cases: Iterable[Case], catalogue: Catalogue) -> list[RegisterLine]:
    """The cases as lines, each read by the SOP version it began with."""
    return [_register_line(case, catalogue.pinned(case.sop_id, case.sop_version)) for case in cases]


def letter_lines_of(
    letters: Iterable[tuple[Letter, Case]], catalogue: Catalogue, zone: str
) -> list[LetterLine]:
    """The letters as lines, one for each case they are for."""
    return [
        _letter_line(letter, case, catalogue.pinned(case.sop_id, case.sop_version), zone)
        for letter, case in letters
    ]


def _register_line(case: Case, sop: Sop) -> RegisterLine:
    stint = case.stint
    opened = stint is not None and stint.opened_at is not None
    found = {kind: _found(case, kind) for kind in Check}
    return RegisterLine(
        ref=case.ref,
        agenda=case.agenda_no,
        received=case.received_at,
        number=case.number,
        name=case.applicant.name,
        others=len(case.members) - 1,
        nik=masked(case.applicant.nik),
        village=case.village.title,
        service=sop.short_name,
        siks_ng=found.pop(Check.SIKS_NG) or UNKNOWN,
        found=tuple((CHECK_WORDS[kind], words) for kind, words in found.items() if words),
        checker=_checker(case, sop) or UNKNOWN,
        state=STATUS_WORDS[status_of(case.here, sop, opened=opened)],
    )


def _found(case: Case, kind: Check) -> str:
    """The last finding of each person in a register; several persons are counted."""
    last: dict[int, Finding] = {}
    for finding in case.findings:
        if finding.kind == kind:
            last[finding.member_id] = finding
    words = Counter(result(kind, finding.result).words for finding in last.values())
    if len(case.members) == 1:
        return "".join(words)
    return ", ".join(f"{word} ({count} orang)" for word, count in words.items())


def _checker(case: Case, sop: Sop) -> str:
    """Who looked into the registers; before that, who checked the papers."""
    if case.findings:
        return case.findings[-1].by_name
    row = sop.first(Act.PERIKSA).row
    names = [stint.done_by or stint.opened_by for stint in case.stints if stint.row == row]
    return next((name for name in reversed(names) if name), "")


def _letter_line(letter: Letter, case: Case, sop: Sop, zone: str) -> LetterLine:
    void = letter.voided_at is not None
    handed = None if void else _handed(case)
    return LetterLine(
        ref=case.ref,
        serial=letter.serial or 0,
        numbered_on=letter.numbered_on,
        letter_number=letter.number,
        number=case.number,
        name=case.applicant.name,
        others=sum(member.included for member in case.members) - 1,
        nik=masked(case.applicant.nik),
        village=f"{case.village.title}, Kec. {case.village.district}",
        service=letter.title,
        signer=str(letter.signer["name"]) if letter.signer else UNKNOWN,
        addressee=sop.addressee,
        handed_on=dates.day_of(handed.at, zone) if handed else None,
        receiver=handed.receiver if handed else UNKNOWN,
        remark=_remark(letter, void=void),
        void=void,
    )


def _handed(case: Case) -> Handover | None:
    """Who took the letter; the card that may follow it belongs to another book."""
    letters = [item for item in case.handovers if item.goods != Goods.KARTU]
    return letters[-1] if letters else None


def _remark(letter: Letter, *, void: bool) -> str:
    if void:
        return f"BATAL: {letter.void_reason}" if letter.void_reason else "BATAL"
    return "" if letter.signed_at else "Belum ditandatangani"
