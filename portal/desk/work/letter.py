"""Drafting, initialling, signing, numbering and stamping the letter."""

from dataclasses import dataclass

from portal.cases.needs import missing_of
from portal.desk.duty import duty_conflict
from portal.desk.work.base import Details, NotYetError, Work
from portal.letters import lifecycle
from portal.letters.content import UndrawableError
from portal.letters.model import Letter, LetterNumber
from portal.letters.numbers import (
    BackwardDateError,
    Giving,
    NoSeriesError,
    NumberRefusedError,
    next_number,
    series_for,
    use_inserted,
)
from portal.letters.signing import block_of


@dataclass(frozen=True)
class Drafting:
    """The drafter's own sentence, if any."""

    remark: str = ""


@dataclass(frozen=True)
class Reading:
    """Which version of the draft the officer has read."""

    draft_version: int = 0


@dataclass(frozen=True)
class Numbering:
    """Which number: the next one, one typed from the Secretariat's book, or a nomor sisip."""

    typed: str = ""
    inserted: int | None = None  # id of the reserved nomor sisip


@dataclass(frozen=True)
class Stamping:
    """The clerk says that the rubber stamp is on the paper."""

    done: bool = False


def draft(work: Work, drafting: Drafting) -> Details:
    """KONSEP: the letter from the facts of the case; a new draft voids older parafs (N23)."""
    missing = missing_of(work.case, work.sop, work.clock)
    if missing:
        names = ", ".join(need.name for need in missing)
        raise NotYetError(("remark", f"Syarat belum lengkap: {names}."))
    try:
        letter = lifecycle.draft(work.session, work.together, work.sop, drafting.remark)
    except UndrawableError as fault:
        raise NotYetError(("remark", str(fault))) from fault
    lifecycle.void_parafs(letter, work.at)
    return {"konsep": letter.draft_version, "sidik": letter.content_digest[:16]}


def initial(work: Work, reading: Reading) -> Details:
    """PARAF: on just the version that was read."""
    letter = _read(work, reading)
    lifecycle.initial(work.session, letter, work.by, work.officer.id, work.at)
    return {"konsep": letter.draft_version}


def sign(work: Work, reading: Reading) -> Details:
    """TANDA_TANGAN: the signer confirms the act; the block is composed from today's posts."""
    letter = _read(work, reading)
    acting = work.officer.acting_as(work.task.desk)
    if acting is None:
        raise NotYetError(("secret", "Jabatan Anda tidak menandatangani surat ini."))
    signer = block_of(acting, work.case.office, work.clock.day(work.at))
    try:
        lifecycle.sign(work.session, letter, signer, work.officer.id, work.at)
    except UndrawableError as fault:
        raise NotYetError(("form", str(fault))) from fault
    return {"konsep": letter.draft_version, "jabatan": acting.title}


def give_number(work: Work, numbering: Numbering) -> Details:
    """NOMOR: a number of the office's book, in the same transaction as the letter (D5)."""
    letter = _letter(work)
    if letter.number:  # given before a correction; it stays the letter's own
        return {"nomor": letter.number}
    try:
        given = _number(work, letter, numbering)
        lifecycle.number(work.session, letter, given)
    except BackwardDateError:
        raise NotYetError(
            ("form", "Tanggal komputer mundur dari nomor terakhir. Perbaiki tanggal komputer.")
        ) from None
    except NoSeriesError:
        raise NotYetError(("form", "Pola nomor surat kantor ini belum diatur.")) from None
    except NumberRefusedError as refused:
        raise NotYetError(("typed", str(refused))) from None
    except UndrawableError as fault:
        raise NotYetError(("typed" if numbering.typed else "form", str(fault))) from fault
    return {"nomor": given.text, **({"sisip": given.reason} if given.suffix else {})}


def _number(work: Work, letter: Letter, numbering: Numbering) -> LetterNumber:
    series = series_for(work.session, work.case.office_id, letter.kind)
    if numbering.inserted:
        chosen = work.session.get(LetterNumber, numbering.inserted, with_for_update=True)
        if chosen is None or chosen.series_id != series.id:
            raise NumberRefusedError("Nomor sisip itu tidak ada di buku ini.")
        _refuse_before_receipt(work, chosen)
        use_inserted(chosen, letter.id)
        return chosen
    giving = Giving(work.by.name, work.at, work.clock.day(work.at))
    return next_number(
        work.session, series, giving, letter_id=letter.id, typed=numbering.typed.strip()
    )


def _refuse_before_receipt(work: Work, chosen: LetterNumber) -> None:
    """A letter cannot bear a day on which its application was not there yet."""
    received = max(work.clock.day(case.received_at) for case in work.together)
    if chosen.on < received:
        raise NumberRefusedError(
            f"Nomor sisip {chosen.text} bertanggal sebelum permohonan diterima."
        )


def stamp(work: Work, stamping: Stamping) -> Details:
    """CAP: the rubber stamp is on the printed letter."""
    letter = _letter(work)
    if not stamping.done:
        raise NotYetError(("done", "Centang bila cap dinas sudah dibubuhkan."))
    lifecycle.stamp(letter, work.by, work.at)
    return {"nomor": letter.number}


def _letter(work: Work) -> Letter:
    if work.letter is None:
        raise NotYetError(("form", "Surat belum dibuat."))
    return work.letter


def _read(work: Work, reading: Reading) -> Letter:
    letter = _letter(work)
    for case in work.together:
        if conflict := duty_conflict(case, work.sop, letter, work.officer):
            raise NotYetError(("form", conflict))
    if letter.draft_version != reading.draft_version:
        raise NotYetError(("form", "Surat berubah sejak Anda membacanya. Baca lagi suratnya."))
    return letter
