"""Every question about registers and decrees, and the list every installation begins with."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import db
from portal.registers.model import Decree, Register
from portal.sop.vocabulary import Check

FIRST_REGISTERS = (
    ("DTSEN", "DTSEN", Check.DATA_KEMISKINAN),
    ("DTKS", "DTKS", Check.DATA_KEMISKINAN),
    ("PBDT", "PBDT SISKADASATU", Check.DATA_KEMISKINAN),
    ("SIKS-NG", "Aplikasi SIKS-NG", Check.SIKS_NG),
    ("CHIKA", "Telegram Chika BPJS Kesehatan", Check.KEPESERTAAN),
    ("PANDAWA", "PANDAWA (WhatsApp)", Check.KEPESERTAAN),
    ("MOBILE-JKN", "Mobile JKN", Check.KEPESERTAAN),
    ("165", "Telepon 165", Check.KEPESERTAAN),
)
# Numbers seen in public sources; the days of issue must be confirmed by the office's admin.
FIRST_DECREES = (
    ("80/HUK/2025", date(2025, 5, 19), "Mei 2025, dasar DTSEN"),
    ("3/HUK/2026", date(2026, 1, 22), "berlaku 1 Februari 2026"),
)


def registers_of(kind: Check) -> list[Register]:
    """The sources in use for a kind of look-up."""
    query = select(Register).where(Register.kind == kind.value, Register.active.is_(True))
    return list(db.session.scalars(query.order_by(Register.place, Register.id)))


def decrees() -> list[Decree]:
    """The decrees, the newest first."""
    return list(db.session.scalars(select(Decree).order_by(Decree.issued.desc())))


def decree(decree_id: int) -> Decree | None:
    """One decree."""
    return db.session.get(Decree, decree_id)


def load_first_registers(session: Session) -> None:
    """The registers a fresh installation knows; twice changes nothing."""
    if session.scalar(select(Register.id).limit(1)):
        return
    session.add_all(
        Register(code=code, name=name, kind=kind.value, place=place)
        for place, (code, name, kind) in enumerate(FIRST_REGISTERS)
    )
