"""What a village office files before a case begins, its numbers, and what its laptops brought."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.model import BYTEWISE, Case
from portal.db import Base
from portal.offices.model import Office, Village
from portal.sop.vocabulary import Party


class State(StrEnum):
    """Where a pre-registration stands."""

    DRAF = "draf"  # with the village office, never sent
    TERKIRIM = "terkirim"  # waits for the Dinas
    DIKEMBALIKAN = "dikembalikan"  # back at the village office, with reasons
    DITERIMA = "diterima"  # has become a case
    DIHAPUS = "dihapus"  # thrown away by the village office before it was sent


class Origin(StrEnum):
    """How a pre-registration came."""

    FORMULIR = "formulir"
    DAFTAR = "daftar"  # a row of a list from a meeting (edge case 25)
    LURING = "luring"  # written without a network


class Registration(Base):
    """One family, pre-registered by its village office for one service (N45)."""

    __tablename__ = "registration"
    __table_args__ = (
        Index("ix_registration_inbox", "office_id", "state", "sent_at", "id"),
        Index("ix_registration_village", "village_code", "state", "id"),
        Index("ix_registration_name", "office_id", "applicant_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)  # random; stands in addresses
    number: Mapped[str] = mapped_column(String(15), unique=True)  # the case takes it over
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"))
    sop_id: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(12), default=State.DRAF.value)
    origin: Mapped[str] = mapped_column(String(10), default=Origin.FORMULIR.value)
    # The form as it was typed, right or wrong: a draft keeps anything.
    typed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    applicant_name: Mapped[str] = mapped_column(String(100), default="")
    applicant_key: Mapped[str] = mapped_column(BYTEWISE, default="")
    kk_no: Mapped[str] = mapped_column(String(16), default="")
    people: Mapped[int] = mapped_column(default=1)
    # Papers without a photo come with the applicant; said by the village office when sending.
    papers_later: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column()
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_by: Mapped[str] = mapped_column(String(120))
    saved_at: Mapped[datetime] = mapped_column()
    first_sent_at: Mapped[datetime | None] = mapped_column()
    sent_at: Mapped[datetime | None] = mapped_column()  # the last time
    returned_at: Mapped[datetime | None] = mapped_column()
    returns: Mapped[int] = mapped_column(default=0)
    # Of the last return: {"paper", "place" (0: of the family), "fault"}; from the fixed list.
    faults: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(String(300), default="")  # between the two offices only
    # "Diketahui Camat", ticked online by the kecamatan (N46).
    camat_name: Mapped[str] = mapped_column(String(120), default="")
    camat_at: Mapped[datetime | None] = mapped_column()
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), unique=True)
    # The village office has completed the returned case; the Dinas has not yet taken it back.
    completed_at: Mapped[datetime | None] = mapped_column(index=True)
    # Who had it since when, before and beside the case: [["nagari", moment], ["kantor", moment]].
    turns: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship()
    village: Mapped[Village] = relationship()
    case: Mapped[Case | None] = relationship()
    persons: Mapped[list["RegisteredPerson"]] = relationship(
        order_by="RegisteredPerson.place", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def turn_to(self, party: Party, at: datetime) -> None:
        """From now on this party has it."""
        self.turns = [*(self.turns or []), [party.value, at.isoformat()]]


class RegisteredPerson(Base):
    """A person of a pre-registration whose NIK is well formed; finds doubles (edge case 25)."""

    __tablename__ = "registered_person"
    __table_args__ = (
        UniqueConstraint("registration_id", "place"),
        Index("ix_registered_person_nik", "office_id", "nik"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    place: Mapped[int] = mapped_column()  # from 1; 1 is the applicant
    nik: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(100), default="")


class ReturnedFault(Base):
    """One fault of one return to a village office, before or after the case began."""

    __tablename__ = "returned_fault"
    __table_args__ = (Index("ix_returned_fault_village", "village_code", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"))
    paper: Mapped[str] = mapped_column(String(40))
    fault: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column()


class Device(Base):
    """A village laptop made ready to work without a network, with a key of its own."""

    __tablename__ = "offline_device"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    label: Mapped[str] = mapped_column(String(60))  # "Laptop kantor"
    # Half of the key: 32 bytes, base64; the other half is the installation's secret.
    key: Mapped[str] = mapped_column(String(44))
    made_at: Mapped[datetime] = mapped_column()
    seen_at: Mapped[datetime] = mapped_column()
    revoked_at: Mapped[datetime | None] = mapped_column()


class NumberBlock(Base):
    """Application numbers set apart for one device, signed by the server."""

    __tablename__ = "number_block"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("offline_device.id"), index=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"))
    at: Mapped[datetime] = mapped_column()
    key_id: Mapped[str] = mapped_column(String(8))  # of the seal that signed it
    signature: Mapped[str] = mapped_column(String(100))

    device: Mapped[Device] = relationship()
    numbers: Mapped[list["AllottedNumber"]] = relationship(order_by="AllottedNumber.place")


class AllottedNumber(Base):
    """A number of a block, given out or still to be given out by the village office."""

    __tablename__ = "allotted_number"
    __table_args__ = (UniqueConstraint("block_id", "place"),)

    number: Mapped[str] = mapped_column(String(15), primary_key=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("number_block.id"))
    place: Mapped[int] = mapped_column()

    block: Mapped[NumberBlock] = relationship(back_populates="numbers")


class PackageItem(Base):
    """One sealed entry or photo that came from a device, by network or as a file; once only."""

    __tablename__ = "package_item"
    __table_args__ = (UniqueConstraint("device_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("offline_device.id"))
    item: Mapped[str] = mapped_column(String(32))  # the device's own random name for it
    kind: Mapped[str] = mapped_column(String(10))  # entri | foto
    state: Mapped[str] = mapped_column(String(10))  # masuk | bentrok | ditolak
    why: Mapped[str] = mapped_column(String(300), default="")  # shown to the village office
    # What a conflict is about, kept until somebody decides.
    content: Mapped[dict[str, Any] | None] = mapped_column()
    way: Mapped[str] = mapped_column(String(10))  # jaringan | berkas
    at: Mapped[datetime] = mapped_column()
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
