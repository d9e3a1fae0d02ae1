"""What leaves the office and what comes back: hand-over, sending, the insurer's answer."""

import json
from dataclasses import dataclass, field
from datetime import date

from portal.cases.model import Handover
from portal.desk.work.base import Details, NotYetError, Work
from portal.identity.card import read_card
from portal.sop.vocabulary import Goods

BOX = (600, 200)  # width and height that a signature on the screen is drawn in
MOST_STROKES, MOST_POINTS = 60, 4000
Strokes = list[list[list[int]]]


class BadStrokesError(Exception):
    """What was sent is not a drawn signature."""


def read_strokes(text: str) -> Strokes | None:
    """The strokes of a drawn signature; None when nothing was drawn. Raises BadStrokesError."""
    if not text.strip():
        return None
    try:
        strokes = json.loads(text)
    except (ValueError, RecursionError):
        raise BadStrokesError from None
    if not isinstance(strokes, list) or not 0 < len(strokes) <= MOST_STROKES:
        raise BadStrokesError
    if not all(isinstance(stroke, list) and stroke for stroke in strokes):
        raise BadStrokesError
    points = [point for stroke in strokes for point in stroke]
    if len(points) > MOST_POINTS or not all(_in_box(point) for point in points):
        raise BadStrokesError
    return strokes


def _in_box(point: object) -> bool:
    # A bool is an int to Python, but no place in a drawing.
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(
            type(part) is int and 0 <= part <= most for part, most in zip(point, BOX, strict=True)
        )
    )


@dataclass(frozen=True)
class Receiving:
    """Who took it, and how it was signed for: no strokes mean on the printed page."""

    receiver: str = ""
    relation: str = ""
    identity_last4: str = ""
    strokes: Strokes | None = None


@dataclass(frozen=True)
class Sending:
    """How it was sent."""

    way: str = ""


@dataclass(frozen=True)
class Cards:
    """The cards the insurer issued: number and date, by person's place."""

    of: dict[int, tuple[str, date | None]] = field(default_factory=dict)


def hand_over(work: Work, receiving: Receiving) -> Details:
    """SERAHKAN: the letter or the card to a named receiver, free of charge (N35)."""
    goods = work.task.goods or Goods.SURAT
    if goods is Goods.SURAT and not (work.letter and work.letter.issued):
        raise NotYetError(("form", "Surat belum ditandatangani dan bernomor."))
    work.case.handovers.append(
        Handover(
            goods=goods.value,
            receiver=receiving.receiver,
            relation=receiving.relation,
            way="",
            identity_last4=receiving.identity_last4,
            strokes=receiving.strokes,
            at=work.at,
            by_name=work.by.name,
        )
    )
    return {
        "barang": goods.value,
        "penerima": receiving.receiver,
        "hubungan": receiving.relation,
        "tanda_tangan": "layar" if receiving.strokes else "lembar cetak",
    }


def send(work: Work, sending: Sending) -> Details:
    """KIRIM: the letter with the file to the outside party."""
    if not (work.letter and work.letter.issued):
        raise NotYetError(("form", "Surat belum ditandatangani dan bernomor."))
    work.case.handovers.append(
        Handover(
            goods="kiriman",
            receiver=work.task.party,
            relation="",
            way=sending.way,
            at=work.at,
            by_name=work.by.name,
        )
    )
    return {"kepada": work.task.party, "cara": sending.way}


def record_cards(work: Work, cards: Cards) -> Details:
    """TUNGGU: what the outside party answered: a card for each person (N30)."""
    problems = []
    for member in work.case.members:
        if not member.included:
            continue
        number, issued = cards.of.get(member.place, ("", None))
        verdict = read_card(number)
        if not verdict.ok:
            problems.append((f"card-{member.place}", f"{member.name}: nomor kartu 13 angka."))
        elif issued is None or issued > work.clock.day(work.at):
            problems.append((f"issued-{member.place}", f"{member.name}: isi tanggal terbit kartu."))
        else:
            member.card_no, member.card_issued_on = verdict.value, issued
    if problems:
        raise NotYetError(*problems)
    return {"pihak": work.task.party}
