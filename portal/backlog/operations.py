"""What the keeper of a book does: stage a sheet, take it in, type a handwritten letter in."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.backlog.checks import check_sheet, refusal
from portal.backlog.model import PaperSheet
from portal.backlog.queries import book_as_known
from portal.db import db, write
from portal.foreign import table_of
from portal.letters import numbers
from portal.letters.model import Kind, LetterNumber, NumberSeries, PaperEntry
from portal.letters.model import NumberState as State
from portal.people.act import Act
from portal.people.officer import Officer

SAME_FILE = "Berkas ini sudah pernah diambil ke buku. Tidak ada yang berubah."
ENTRY_FIELDS = (
    "kind",
    "name",
    "nik",
    "village",
    "service",
    "signer",
    "addressee",
    "receiver",
    "remark",
)


class ChangedError(Exception):
    """The sheet is no longer as it was shown, or the book moved on since; the message says it."""


@dataclass(frozen=True)
class Upload:
    """A table as it came: for which book and year, and its bytes."""

    series_id: int
    year: int
    file_name: str
    body: bytes


@dataclass(frozen=True)
class Handwritten:
    """A letter that was written by hand on a reserved number."""

    on: date
    name: str
    nik: str = ""
    kind: Kind = Kind.REKOMENDASI
    village: str = ""
    service: str = ""
    signer: str = ""
    addressee: str = ""
    handed_on: date | None = None
    receiver: str = ""
    remark: str = ""


class _Act(Act):
    """One act of whoever keeps the books."""

    def series(self, session: Session, series_id: int) -> NumberSeries | None:
        """A book of this office."""
        return session.scalar(
            select(NumberSeries).where(
                NumberSeries.id == series_id, NumberSeries.office_id == self.office_id
            )
        )

    def sheet(self, session: Session, ref: str) -> PaperSheet | None:
        """A sheet of this office, kept from others till the end of the transaction."""
        return session.scalar(
            select(PaperSheet)
            .where(PaperSheet.ref == ref, PaperSheet.office_id == self.office_id)
            .with_for_update()
        )


def stage(officer: Officer, upload: Upload, *, key: str) -> str | None:
    """Check a table and keep it beside the book; gives its ref, None for another office's book.

    The same file again is not a second sheet: one not yet taken in is checked anew.
    Raises UnreadableError, NoHeadError.
    """
    act = _Act(officer, key)
    if act.series(db.session(), upload.series_id) is None:
        return None
    table = table_of(upload.body)
    book = book_as_known(db.session(), upload.series_id, upload.year, act.today)
    found = check_sheet(table["rows"], table["notes"], book)
    digest = hashlib.sha256(upload.body).hexdigest()
    with write() as session:
        if done := act.done_before(session):
            return done.target
        same = _same_sheet(session, act.office_id, upload, digest)
        if same and same.taken_at:
            act.answer(session, SAME_FILE, same.ref)
            return same.ref
        sheet = same or PaperSheet(
            ref=secrets.token_hex(16), office_id=act.office_id, series_id=upload.series_id,
            year=upload.year, digest=digest,
        )  # fmt: skip
        session.add(sheet)
        sheet.file_name, sheet.lines, sheet.faults = (
            upload.file_name[:120],
            found.lines,
            found.faults,
        )
        sheet.staged_at, sheet.staged_by = act.at, act.by.name
        message = "Berkas yang sama diperiksa lagi." if same else "Berkas diperiksa."
        details = {
            "tindakan": "periksa", "tahun": upload.year, "berkas": sheet.file_name,
            "sha256": digest, "baris_baik": len(found.lines),
        }  # fmt: skip
        act.tell(
            session, "buku_lama", f"{message} Belum ada yang masuk ke buku.", details, sheet.ref
        )
        return sheet.ref


def take_in(officer: Officer, ref: str, *, version: int, key: str) -> str | None:
    """Write the good lines of a sheet into the book, all or none; None when there is no sheet.

    Raises ChangedError, NumberRefusedError.
    """
    act = _Act(officer, key)
    with write() as session:
        if done := act.done_before(session):
            return done.target
        sheet = act.sheet(session, ref)
        if sheet is None:
            return None
        if sheet.version != version or sheet.taken_at:
            raise ChangedError(
                "Berkas ini sudah diambil atau diperiksa lagi. Lihat keadaannya di bawah."
            )
        series = act.series(session, sheet.series_id)
        if series is None or not sheet.lines:
            raise ChangedError("Tidak ada baris yang dapat diambil dari berkas ini.")
        given = _give(session, series, sheet, act)
        _enter(session, act, sheet.lines, given)
        sheet.taken_at, sheet.taken_by = act.at, act.by.name
        void = sum(bool(line["void"]) for line in sheet.lines)
        details = {
            "tindakan": "ambil", "buku": series.title, "tahun": sheet.year,
            "berkas": sheet.file_name, "sha256": sheet.digest,
            "baris": len(sheet.lines), "batal": void,
            "dari": sheet.lines[0]["number"], "sampai": sheet.lines[-1]["number"],
        }  # fmt: skip
        words = f"{len(sheet.lines)} nomor diambil ke buku {series.title} {sheet.year}"
        message = f"{words}, {void} di antaranya batal." if void else f"{words}."
        act.tell(session, "buku_lama", message, details, ref)
        return ref


def discard(officer: Officer, ref: str, *, key: str) -> bool:
    """Throw a sheet away that was not taken in; False when there is none. Raises ChangedError."""
    act = _Act(officer, key)
    with write() as session:
        if act.done_before(session):
            return True
        sheet = act.sheet(session, ref)
        if sheet is None:
            return False
        if sheet.taken_at:
            raise ChangedError("Berkas ini sudah diambil ke buku, jadi tidak dapat dihapus.")
        details = {
            "tindakan": "hapus",
            "tahun": sheet.year,
            "berkas": sheet.file_name,
            "sha256": sheet.digest,
        }
        session.delete(sheet)
        act.tell(session, "buku_lama", f"Berkas {sheet.file_name} dihapus.", details)
        return True


def enter_later(officer: Officer, number_id: int, letter: Handwritten, *, key: str) -> bool:
    """Type a handwritten letter in on its reserved number; False when that is not the office's.

    Raises NumberRefusedError.
    """
    act = _Act(officer, key)
    with write() as session:
        if act.done_before(session):
            return True
        number = session.scalar(
            select(LetterNumber)
            .join(LetterNumber.series)
            .where(LetterNumber.id == number_id, NumberSeries.office_id == act.office_id)
            .with_for_update(of=LetterNumber)
        )
        if number is None:
            return False
        numbers.use_on_paper(number, letter.on, act.today)
        session.add(
            PaperEntry(
                number_id=number.id,
                office_id=act.office_id,
                handed_on=letter.handed_on,
                recorded_at=act.at,
                recorded_by=act.by.name,
                **{name: getattr(letter, name) for name in ENTRY_FIELDS},
            )
        )
        details = {
            "nomor": number.text,
            "tanggal_surat": letter.on.isoformat(),
            "nama": letter.name,
        }
        act.tell(session, "dicatat_kemudian", f"Surat {number.text} dicatat kemudian.", details)
        return True


def _same_sheet(session: Session, office_id: int, upload: Upload, digest: str) -> PaperSheet | None:
    query = select(PaperSheet).where(
        PaperSheet.office_id == office_id,
        PaperSheet.series_id == upload.series_id,
        PaperSheet.year == upload.year,
        PaperSheet.digest == digest,
    )
    return session.scalar(query.with_for_update())


def _give(
    session: Session, series: NumberSeries, sheet: PaperSheet, act: _Act
) -> dict[tuple[int, str], LetterNumber]:
    """The numbers of a sheet's lines: reserved ones are used up, all others are taken over."""
    book = book_as_known(session, series.id, sheet.year, act.today)
    reserved = _reserved(session, series, sheet.year)
    old, given = [], {}
    for line in sheet.lines:
        key, on = (line["serial"], line["suffix"]), date.fromisoformat(line["on"])
        if fault := refusal(key, line["number"], on, book):
            raise ChangedError(
                f"Buku berubah sejak berkas ini diperiksa. {fault[1]} Unggah lagi berkasnya."
            )
        if number := reserved.get(key):
            given[key] = number
            if line["void"]:
                numbers.void_number(number, line["remark"] or "batal menurut buku lama")
            else:
                numbers.use_on_paper(number, on, act.today)
        else:
            old.append(
                numbers.Line(line["serial"], line["number"], on, line["void"], line["suffix"])
            )
    if old:
        giving = numbers.Giving(act.by.name, act.at, act.today)
        for number in numbers.adopt(session, series, sheet.year, old, giving):
            given[number.serial, number.suffix] = number
    return given


def _reserved(
    session: Session, series: NumberSeries, year: int
) -> dict[tuple[int, str], LetterNumber]:
    query = select(LetterNumber).where(
        LetterNumber.series_id == series.id,
        LetterNumber.year == year,
        LetterNumber.state == State.CADANGAN.value,
    )
    found = session.scalars(query.with_for_update())
    return {(number.serial, number.suffix): number for number in found}


def _enter(
    session: Session,
    act: _Act,
    lines: Sequence[dict[str, Any]],
    given: dict[tuple[int, str], LetterNumber],
) -> None:
    """The lines beside their numbers; a void number may have nothing but itself."""
    for line in lines:
        if not line["name"]:
            continue
        handed = line["handed_on"]
        session.add(
            PaperEntry(
                number_id=given[line["serial"], line["suffix"]].id,
                office_id=act.office_id,
                handed_on=date.fromisoformat(handed) if handed else None,
                recorded_at=act.at,
                recorded_by=act.by.name,
                **{name: line[name] for name in ENTRY_FIELDS},
            )
        )
