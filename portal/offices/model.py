"""What is remembered of an office, its villages and its days off."""

from datetime import date, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.offices.working_time import Hours, Span

# Perpres 21/2023 with the derived default of the domain pack (3.10).
ORDINARY_HOURS = {
    "ordinary": [["07:30", "12:00"], ["13:00", "16:00"]],
    "friday": [["07:30", "12:00"], ["13:30", "16:30"]],
}
RAMADAN_HOURS = {
    "ordinary": [["08:00", "12:00"], ["12:30", "15:00"]],
    "friday": [["08:00", "12:00"], ["13:00", "15:30"]],
}


class Office(Base):
    """A Dinas Sosial."""

    __tablename__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)  # pessel
    region: Mapped[str] = mapped_column(String(13))  # 13.01
    region_name: Mapped[str] = mapped_column(String(100))  # Kabupaten Pesisir Selatan
    government: Mapped[str] = mapped_column(String(150))  # PEMERINTAH KABUPATEN ...
    name: Mapped[str] = mapped_column(String(200))  # DINAS SOSIAL, ...
    full_name: Mapped[str] = mapped_column(String(250))  # Dinas Sosial ... Kabupaten ...
    short_name: Mapped[str] = mapped_column(String(100))  # Dinas Sosial Pesisir Selatan
    head_title: Mapped[str] = mapped_column(String(200))  # KEPALA DINAS SOSIAL, ...
    address: Mapped[str] = mapped_column(String(300))
    city: Mapped[str] = mapped_column(String(60))  # where letters are dated: Painan
    phone: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(100))
    site: Mapped[str] = mapped_column(String(100))
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Jakarta")
    hours: Mapped[dict[str, Any]] = mapped_column(default=lambda: ORDINARY_HOURS)
    ramadan_hours: Mapped[dict[str, Any]] = mapped_column(default=lambda: RAMADAN_HOURS)
    counter_hours: Mapped[str] = mapped_column(String(100))  # Senin-Jumat, 08.00-15.00
    bpjs_branch: Mapped[str] = mapped_column(String(60))
    bpjs_city: Mapped[str] = mapped_column(String(60))
    completion_days: Mapped[int] = mapped_column(default=14)  # working days to complete a file
    closing_days: Mapped[int] = mapped_column(default=30)  # calendar days, then it is closed (17)
    # What the public page of standards says beyond the SOP (UU 25/2009 Pasal 21), by component.
    standards: Mapped[dict[str, Any]] = mapped_column(default=dict)
    demo: Mapped[bool] = mapped_column(default=False)
    # The sheet its letters are printed on (domain 3.15); margins in millimetres.
    paper: Mapped[str] = mapped_column(String(4), default="f4")  # f4: 215 x 330 mm; a4
    font: Mapped[str] = mapped_column(String(10), default="sans")
    font_points: Mapped[float] = mapped_column(default=11.0)
    margins: Mapped[dict[str, Any]] = mapped_column(
        default=lambda: {"top": 12, "right": 20, "bottom": 18, "left": 25}
    )

    @property
    def ordinary(self) -> Hours:
        """The hours of an ordinary week."""
        return _hours(self.hours)

    @property
    def ramadan(self) -> Hours:
        """The hours of a week in Ramadan."""
        return _hours(self.ramadan_hours)


class Village(Base):
    """A region of the Kemendagri list: kabupaten, kecamatan, nagari or kelurahan."""

    __tablename__ = "village"

    code: Mapped[str] = mapped_column(String(13), primary_key=True)  # 13.01.01.2001
    parent: Mapped[str] = mapped_column(String(13), index=True)
    level: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))  # the local word: nagari, kelurahan
    name: Mapped[str] = mapped_column(String(100))
    district: Mapped[str] = mapped_column(String(100), default="")  # its kecamatan's name

    @property
    def title(self) -> str:
        """Nagari Painan, Kelurahan Dompak."""
        return f"{self.kind.capitalize()} {self.name}" if self.kind else self.name


class DayOff(Base):
    """A day the offices do not work: national holiday, cuti bersama, or an office's own."""

    __tablename__ = "day_off"
    __table_args__ = (UniqueConstraint("office_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))  # libur_nasional, cuti_bersama, daerah
    name: Mapped[str] = mapped_column(String(150))


class Ramadan(Base):
    """First and last day of a Ramadan, when the shorter hours hold."""

    __tablename__ = "ramadan"
    __table_args__ = (CheckConstraint("first <= last", name="order"),)

    first: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[date] = mapped_column()


def _hours(stored: dict[str, Any]) -> Hours:
    return Hours(_spans(stored["ordinary"]), _spans(stored["friday"]))


def _spans(pairs: list[list[str]]) -> tuple[Span, ...]:
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in pairs)
