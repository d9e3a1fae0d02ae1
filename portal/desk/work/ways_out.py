"""The moves besides going on: return, correction, refusal, information, cancellation."""

from dataclasses import dataclass

from portal.cases import reasons as lists
from portal.desk.work.base import Details, NotYetError, Work
from portal.letters import lifecycle
from portal.sop.vocabulary import Move


@dataclass(frozen=True)
class Leaving:
    """Why a case leaves the straight way, and where to."""

    reasons: tuple[str, ...] = ()  # codes of the move's list
    papers: tuple[tuple[str, str], ...] = ()  # (paper, fault) of a return
    note: str = ""  # for colleagues; the citizen never reads it
    to_row: int | None = None


LISTS = {
    Move.TOLAK: lists.REFUSALS,
    Move.USUL_TOLAK: lists.REFUSALS,
    Move.INFORMASI: lists.INFORMATIONS,
    Move.BATALKAN: lists.CANCELLATIONS,
    Move.TOLAK_BPJS: lists.INSURER_REFUSALS,
    Move.KOREKSI: lists.CORRECTIONS,
}


def return_file(work: Work, leaving: Leaving) -> Details:
    """KEMBALIKAN: to the applicant, with a reason for each paper."""
    known = {
        (need.code, fault.code) for need in work.sop.requirements for fault in lists.faults_of(need)
    }
    chosen = [pair for pair in leaving.papers if pair in known]
    if not chosen:
        raise NotYetError(("papers", "Pilih berkas dan apa yang kurang."))
    if any(fault == "lainnya" for _, fault in chosen) and not leaving.note:
        raise NotYetError(("note", "Jelaskan “lainnya” di catatan untuk petugas."))
    work.case.reasons = [{"paper": paper, "fault": fault} for paper, fault in chosen]
    for paper in work.case.papers:
        # A paper that was found wanting is looked at afresh; the good ones keep their ticks.
        if paper.code in {code for code, _ in chosen}:
            paper.correct = False
    _withdraw_draft(work)
    return {"berkas": [list(pair) for pair in chosen], "catatan": leaving.note}


def take_back(work: Work, leaving: Leaving) -> Details:
    """TERIMA_KEMBALI: the applicant brought what was missing; the promise starts anew."""
    work.case.reasons = []
    return {"catatan": leaving.note}


def correct(work: Work, leaving: Leaving) -> Details:
    """KOREKSI: down to the drafter; the parafs fall and the citizen reads nothing alarming."""
    chosen = _chosen(Move.KOREKSI, leaving, needed=work.case.hold is None)
    if not leaving.note and (not chosen or "lain" in chosen):
        raise NotYetError(("note", "Tulis bagian yang salah dan yang benar."))
    work.case.reasons = []
    fallen = _withdraw_draft(work)
    target = leaving.to_row and work.sop.row(leaving.to_row).number
    return {"alasan": chosen, "catatan": leaving.note, "ke": target, "paraf_gugur": fallen}


def propose_refusal(work: Work, leaving: Leaving) -> Details:
    """USUL_TOLAK: a clerk never refuses alone; a decider answers."""
    chosen = _chosen(Move.USUL_TOLAK, leaving)
    work.case.reasons = chosen
    return {"alasan": chosen, "catatan": leaving.note}


def refuse(work: Work, leaving: Leaving) -> Details:
    """TOLAK: with a reason, other ways, and the right to object."""
    chosen = _chosen(Move.TOLAK, leaving)
    work.case.reasons = chosen
    _withdraw_draft(work)
    return {"alasan": chosen, "catatan": leaving.note}


def inform(work: Work, leaving: Leaving) -> Details:
    """INFORMASI: explained at the counter; no letter, but it counts (N26)."""
    chosen = _chosen(Move.INFORMASI, leaving)
    work.case.reasons = chosen
    return {"alasan": chosen, "catatan": leaving.note}


def cancel(work: Work, leaving: Leaving) -> Details:
    """BATALKAN: by the applicant, or by death, a double, a move."""
    chosen = _chosen(Move.BATALKAN, leaving)
    work.case.reasons = chosen
    _withdraw_draft(work)
    return {"alasan": chosen, "catatan": leaving.note}


def refused_outside(work: Work, leaving: Leaving) -> Details:
    """TOLAK_BPJS: the insurer said no; the officer records its reason."""
    chosen = _chosen(Move.TOLAK_BPJS, leaving)
    work.case.reasons = chosen
    return {"alasan": chosen, "catatan": leaving.note}


WAYS_OUT = {
    Move.KEMBALIKAN: return_file,
    Move.TERIMA_KEMBALI: take_back,
    Move.KOREKSI: correct,
    Move.USUL_TOLAK: propose_refusal,
    Move.TOLAK: refuse,
    Move.INFORMASI: inform,
    Move.BATALKAN: cancel,
    Move.TOLAK_BPJS: refused_outside,
}


def _chosen(move: Move, leaving: Leaving, *, needed: bool = True) -> list[str]:
    known = [reason.code for reason in LISTS[move]]
    chosen = [code for code in leaving.reasons if code in known]
    if needed and not chosen:
        raise NotYetError(("reasons", "Pilih alasannya."))
    return chosen


def _withdraw_draft(work: Work) -> int:
    """Parafs on a draft that is taken back fall; a signed letter is not touched here."""
    if work.letter is None or work.letter.signed_at is not None:
        return 0
    return lifecycle.void_parafs(work.letter, work.at)
