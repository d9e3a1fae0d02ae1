"""What is remembered of a case: where it stands, its people, papers, findings and clocks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.offices.model import Office, Village
from portal.sop.rules import Hold, Standing
from portal.sop.vocabulary import Outcome

OPEN = text("outcome IS NULL")
# Compared byte by byte on either engine, so that a prefix is a range of the index.
BYTEWISE = String(100).with_variant(String(100, collation="C"), "postgresql")


class Case(Base):
    """One citizen's application on its way through one SOP, from receipt to hand-over."""

    __tablename__ = "case_file"
    __table_args__ = (
        # The queue: what waits for a desk, emergencies first, then by due time (keyset).
        Index("ix_case_file_queue", "office_id", "desk", "priority", "due_at", "id",
              sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_case_file_register", "office_id", "agenda_year", "agenda_no", unique=True),
        Index("ix_case_file_village", "village_code", "id"),
        Index("ix_case_file_kk", "office_id", "kk_no"),
        Index("ix_case_file_from", "from_case_id"),
        # What a forecast looks back at: the newest files that became ready.
        Index("ix_case_file_ready", "office_id", "sop_id", "ready_at"),
        CheckConstraint("priority IN (0, 1)", name="priority"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)  # random; stands in addresses
    number: Mapped[str] = mapped_column(String(15), unique=True)  # on the receipt
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    agenda_year: Mapped[int] = mapped_column()
    agenda_no: Mapped[int] = mapped_column()
    sop_id: Mapped[str] = mapped_column(String(60))
    sop_version: Mapped[int] = mapped_column()

    received_at: Mapped[datetime] = mapped_column(index=True)
    bringer_name: Mapped[str] = mapped_column(String(100))
    bringer_relation: Mapped[str] = mapped_column(String(30))
    bringer_phone: Mapped[str] = mapped_column(String(20), default="")
    kk_no: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(200))
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"))
    emergency: Mapped[bool] = mapped_column(default=False)
    emergency_reason: Mapped[str] = mapped_column(String(300), default="")

    # Where it stands; only move() changes these.
    row: Mapped[int] = mapped_column()
    task: Mapped[int] = mapped_column()
    hold: Mapped[str | None] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(20))
    signed: Mapped[bool] = mapped_column(default=False)
    corrected: Mapped[bool] = mapped_column(default=False)
    desk: Mapped[str] = mapped_column(String(60))  # whose turn: 'kabid+sekretaris', 'pemohon'
    priority: Mapped[int] = mapped_column(default=1)  # 0: emergency
    arrived_at: Mapped[datetime] = mapped_column()  # at the present desk
    due_at: Mapped[datetime] = mapped_column()  # of the present row
    promised_at: Mapped[datetime] = mapped_column()  # of the whole case
    clock_from: Mapped[datetime] = mapped_column()  # since when the promise runs
    complete_by: Mapped[date | None] = mapped_column()  # while with the applicant
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    # When its letter or card first lay ready, and after how many working minutes since the file
    # was complete; what forecasts and open figures are made of.
    ready_at: Mapped[datetime | None] = mapped_column()
    ready_minutes: Mapped[float | None] = mapped_column()
    # The case of another service that this one goes on from (edge case 21).
    from_case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    # What the citizen is told of a return, a refusal or a closing: codes, never free text.
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    returns: Mapped[int] = mapped_column(default=0)
    archive_place: Mapped[str] = mapped_column(String(80), default="")
    touched_at: Mapped[datetime] = mapped_column()  # of the last change of any of its parts

    version: Mapped[int] = mapped_column(default=1)

    members: Mapped[list["Member"]] = relationship(back_populates="case", order_by="Member.place")
    papers: Mapped[list["Paper"]] = relationship(order_by="Paper.id")
    findings: Mapped[list["Finding"]] = relationship(order_by="Finding.id")
    stints: Mapped[list["Stint"]] = relationship(order_by="Stint.id")
    dispositions: Mapped[list["Disposition"]] = relationship(order_by="Disposition.id")
    handovers: Mapped[list["Handover"]] = relationship(order_by="Handover.id")
    messages: Mapped[list["Message"]] = relationship(order_by="Message.id", back_populates="case")
    office: Mapped[Office] = relationship()
    village: Mapped[Village] = relationship()

    # Two desks may press the same button; the second must fail, not overwrite.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def here(self) -> Standing:
        """Where the case stands, as the SOP's interpreter reads it."""
        return Standing(
            row=self.row,
            task=self.task,
            hold=Hold(self.hold) if self.hold else None,
            outcome=Outcome(self.outcome) if self.outcome else None,
            signed=self.signed,
            corrected=self.corrected,
        )

    def stands_beside(self, other: "Case") -> bool:
        """Whether both wait at the same task of the same SOP; how they came there is no matter."""
        mine = (self.sop_id, self.sop_version, self.row, self.task, self.hold, self.outcome)
        return mine == (
            other.sop_id, other.sop_version, other.row, other.task, other.hold, other.outcome,
        )  # fmt: skip

    @property
    def applicant(self) -> "Member":
        """The first person of the file."""
        return self.members[0]

    @property
    def stint(self) -> "Stint | None":
        """The visit to a desk that is going on."""
        return next((item for item in reversed(self.stints) if item.done_at is None), None)

    @property
    def agenda(self) -> str:
        """The agenda number of the year, for staff and books: 0871/2026."""
        return f"{self.agenda_no:04}/{self.agenda_year}"


