"""Passing a file on: receiving, forwarding upward, disposing downward."""

from dataclasses import dataclass

from portal.cases.model import Disposition
from portal.desk.work.base import Details, NotYetError, Work


@dataclass(frozen=True)
class Passing:
    """A note that goes with the file."""

    note: str = ""


@dataclass(frozen=True)
class Disposing:
    """The slip: how urgent, what is asked, a note."""

    urgency: str = "biasa"
    instructions: tuple[str, ...] = ()
    note: str = ""


def receive(_work: Work, _nothing: object) -> Details:
    """TERIMA: done by the counter at intake; nothing is left to do here."""
    return {}


def forward(_work: Work, passing: Passing) -> Details:
    """TERUSKAN: up the line, with a note."""
    return {"catatan": passing.note}


def dispose(work: Work, disposing: Disposing) -> Details:
    """DISPOSISI: down the line; the receiver sees it at the top of the case (N28)."""
    if not disposing.instructions and not disposing.note:
        raise NotYetError(("instructions", "Pilih instruksi atau tulis catatan."))
    if work.task.to is None:
        raise NotYetError(("form", "SOP tidak menyebut penerima disposisi."))
    work.case.dispositions.append(
        Disposition(
            row=work.task.row,
            by_name=work.by.name,
            by_post=work.by.post,
            to_role=work.task.to.value,
            urgency=disposing.urgency,
            instructions=list(disposing.instructions),
            note=disposing.note,
            at=work.at,
        )
    )
    return {
        "kepada": work.task.to.value,
        "sifat": disposing.urgency,
        "harap": list(disposing.instructions),
        "catatan": disposing.note,
    }
