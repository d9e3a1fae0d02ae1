"""Which work belongs to which act. An act without work stops the start."""

from portal.desk.work import handing, letter, lookups, papers, routing
from portal.desk.work.base import Doing
from portal.sop.vocabulary import Act

WORK: dict[Act, Doing] = {
    Act.TERIMA: routing.receive,
    Act.PERIKSA: papers.check_papers,
    Act.CEK_DATA: lookups.look_up,
    Act.TERUSKAN: routing.forward,
    Act.DISPOSISI: routing.dispose,
    Act.KONSEP: letter.draft,
    Act.PARAF: letter.initial,
    Act.TANDA_TANGAN: letter.sign,
    Act.NOMOR: letter.give_number,
    Act.CAP: letter.stamp,
    Act.KIRIM: handing.send,
    Act.TUNGGU: handing.record_cards,
    Act.SERAHKAN: handing.hand_over,
    Act.ARSIPKAN: papers.sort_papers,
}

# Work that can be written down half-way, before it is closed or the file goes another way.
KEEP: dict[Act, Doing] = {
    Act.PERIKSA: papers.keep_ticks,
    Act.CEK_DATA: lookups.keep_look_ups,
    Act.KONSEP: letter.draft,
}


def refuse_acts_without_work(table: dict[Act, Doing]) -> None:
    """Stop the start when an act of the vocabulary is not implemented."""
    if missing := sorted(set(Act) - set(table)):
        raise RuntimeError(f"acts without work: {', '.join(missing)}")