class Member(Base):
    """One person of the family card for whom the service is asked."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("case_id", "place"),
        Index("ix_member_nik", "office_id", "nik"),
        Index("ix_member_name", "office_id", "name_key"),
        Index("ix_member_card", "office_id", "card_no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    place: Mapped[int] = mapped_column()  # from 1; 1 is the applicant
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(BYTEWISE)
    nik: Mapped[str] = mapped_column(String(16))
    born: Mapped[date] = mapped_column()
    birth_place: Mapped[str] = mapped_column(String(60), default="")
    sex: Mapped[str] = mapped_column(String(1))
    relation: Mapped[str] = mapped_column(String(30))
    card_no: Mapped[str] = mapped_column(String(13), default="")
    included: Mapped[bool] = mapped_column(default=True)  # stands in the letter
    card_issued_on: Mapped[date | None] = mapped_column()
    # Look-ups made before this moment were for other data and no longer count.
    identity_since: Mapped[datetime | None] = mapped_column()

    case: Mapped[Case] = relationship(back_populates="members")


class Paper(Base):
    """One required paper of a file: there, and right (two ticks, with sub-ticks)."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("case_id", "code", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    code: Mapped[str] = mapped_column(String(40))
    present: Mapped[bool] = mapped_column(default=False)
    correct: Mapped[bool] = mapped_column(default=False)
    subchecks: Mapped[list[Any]] = mapped_column(default=list)  # bools, in the SOP's order
    number: Mapped[str] = mapped_column(String(60), default="")
    dated: Mapped[date | None] = mapped_column()
    substitute: Mapped[str] = mapped_column(String(200), default="")  # why another paper stands in
    fate: Mapped[str] = mapped_column(String(10), default="")  # serah | arsip
    checked_by: Mapped[str] = mapped_column(String(120), default="")
    checked_at: Mapped[datetime | None] = mapped_column()

    @property
    def good(self) -> bool:
        """There and right, every sub-tick set; "ada" without "benar" counts as missing (N63)."""
        return self.present and self.correct and all(self.subchecks)


class Finding(Base):
    """What an officer saw in a register for one person. Never changed; the last one counts."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[str] = mapped_column(String(30))
    source: Mapped[str] = mapped_column(String(80))
    result: Mapped[str] = mapped_column(String(30))
    number: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    decree_number: Mapped[str] = mapped_column(String(60), default="")
    decree_issued: Mapped[date | None] = mapped_column()
    limit: Mapped[date | None] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    by_name: Mapped[str] = mapped_column(String(120))


class Stint(Base):
    """One visit of the case to a desk, with its two clocks in working minutes (N64)."""

    __tablename__ = "stint"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    row: Mapped[int] = mapped_column()
    task: Mapped[int] = mapped_column()
    desk: Mapped[str] = mapped_column(String(60))
    arrived_at: Mapped[datetime] = mapped_column()
    opened_at: Mapped[datetime | None] = mapped_column()
    opened_by: Mapped[str] = mapped_column(String(120), default="")
    done_at: Mapped[datetime | None] = mapped_column()
    done_by: Mapped[str] = mapped_column(String(120), default="")
    done_as: Mapped[str] = mapped_column(String(250), default="")
    done_by_id: Mapped[int | None] = mapped_column()
    move: Mapped[str] = mapped_column(String(20), default="")
    waited: Mapped[float | None] = mapped_column()  # working minutes, arrived to opened
    worked: Mapped[float | None] = mapped_column()  # working minutes, opened to done


class Disposition(Base):
    """An instruction from a superior down the line (domain 3.13)."""

    __tablename__ = "disposition"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    row: Mapped[int] = mapped_column()
    by_name: Mapped[str] = mapped_column(String(120))
    by_post: Mapped[str] = mapped_column(String(250))
    to_role: Mapped[str] = mapped_column(String(30))
    urgency: Mapped[str] = mapped_column(String(20))
    instructions: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column()


class Handover(Base):
    """The letter or the card given to the citizen, or the file sent to an outside party."""

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    goods: Mapped[str] = mapped_column(String(20))  # surat | kartu | kiriman
    receiver: Mapped[str] = mapped_column(String(100))
    relation: Mapped[str] = mapped_column(String(30), default="")
    way: Mapped[str] = mapped_column(String(60), default="")
    identity_last4: Mapped[str] = mapped_column(String(4), default="")  # of the receiver's card
    # The signature drawn on the screen, as strokes of points; none: signed on the printed page.
    strokes: Mapped[list[Any] | None] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    by_name: Mapped[str] = mapped_column(String(120))


class Message(Base):
    """A turn of a case that its citizen should hear of; written in the turn's own transaction.

    Offered to an officer as a ready text, or sent by an adapter that tries again (outbox).
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_waiting", "office_id", "state", "id"),
        Index("ix_message_due", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)  # random; the adapter's own key
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    about: Mapped[str] = mapped_column(String(30))  # a Status, or "pengingat"
    state: Mapped[str] = mapped_column(String(12))  # portal.cases.outbox.Sending
    at: Mapped[datetime] = mapped_column()
    way: Mapped[str] = mapped_column(String(12), default="")  # wa.me | webhook | surel
    sent_at: Mapped[datetime | None] = mapped_column()
    sent_by: Mapped[str] = mapped_column(String(120), default="")
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column()
    fault: Mapped[str] = mapped_column(String(200), default="")  # why the last try failed
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(back_populates="messages")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class AgendaCounter(Base):
    """The running number of the incoming register, per office and year (N34)."""

    __tablename__ = "agenda_counter"

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(default=0)


class PinnedSop(Base):
    """The digest of each SOP version that cases began with; its file may not change any more."""

    __tablename__ = "pinned_sop"

    sop_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
