"""Forms of the counter: the application, the Daftar Kontrol, the note of information."""

from collections.abc import Iterator

from portal import dates
from portal.cases.model import Finding, Paper
from portal.cases.needs import Need, is_good, missing_of, needs_of, paper_of
from portal.cases.reasons import INFORMATIONS, reason_told
from portal.prints.base import Asked, Form, address_of, form_of, persons_of
from portal.registers.results import CHECK_WORDS, result
from portal.sop.vocabulary import Check

TICK, NO_TICK, TO_TICK = "√", "–", "□"


def application(asked: Asked) -> Form:
    """The application, filled in from the file and ready to be signed by the applicant."""
    case = asked.case
    return form_of(
        asked,
        "FORMULIR PERMOHONAN",
        to=[f"Yth. Kepala {case.office.full_name}", f"di {case.office.city}"],
        kk=case.kk_no,
        address=address_of(case),
        persons=persons_of(asked),
        bringer=case.bringer_name,
        relation=case.bringer_relation,
        phone=case.bringer_phone,
        emergency=case.emergency_reason if case.emergency else "",
        papers=[need.name for need in needs_of(case, asked.sop, asked.clock)],
        place=case.office.city,
    )


def checklist(asked: Asked) -> Form:
    """The Daftar Kontrol (specimen 09, N31): each paper with its ticks, who checked and when."""
    case = asked.case
    needs = needs_of(case, asked.sop, asked.clock)
    checked = [p for need in needs if (p := paper_of(case, need)) and p.checked_at]
    last = max(checked, key=lambda paper: paper.checked_at or asked.now, default=None)
    missing = missing_of(case, asked.sop, asked.clock)
    return form_of(
        asked,
        "DAFTAR KONTROL PERSYARATAN ADMINISTRASI",
        lines=[line for no, need in enumerate(needs, 1) for line in _lines(asked, no, need)],
        complete=last is not None and not missing,
        missing=[need.name for need in missing] if last else [],
        checked_by=last.checked_by if last else "",
        checked_at=dates.full_moment(last.checked_at, asked.zone)
        if last and last.checked_at
        else "",
    )


def information(asked: Asked) -> Form:
    """What the citizen was told when the case ended with an informasi (N26)."""
    case = asked.case
    return form_of(
        asked,
        "CATATAN INFORMASI",
        told=[
            {"text": reason.citizen, "ways": list(reason.ways)}
            for reason in reason_told(INFORMATIONS, case.reasons, asked.sop)
        ],
        findings=[_finding(asked, item) for item in case.findings],
        ended=dates.full_moment(case.ended_at, asked.zone) if case.ended_at else "",
        phone=case.office.phone,
        hours=case.office.counter_hours,
    )


def _lines(asked: Asked, no: int, need: Need) -> Iterator[dict[str, str]]:
    paper = paper_of(asked.case, need)
    yield {
        "no": str(no),
        "text": need.name,
        "present": _tick(paper, paper is not None and paper.present),
        "correct": _tick(paper, paper is not None and paper.correct),
        "number": _number(asked, paper),
        "note": _note(paper),
    }
    for place, words in enumerate(need.requirement.subchecks):
        ticks = list(paper.subchecks) if paper else []
        done = place < len(ticks) and bool(ticks[place])
        yield {"no": "", "text": f"– {words}", "present": "", "correct": _tick(paper, done),
               "number": "", "note": ""}  # fmt: skip


def _tick(paper: Paper | None, done: bool) -> str:
    if done:
        return TICK
    return NO_TICK if paper and paper.checked_at else TO_TICK


def _number(asked: Asked, paper: Paper | None) -> str:
    if paper is None:
        return ""
    return " tanggal ".join(part for part in (paper.number, asked.day(paper.dated)) if part)


def _note(paper: Paper | None) -> str:
    if paper and paper.substitute:
        return f"Diganti: {paper.substitute}"
    checked = paper is not None and paper.checked_at is not None
    return "Belum benar" if checked and paper and paper.present and not is_good(paper) else ""


def _finding(asked: Asked, item: Finding) -> dict[str, str]:
    kind = Check(item.kind)
    member = next(who for who in asked.case.members if who.id == item.member_id)
    return {
        "name": member.name,
        "what": CHECK_WORDS[kind],
        "source": item.source,
        "result": result(kind, item.result).words,
        "at": asked.moment(item.at),
    }
