"""The moves besides going on: return, correction, refusal, information, cancellation."""

from dataclasses import dataclass

from portal.cases import reasons as lists
from portal.cases.model import Case
from portal.cases.needs import is_good, needs_of, paper_of
from portal.desk.work.base import Details, Doing, NotYetError, Work
from portal.letters import lifecycle
from portal.letters.content import UndrawableError
from portal.registration import returning
from portal.sop.vocabulary import Goods, Move


@dataclass(frozen=True)
class Leaving:
    """Why a case leaves the straight way, and where to."""

    reasons: tuple[str, ...] = ()  # codes of the move's list
    papers: tuple[tuple[str, str], ...] = ()  # (paper, fault) of a return
    note: str = ""  # for colleagues; the citizen never reads it
    to_row: int | None = None
    recheck: bool = False  # a replaced letter: begin at the checking of the papers
    alone: bool = False  # a correction of this case only: it leaves the letter of several


LISTS = {
    Move.TOLAK: lists.REFUSALS,
    Move.USUL_TOLAK: lists.REFUSALS,
    Move.INFORMASI: lists.INFORMATIONS,
    Move.BATALKAN: lists.CANCELLATIONS,
    Move.TOLAK_BPJS: lists.INSURER_REFUSALS,
    Move.KOREKSI: lists.CORRECTIONS,
    Move.GANTI_SURAT: lists.REPLACEMENTS,
}


def return_file(work: Work, leaving: Leaving) -> Details:
    """KEMBALIKAN: to the applicant, or to the village office that sent it, with reasons."""
    known = {
        (need.code, fault.code) for need in work.sop.requirements for fault in lists.faults_of(need)
    }
    chosen = [pair for pair in leaving.papers if pair in known]
    if not chosen:
        raise NotYetError(("papers", "Pilih berkas dan apa yang kurang."))
    if any(fault == "lainnya" for _, fault in chosen) and not leaving.note:
        raise NotYetError(("note", "Jelaskan “lainnya” di catatan untuk petugas."))
    places = _places(work, {code for code, _ in chosen})
    work.case.reasons = [
        {"paper": paper, "fault": fault, **places.get(paper, {})} for paper, fault in chosen
    ]
    for paper in work.case.papers:
        # A paper that was found wanting is looked at afresh; the good ones keep their ticks.
        if paper.code in {code for code, _ in chosen} and not (
            places.get(paper.code) and paper.good
        ):
            paper.correct = False
    _withdraw_draft(work)
    noted = returning.note_case_return(work.session, work.case, chosen, leaving.note, work.at)
    return {
        "berkas": [list(pair) for pair in chosen],
        "catatan": leaving.note,
        **_village(work, noted=noted),
    }


def _places(work: Work, codes: set[str]) -> dict[str, dict[str, int]]:
    """Whose paper is meant, where the ticks show that only one person's is wanting."""
    found: dict[str, list[int]] = {}
    if len(work.case.members) == 1:
        return {}
    for need in needs_of(work.case, work.sop, work.clock):
        code, member = need.requirement.code, need.member
        if member and code in codes and not is_good(paper_of(work.case, need)):
            found.setdefault(code, []).append(member.place)
    return {code: {"place": places[0]} for code, places in found.items() if len(places) == 1}


def _village(work: Work, *, noted: bool) -> Details:
    """The office that completes the file, where it is not the applicant (edge case 16)."""
    return {"kantor": f"kantor {work.sop.village_head}"} if noted else {}


def take_back(work: Work, leaving: Leaving) -> Details:
    """TERIMA_KEMBALI: the applicant brought what was missing; the promise starts anew."""
    work.case.reasons = []
    noted = returning.note_case_taken_back(work.case)
    return {"catatan": leaving.note, **_village(work, noted=noted)}


def correct(work: Work, leaving: Leaving) -> Details:
    """KOREKSI: down to the drafter; the parafs fall and the citizen reads nothing alarming."""
    chosen = _chosen(Move.KOREKSI, leaving, needed=work.case.hold is None)
    if not leaving.note and (not chosen or "lain" in chosen):
        raise NotYetError(("note", "Tulis bagian yang salah dan yang benar."))
    work.case.reasons = []
    fallen = _withdraw_draft(work, leave=leaving.alone)
    target = leaving.to_row and work.sop.row(leaving.to_row).number
    return {"alasan": chosen, "catatan": leaving.note, "ke": target, "paraf_gugur": fallen}


