"""What the citizen's receipt says."""

from typing import Any

from portal import dates
from portal.cases.model import Case
from portal.sop.table import Requirement, Sop


def slip_of(case: Case, sop: Sop, public_url: str) -> dict[str, Any]:
    """The receipt's facts: number, QR address, papers received, the promised day."""
    office, zone = case.office, case.office.zone
    first = case.stints[0] if case.stints else None
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
        "site": public_url.removeprefix("https://").removeprefix("http://"),
        "agenda": case.agenda,
        "name": case.applicant.name,
        "others": len(case.members) - 1,
        "service": sop.short_name,
        "received": dates.full_moment(case.received_at, zone),
        "promised": dates.weekday_date(case.promised_at, zone),
        "bringer": f"{case.bringer_name} ({case.bringer_relation.lower()})",
        "papers": [_paper(case, need) for need in sop.checked_requirements if need.obligatory],
        "officer": first.opened_by if first and first.opened_by else "",
    }


def _paper(case: Case, need: Requirement) -> tuple[str, bool, bool | None, str]:
    """Name, there, right (None while not yet checked), remark."""
    papers = [paper for paper in case.papers if paper.code == need.code]
    present = bool(papers) and all(paper.present for paper in papers)
    checked = any(paper.correct for paper in papers)
    good = all(paper.good for paper in papers) if checked else None
    return need.name, present, good if present else None, "" if present else "belum diserahkan"
