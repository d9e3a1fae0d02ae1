"""What came from a laptop that worked without a network."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


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