def decide(move: Move) -> Doing:
    """The moves that give reasons from the list of the move; a draft on its way falls.

    USUL_TOLAK: a clerk never refuses alone, a decider answers. TOLAK: with other ways and the
    right to object. INFORMASI: explained at the counter, no letter, but it counts (N26).
    BATALKAN: by the applicant, or by death, a double, a move. TOLAK_BPJS: the insurer said no.
    """

    def doing(work: Work, leaving: Leaving) -> Details:
        chosen = _chosen(move, leaving)
        work.case.reasons = chosen
        if move is not Move.USUL_TOLAK:
            _withdraw_draft(work)
            _void_number(work)
        return {"alasan": chosen, "catatan": leaving.note}

    return doing


def _void_number(work: Work) -> None:
    """A number given before the signature is void when the letter is never signed."""
    letter = work.letter
    if letter and letter.number and letter.signed_at is None and not work.fellows:
        lifecycle.void(letter, work.by, "permohonan berakhir sebelum surat ditandatangani", work.at)


def replace_letter(work: Work, leaving: Leaving) -> Details:
    """GANTI_SURAT: the signed letter is void, its number stays as BATAL, a new draft takes over."""
    chosen = _chosen(Move.GANTI_SURAT, leaving)[0]
    if chosen == "lain" and not leaving.note:
        raise NotYetError(("note", "Tulis alasannya di catatan."))
    old = work.letter
    if old is None or old.signed_at is None:
        raise NotYetError(("form", "Belum ada surat yang ditandatangani."))
    found = lists.find(lists.REPLACEMENTS, chosen)
    reason = found.staff if found and chosen != "lain" else leaving.note[:300]
    quoted = any(_has_left(case, work) for case in work.together)
    lifecycle.void(old, work.by, reason, work.at)
    try:
        lifecycle.replace_with_draft(work.session, old, work.together, work.sop, quoted=quoted)
    except UndrawableError as fault:
        raise NotYetError(("form", str(fault))) from fault
    for case in work.together:
        case.reasons = []
    return {"alasan": [chosen], "catatan": leaving.note, "nomor_batal": old.number}


def _has_left(case: Case, work: Work) -> bool:
    """Whether the paper of the present letter was handed over or sent."""
    since = work.letter.signed_at if work.letter else None
    return any(
        item.goods != Goods.KARTU.value and since is not None and item.at >= since
        for item in case.handovers
    )


WAYS_OUT: dict[Move, Doing] = {
    Move.KEMBALIKAN: return_file,
    Move.TERIMA_KEMBALI: take_back,
    Move.KOREKSI: correct,
    Move.USUL_TOLAK: decide(Move.USUL_TOLAK),
    Move.TOLAK: decide(Move.TOLAK),
    Move.INFORMASI: decide(Move.INFORMASI),
    Move.BATALKAN: decide(Move.BATALKAN),
    Move.GANTI_SURAT: replace_letter,
    Move.TOLAK_BPJS: decide(Move.TOLAK_BPJS),
}


def _chosen(move: Move, leaving: Leaving, *, needed: bool = True) -> list[str]:
    known = [reason.code for reason in LISTS[move]]
    chosen = [code for code in leaving.reasons if code in known]
    if needed and not chosen:
        raise NotYetError(("reasons", "Pilih alasannya."))
    return chosen


def _withdraw_draft(work: Work, *, leave: bool = True) -> int:
    """Parafs on a draft that is taken back fall; a signed letter is not touched here.

    A case that goes its own way leaves the letter that it shares with others.
    """
    letter = work.letter
    if letter is None or letter.signed_at is not None:
        return 0
    if work.fellows and leave:
        lifecycle.take_out(letter, work.case, work.fellows, work.sop)
    return lifecycle.void_parafs(letter, work.at)
