"""What the citizen's receipt says, on A5 and on a roll of thermal paper."""

from datetime import datetime
from typing import Any

from portal import dates
from portal.cases.model import Case
from portal.cases.reasons import MISSING, paper_lines
from portal.sop.rules import Hold
from portal.sop.table import Requirement, Sop


def slip_of(case: Case, sop: Sop, public_url: str, now: datetime) -> dict[str, Any]:
    """The receipt's facts as they stand now: number, QR address, papers, what is missing, days.

    Printed again it is the same paper; the moment of printing tells two of them apart, since
    what was received meanwhile may have grown. Of a returned file it says the reasons from the
    fixed list and the last day to complete it.
    """
    office, zone = case.office, case.office.zone
    first = case.stints[0] if case.stints else None
    site = public_url.removeprefix("https://").removeprefix("http://")
    returned = case.hold == Hold.PEMOHON and case.outcome is None
    faults = _faults(case, sop) if returned else {}
    return {
        "office": {
            "nama": office.full_name,
            "alamat": office.address,
            "telepon": office.phone,
            "jam": office.counter_hours,
        },
        "number": case.number,
        # In capitals the code needs fewer squares, which thermal paper prints better.
        "url": f"{public_url}/L/{case.number}".upper(),
        "site": site,
        "complain": f"{site}/pengaduan, atau di loket",
        "agenda": case.agenda,
        "name": case.applicant.name,
        "others": len(case.members) - 1,
        "service": sop.short_name,
        "received": dates.full_moment(case.received_at, zone),
        "printed": dates.full_moment(now, zone),
        "promised": dates.weekday_date(case.promised_at, zone) if case.outcome is None else "",
        "deadline": (
            dates.weekday_date(case.complete_by, zone) if returned and case.complete_by else ""
        ),
        "faults": [f"{paper}: {words}" for paper, words in faults.items()],
        "bringer": f"{case.bringer_name} ({case.bringer_relation.lower()})",
        "papers": [
            _paper(case, need, faults.get(need.name, ""))
            for need in sop.checked_requirements
            if need.obligatory
        ],
        "officer": first.opened_by if first and first.opened_by else "",
    }


def _faults(case: Case, sop: Sop) -> dict[str, str]:
    """By the paper's name, what the return says is wrong with it and what to do."""
    found: dict[str, str] = {}
    for paper, words in dict.fromkeys(paper_lines(case.reasons, sop)):
        found[paper] = f"{found[paper]} {words}" if paper in found else words
    return found


def _paper(case: Case, need: Requirement, fault: str) -> tuple[str, bool, bool | None, str]:
    """Name, there, right (None while not yet checked), remark."""
    papers = [paper for paper in case.papers if paper.code == need.code]
    present = bool(papers) and all(paper.present for paper in papers)
    if fault:
        return need.name, present and MISSING.citizen not in fault, False, fault
    checked = any(paper.correct for paper in papers)
    good = all(paper.good for paper in papers) if checked else None
    return need.name, present, good if present else None, "" if present else "belum diserahkan"
