"""What a village office does with a list: stage it, take it in, send it on (edge case 25).

The raw rows are stored at once; between staging and taking in they are checked in steps.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.db import write
from portal.documents.safe import shown_name
from portal.foreign import table_of
from portal.lists.act import Act
from portal.lists.checks import is_filled, lost_column
from portal.lists.columns import Layout, layout_of
from portal.lists.model import StagedList, StagedRow
from portal.lists.steps import double_of
from portal.people.officer import Officer
from portal.registration.model import Origin, Registration, State
from portal.registration.operations import fill, mark_sent, new_registration
from portal.registration.queries import filed_here
from portal.registration.step import Step
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop

SAME_FILE = "Berkas ini sudah pernah diunggah untuk layanan ini. Tidak ada yang baru."


class EmptyListError(Exception):
    """The table cannot be used as a whole; the message says why."""


class ChangedError(Exception):
    """The list is no longer as it was shown; the message says it."""


@dataclass(frozen=True)
class Upload:
    """A table as it came."""

    file_name: str
    body: bytes
    emergency_reason: str = ""


def stage(officer: Officer, sop: Sop, upload: Upload, *, key: str) -> str:
    """Read a table once, in the sandbox, and keep its raw rows; gives the list's ref.

    The same file for the same service is the same list, and nothing is new. Raises
    UnreadableError, NoHeadError, EmptyListError,
    and NotAllowedError for another region's service.
    """
    act = Act(officer, key)
    if not act.village_code or sop.region != officer.office.region:
        raise NotAllowedError(f"list for {sop.id}")
    digest = hashlib.sha256(upload.body).hexdigest()
    table = table_of(upload.body)
    layout = layout_of(table["rows"], needs_card=sop.needs_card)
    rows = _filled(table["rows"][layout.skipped :], layout)
    with write() as session:
        if done := act.done_before(session):
            return done.target
        if same := _same_list(session, act, sop, digest):
            act.answer(session, SAME_FILE, same.ref)
            return same.ref
        staged = StagedList(
            ref=secrets.token_hex(16), office_id=act.office_id, village_code=act.village_code,
            sop_id=sop.id, file_name=shown_name(upload.file_name)[:120], digest=digest,
            notes=[*table["notes"], *layout.notes], columns=sorted(layout.places.items()),
            emergency_reason=upload.emergency_reason[:300], total=len(rows), checked=0,
            made_at=act.at, made_by_id=act.by.person_id, made_by=act.by.name,
        )  # fmt: skip
        session.add(staged)
        session.flush()
        session.execute(
            insert(StagedRow),
            [
                {"list_id": staged.id, "line": line, "cells": cells, "state": "belum", "faults": []}
                for line, cells in rows
            ],
        )
        act.done(session, staged, "Berkas terbaca. Belum ada yang didaftarkan.", "unggah",
                 baris=len(rows))  # fmt: skip
        return staged.ref


def take_in(officer: Officer, ref: str, sop: Sop, *, version: int, key: str) -> str | None:
    """Make a pre-registration of every good row, all or none; None when there is no such list.

    Doubles are looked for again at this moment. A list taken in already stays as it is. Raises
    ChangedError.
    """
    act = Act(officer, key)
    with write() as session:
        if done := act.done_before(session):
            return done.target
        staged = act.staged(session, ref)
        if staged is None:
            return None
        if staged.taken_at:
            act.answer(session, "Daftar ini sudah dimasukkan.", ref)
            return ref
        if staged.version != version or staged.checked < staged.total:
            raise ChangedError(
                "Daftar ini berubah sejak halaman dibuka. Lihat keadaannya di bawah."
            )
        good = _good(session, staged)
        if not good:
            raise ChangedError("Tidak ada baris yang dapat didaftarkan dari berkas ini.")
        rows = _still_new(session, staged, good)
        made = _register(session, staged, sop, rows, act)
        staged.taken_at, staged.taken = act.at, len(made)
        numbers = [item.number for item in made]
        message = f"{len(made)} pendaftaran dimasukkan."
        if not made:
            message = "Semua orang di daftar ini sudah terdaftar. Tidak ada yang baru."
        act.done(session, staged, message, "masuk", nomor=numbers)
        return ref


def send_all(officer: Officer, ref: str, *, key: str) -> str | None:
    """Send the drafts of a list to the Dinas, their papers to follow with the applicants.

    Only those left as the list made them, which were checked; one that was opened and changed
    is sent from its own page. None when there is no such list.
    """
    act = Act(officer, key)
    with write() as session:
        if done := act.done_before(session):
            return done.target
        staged = act.staged(session, ref)
        if staged is None:
            return None
        drafts = _drafts(session, staged)
        sent = [item for item, typed in drafts if item.typed == typed]
        for registration in sent:
            step = Step(session, registration, act.by, act.at, key)
            mark_sent(step, papers_later=True)
        message = f"{len(sent)} pendaftaran terkirim ke Dinas Sosial."
        if changed := len(drafts) - len(sent):
            message += f" {changed} yang sudah Anda ubah dikirim dari halamannya sendiri."
        if sent:
            numbers = [item.number for item in sent]
            act.done(session, staged, message, "kirim", nomor=numbers, berkas_menyusul=True)
        else:
            act.answer(session, message, ref)
        return ref


def discard(officer: Officer, ref: str, *, key: str) -> bool:
    """Throw away a list that was not taken in; False when there is none. Raises ChangedError."""
    act = Act(officer, key)
    with write() as session:
        if act.done_before(session):
            return True
        staged = act.staged(session, ref)
        if staged is None:
            return False
        if staged.taken_at:
            raise ChangedError("Daftar ini sudah dimasukkan, jadi tidak dapat dihapus.")
        session.execute(delete(StagedRow).where(StagedRow.list_id == staged.id))
        session.delete(staged)
        act.done(session, staged, f"Berkas {staged.file_name} dihapus.", "hapus")
        return True


def _same_list(session: Session, act: Act, sop: Sop, digest: str) -> StagedList | None:
    return session.scalar(
        select(StagedList).where(
            StagedList.village_code == act.village_code,
            StagedList.sop_id == sop.id,
            StagedList.digest == digest,
        )
    )


def _filled(rows: Sequence[Any], layout: Layout) -> list[Any]:
    """The rows in which somebody stands. Raises EmptyListError."""
    filled = [row for row in rows if is_filled(layout.places, row[1])]
    if not filled:
        raise EmptyListError("Tabel ini belum berisi orang. Isi di bawah judul kolomnya.")
    if reason := lost_column(layout.places, filled):
        raise EmptyListError(reason)
    return filled


def _good(session: Session, staged: StagedList) -> list[StagedRow]:
    query = select(StagedRow).where(StagedRow.list_id == staged.id, StagedRow.state == "baik")
    return list(session.scalars(query.order_by(StagedRow.line)))


def _still_new(session: Session, staged: StagedList, rows: list[StagedRow]) -> list[StagedRow]:
    """The good rows whose person was not filed since the check; the others become doubles."""
    known = filed_here(
        session, staged.office_id, staged.village_code, staged.sop_id, (row.nik for row in rows)
    )
    for row in rows:
        if told := double_of(row.nik, known, {}):
            row.state, row.faults = "ganda", [*row.faults, told]
    return [row for row in rows if row.state == "baik"]


def _register(
    session: Session, staged: StagedList, sop: Sop, rows: list[StagedRow], act: Act
) -> list[Registration]:
    """A draft for each row, every one with a number of its own."""
    made = []
    for row in rows:
        registration = new_registration(act.office_id, act.village_code, sop, act.by, act.at)
        registration.origin = Origin.DAFTAR.value
        fill(registration, row.typed or {})
        made.append(registration)
    session.add_all(made)
    session.flush()
    for row, registration in zip(rows, made, strict=True):
        row.registration_id = registration.id
    return made


def _drafts(session: Session, staged: StagedList) -> list[tuple[Registration, Any]]:
    query = (
        select(Registration, StagedRow.typed)
        .join(StagedRow, StagedRow.registration_id == Registration.id)
        .where(StagedRow.list_id == staged.id, Registration.state == State.DRAF.value)
        .order_by(StagedRow.line)
        .with_for_update(of=Registration)
    )
    return [(registration, typed) for registration, typed in session.execute(query)]
